"""Passkeys, single sign-on and the look of the account's pages, in a real browser."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from matcap.accounts.actions import open_account

from ..accounts.provider import app, serving
from ..accounts.test_second_step import code_of
from ..conftest import PASSWORD
from .looks import faults_of
from .steps import button, sign_in_by_form

STRANGERS = (
    "login/",
    "signup/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/1-no-such-key/",
    "password/reset/key/done/",
    "confirm-email/",
    "confirm-email/no-such-key/",
    "inactive/",
    "connections/login/cancelled/",
    "connections/login/error/",
)
OWN = (
    "",
    "name/",
    "email/",
    "password/change/",
    "sessions/",
    "connections/",
    "logout/",
    "second-step/",
    "second-step/totp/deactivate/",
    "second-step/recovery-codes/",
    "second-step/recovery-codes/generate/",
    "second-step/reauthenticate/",
    "second-step/webauthn/",
    "second-step/webauthn/add/",
    "second-step/webauthn/reauthenticate/",
)


@pytest.fixture(scope="module")
def issuer():
    with serving() as address:
        yield address


@pytest.fixture
def provider(settings, issuer):
    apps = [app(issuer, ["fernleigh-trust.example"])]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}


def give_authenticator(page: Page) -> None:
    """Let this browser have a fingerprint reader whose finger is always on it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def show_again(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    page.get_by_label("Password").fill(PASSWORD)
    button(page, "Go on").click()


def add_passkey(page: Page) -> None:
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("link", name="Manage your second step").click()
    page.get_by_role("link", name="Add a passkey").click()
    show_again(page)
    page.get_by_label("Name").fill("My phone")
    button(page, "Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")


def sign_out(page: Page) -> None:
    button(page, "Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_passkey_is_added_and_signs_in_alone(visit, lead):
    page = visit()
    give_authenticator(page)
    sign_in_by_form(page, lead.email)
    add_passkey(page)
    page.goto("/account/second-step/webauthn/")
    expect(page.get_by_role("heading", level=2)).to_have_text("My phone")
    expect(page.locator("main")).to_contain_text("Signs you in alone.")
    sign_out(page)
    button(page, "Sign in with a passkey").click()
    expect(page.get_by_role("status")).to_contain_text(f"signed in as {lead.name}")


def test_a_passkey_is_the_second_step_after_a_password(visit, lead):
    page = visit()
    give_authenticator(page)
    sign_in_by_form(page, lead.email)
    add_passkey(page)
    sign_out(page)
    sign_in_by_form(page, lead.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    button(page, "Use a passkey").click()
    expect(page.get_by_role("status")).to_contain_text(f"signed in as {lead.name}")


@pytest.mark.once
def test_a_passkey_that_is_not_there_is_a_sentence(visit, lead, base_url):
    page = visit()
    give_authenticator(page)
    page.goto("/account/login/")
    button(page, "Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_have_text(
        "No passkey was used. Try again, or choose another way."
    )


@pytest.mark.once
@pytest.mark.usefixtures("failures_expected")  # the provider's own page looks for a stylesheet
def test_the_provider_is_reached_and_left_within_the_content_policy(visit, lead, provider):
    page = visit()
    page.goto("/account/login/")
    button(page, "Sign in with Local").click()
    button(page, "alice").click()
    expect(page.get_by_role("link", name="Your account")).to_be_visible()
    page.get_by_role("link", name="Your account").click()
    expect(page.locator("main")).to_contain_text(lead.email)
    expect(page.locator("main")).to_contain_text("1 connected")


# ── the look ──────────────────────────────────────────────────────────────────────────────


def check(page: Page, path: str) -> None:
    faults = faults_of(page)
    assert faults == [], path


@pytest.mark.once
def test_what_strangers_see_is_accessible(look, lead, provider, settings):
    page = look()
    for is_open in (True, False):
        settings.OPEN_SIGN_UP = is_open
        page.goto("/account/signup/")
        check(page, f"signup, open: {is_open}")
    settings.OPEN_SIGN_UP = True
    for path in STRANGERS:
        page.goto(f"/account/{path}")
        check(page, path)
    page.goto("/account/login/")
    sign_in_by_form(page, lead.email, "not the password")
    expect(page.locator("main")).to_contain_text("The email address or the password")
    check(page, "a wrong password")


@pytest.mark.once
def test_what_belongs_to_an_account_is_accessible(visit, lead, trust, provider):
    page = visit()
    page.add_init_script(AXE_SCRIPT)  # once for all of its pages
    give_authenticator(page)
    sign_in_by_form(page, lead.email)
    page.goto("/account/second-step/totp/activate/")
    show_again(page)
    check(page, "totp/activate")
    secret = page.locator("code").inner_text()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    button(page, "Turn on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.goto("/account/second-step/webauthn/add/")
    check(page, "webauthn/add")
    button(page, "Add a passkey").click()
    expect(page.get_by_role("status")).to_contain_text("added")
    for path in OWN:
        page.goto(f"/account/{path}")
        check(page, path)
    page.goto("/account/second-step/webauthn/")
    for name in ("Rename", "Remove"):
        page.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        check(page, name)
        page.go_back()
    page.goto(f"/t/{trust.slug}/settings/")
    check(page, "the trust's settings")
    sign_out(page)
    sign_in_by_form(page, lead.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    check(page, "the second step")


@pytest.mark.once
def test_without_a_password_one_is_set(look):
    page = look(open_account(email="sso@example.org", name="Single Sign-On"))
    page.goto("/account/")
    page.get_by_role("link", name="Set a password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("password"))
    check(page, "password/set")
