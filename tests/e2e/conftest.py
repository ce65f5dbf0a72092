"""A real browser in front of the real server.

`visit(user)` opens a page as that person, in a browser of their own. Every complaint of the
browser (a script's error, a breach of the content policy, a file that is not there, a question
before leaving a page) fails the test; one that asks for `failures_expected` may have requests
refused.
"""

import os
import re
import threading

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

# Playwright keeps an event loop in the test's thread, which is not one of Django's.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
OF_THE_NETWORK = re.compile(
    r"^Failed to load resource|^Response Status Error Code|^htmx:(sendError|afterRequest), "
)
PATIENCE = 30_000  # ms, for a busy computer; a test that passes waits for nothing
expect.set_options(timeout=PATIENCE)


class Traffic:
    """Counts the requests that the server is at work on."""

    def __init__(self):
        self._requests = 0
        self._changed = threading.Condition()
        request_started.connect(self._begin)
        request_finished.connect(self._end)

    def _begin(self, **signal) -> None:
        with self._changed:
            self._requests += 1

    def _end(self, **signal) -> None:
        with self._changed:
            self._requests -= 1
            self._changed.notify_all()

    def wait_for_quiet(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._requests == 0, timeout=PATIENCE / 1000)


@pytest.fixture(scope="session")
def traffic():
    return Traffic()


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


@pytest.fixture(autouse=True)
def _forget_tries(transactional_db):
    """How often somebody tried to sign in is in no model's table: nothing else empties it."""
    cache.clear()


@pytest.fixture
def failures_expected() -> None:
    """Ask for this where the network or the server is to refuse something."""


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of so far. Nothing of it may be left at the end."""
    return []


@pytest.fixture
def visit(request, new_context, base_url, complaints, traffic):
    """Open a page as `user`, or as nobody; options are the browser context's."""
    contexts = []

    def opened(user=None, **options) -> Page:
        context = new_context(**options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        for event, listener in _listeners(complaints).items():
            context.on(event, listener)
        if user:
            sign_in(context, user, base_url)
        return context.new_page()

    yield opened
    for context in contexts:
        context.set_offline(True)  # no page may write to the database while it is emptied
    traffic.wait_for_quiet()
    assert _unexpected(request, complaints) == []


@pytest.fixture(scope="session")
def one_browser(browser, browser_context_args) -> BrowserContext:
    """What `look` looks through, at one page after another; axe is in each of them."""
    context = browser.new_context(**browser_context_args)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(AXE_SCRIPT)
    yield context
    context.close()


@pytest.fixture
def look(request, one_browser, base_url, complaints, traffic):
    """Open a page as `user`, or as nobody, that can be left without being asked.

    To open a browser is most of what a page costs, so all look through one.
    """
    context, listeners = one_browser, _listeners(complaints)
    page = context.pages[0] if context.pages else context.new_page()
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 720})
    for event, listener in listeners.items():
        context.on(event, listener)

    def opened(user=None) -> Page:
        context.clear_cookies()
        if user:
            sign_in(context, user, base_url)
        return page

    yield opened
    try:
        if page.url.startswith(base_url):
            page.evaluate("localStorage.clear(), sessionStorage.clear()")
        page.goto("about:blank")
    finally:
        if page.url != "about:blank":
            page.close()
        traffic.wait_for_quiet()
        for event, listener in listeners.items():
            context.remove_listener(event, listener)
    assert _unexpected(request, complaints) == []


def _listeners(complaints: list[str]) -> dict:
    """What listens to the events of a browser context."""
    return {
        "console": lambda said: _note(complaints, said),
        "weberror": lambda error: complaints.append(str(error.error)),
        "dialog": lambda dialog: _stay(complaints, dialog),
    }


def _unexpected(request, complaints: list[str]) -> list[str]:
    """What the browser complained of, and the test does not expect."""
    if "failures_expected" in request.fixturenames:
        return [words for words in complaints if not OF_THE_NETWORK.search(words)]
    return list(complaints)


def _note(complaints: list[str], said) -> None:
    if said.type in ("error", "warning"):
        complaints.append(said.text)


def _stay(complaints: list[str], dialog) -> None:
    complaints.append(f"It asked: {dialog.type}")
    dialog.dismiss()


def sign_in(context, user, url: str) -> None:
    """Give a browser context a session of `user`, as the sign-in form would."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
