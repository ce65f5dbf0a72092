"""What the sign-in pages ask."""

from allauth.account.adapter import get_adapter
from django import template

register = template.Library()

# What a browser calls itself holds the names of others, too: the first that fits is its own.
BROWSERS = {"Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


@register.simple_tag(takes_context=True)
def is_open(context) -> bool:
    """Whether whoever looks at this page may open an account."""
    return get_adapter().is_open_for_signup(context["request"])


@register.filter
def browser(user_agent: str) -> str:
    """A browser in words, such as "Firefox on Windows"."""
    name, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    return f"{name or 'A browser'}{f' on {system}' if system else ''}"


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for sign, name in names.items() if sign in user_agent), "")
