"""Signing in as people do: through the forms."""

import pytest
from django.core import mail
from django.test import Client

from ..conftest import PASSWORD
from .provider import app, serving


@pytest.fixture(scope="session")
def issuer():
    """The address of a running OpenID provider."""
    with serving() as address:
        yield address


@pytest.fixture
def provider(settings, issuer):
    """Lets people sign in by that provider, which vouches for our trust's addresses."""
    apps = [app(issuer, ["fernleigh-trust.example"])]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
    return issuer


def enter(email: str, password: str = PASSWORD, client: Client | None = None, **headers):
    """Send the sign-in form; the client and its answer."""
    client = client or Client()
    form = {"login": email, "password": password}
    return client, client.post("/account/login/", form, headers=headers)


def show_again(client: Client) -> Client:
    """Give the password once more, as is asked before a change of how one signs in."""
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


def who(client: Client) -> str | None:
    """The address of the account that a client is signed in to."""
    answer = client.get("/account/")
    return answer.context["request"].user.email if answer.status_code == 200 else None


def link_in_email(containing: str) -> str:
    """The path of the link in the only email sent since."""
    (email,) = mail.outbox
    mail.outbox.clear()
    (line,) = [word for word in email.body.split() if containing in word]
    return "/" + line.split("/", 3)[3]
