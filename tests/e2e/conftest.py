"""A real browser in front of the real server.

`visit(user)` opens a page as that person, in a browser of their own, and every complaint of the
browser (a script's error, a breach of the content policy, a file that is not there) fails the
test, unless it asks for `failures_expected`.
"""

import os
import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

# Playwright keeps an event loop in the test's thread, which is not one of Django's.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
OF_THE_NETWORK = re.compile(
    r"^Failed to load resource|^Response Status Error Code|^htmx:(sendError|afterRequest), "
)

PATIENCE = 30_000  # ms, for a busy computer; a test that passes waits for nothing
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    switches = ("--no-sandbox", "--disable-background-networking")
    return browser_type_launch_args | {
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": [*switches, "--disable-component-update", "--disable-sync"],
    }


@pytest.fixture(scope="session")
def base_url(live_server):
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "en-GB", "reduced_motion": "reduce"}


@pytest.fixture
def failures_expected() -> None:
    """Ask for this where the network or the server is to refuse something."""


@pytest.fixture
def complaints(request):
    """What the browser complained of so far. There must be nothing at the end."""
    heard: list[str] = []
    yield heard
    if "failures_expected" in request.fixturenames:
        heard = [words for words in heard if not OF_THE_NETWORK.search(words)]
    assert heard == []


@pytest.fixture
def visit(new_context, base_url, complaints):
    """Open a page as `user`, or as nobody; options are the browser context's."""

    def opened(user=None, **options) -> Page:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        context.on("console", lambda said: _note(complaints, said))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        if user:
            sign_in(context, user, base_url)
        return context.new_page()

    return opened


def _note(complaints: list[str], said) -> None:
    if said.type in ("error", "warning"):
        complaints.append(said.text)


def sign_in(context, user, url: str) -> None:
    """Give a browser context a session of `user`, as the sign-in form would."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
