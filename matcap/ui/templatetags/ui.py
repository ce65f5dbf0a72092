"""Small helps for templates. Knows nothing of what the application is about."""

from django import template

register = template.Library()


@register.filter
def at(mapping, key):
    """The value of `key` in a mapping, or None."""
    return mapping.get(key)
