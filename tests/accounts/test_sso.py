"""Single sign-on, against a real OpenID provider that runs on this machine."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from matcap.accounts.actions import open_account
from matcap.accounts.models import User

from ..pages import read
from .conftest import enter, show_again, who
from .provider import app
from .test_second_step import answer_with, code_of, set_up
from .test_signing_in import hold_invitation

START = "/account/oidc/local/login/"


def go(client: Client, sub: str, process: str = "login"):
    """Press the button, sign in at the provider as `sub`, and come back: the last answer."""
    page = read(client.post(f"{START}?process={process}"))
    address = page.one("main").one("a").attrs["href"]
    assert page.one("meta", http_equiv="refresh").attrs["content"] == f"0;url={address}"
    back = requests.post(address, data={"sub": sub}, timeout=5, allow_redirects=False)
    return come_back(client, back)


def come_back(client: Client, back: requests.Response):
    prefix = "http://testserver"
    assert back.headers["location"].startswith(f"{prefix}/account/oidc/local/login/callback/")
    return client.get(back.headers["location"].removeprefix(prefix), follow=True)


def test_the_sign_in_page_has_a_button_for_it(provider, db):
    page = read(Client().get("/account/login/"))
    (form,) = [one for one in page.find("form") if one.attrs.get("action", "").startswith(START)]
    assert form.one("button").text == "Sign in with Local"


def test_without_a_provider_there_is_no_button(db):
    page = read(Client().get("/account/login/"))
    assert "Sign in with Local" not in page.text
    assert Client().post(START).status_code == 404


def test_the_way_there_proves_where_it_began(provider, db):
    page = read(Client().post(START))
    address = page.one("main").one("a").attrs["href"]
    assert address.startswith(provider)
    assert "code_challenge_method=S256" in address
    assert "state=" in address


def test_capitals_in_the_providers_address_do_not_matter(provider, lead):
    client = Client()
    go(client, "alice")
    assert who(client) == lead.email
    assert User.objects.count() == 1
    assert SocialAccount.objects.get().user == lead
    assert lead.check_password("correct horse battery"), "her password is as good as before"


def test_once_connected_the_address_may_change(provider, lead):
    go(Client(), "alice")
    lead.email = "alice.married@fernleigh-trust.example"
    lead.save()
    EmailAddress.objects.filter(user=lead).update(email=lead.email)
    client = Client()
    go(client, "alice")
    assert who(client) == lead.email


@pytest.mark.parametrize("sub", ["bob-elsewhere", "unsure"])
def test_an_address_the_provider_does_not_vouch_for_lets_nobody_in(provider, lead, sub):
    """Neither one of another domain, nor one that it says itself it has not verified."""
    bob = open_account(email="bob@elsewhere.example", name="Bob", password="a" * 20)
    client = Client()
    answer = go(client, sub)
    assert "Accounts are given by trusts" in answer.content.decode()
    assert who(client) is None
    assert set(User.objects.all()) == {lead, bob}
    assert not SocialAccount.objects.exists()


def test_it_makes_no_account_for_who_is_not_invited(provider, db):
    answer = go(Client(), "nora")
    assert "Accounts are given by trusts" in answer.content.decode()
    assert not User.objects.exists()


def test_it_makes_an_account_for_who_is_invited(provider, db):
    client = hold_invitation(Client(), "nora@fernleigh-trust.example")
    go(client, "nora")
    user = User.objects.get()
    assert (user.name, user.email) == ("Nora New", "nora@fernleigh-trust.example")
    assert who(client) == user.email
    assert not user.has_usable_password()
    assert client.session["invitation"]["token"] == "abc"


def test_where_sign_up_is_open_an_unproved_address_is_confirmed_first(provider, db, settings):
    settings.OPEN_SIGN_UP = True
    client = Client()
    go(client, "bob-elsewhere")
    assert who(client) is None
    assert not EmailAddress.objects.get().verified
    assert [email.to for email in mail.outbox] == [["bob@elsewhere.example"]]


def test_a_stranger_at_the_provider_cannot_tell_who_has_an_account(provider, settings, db):
    settings.OPEN_SIGN_UP = True
    open_account(email="bob@elsewhere.example", name="Bob", password="a" * 20)
    client = Client()
    answer = go(client, "bob-elsewhere")
    assert read(answer).one("h1").text == "Confirm your email address"
    assert who(client) is None
    assert not SocialAccount.objects.exists()


def test_whoever_is_signed_in_connects_and_disconnects(provider, settings, lead):
    client = show_again(enter(lead.email)[0])
    go(client, "bob-elsewhere", process="connect")
    other = Client()
    go(other, "bob-elsewhere")
    assert who(other) == lead.email
    page = read(client.get("/account/connections/"))
    assert "Local (" in page.text
    client.post("/account/connections/", {"account": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()


def test_the_second_step_is_asked_for_after_it_too(provider, lead):
    secret, _ = set_up(enter(lead.email)[0])
    client = Client()
    answer = go(client, "alice")
    assert answer.redirect_chain[-1][0] == "/account/second-step/authenticate/"
    assert who(client) is None
    answer_with(client, code_of(secret))
    assert who(client) == lead.email


def test_who_turns_back_at_the_provider_is_told_so(provider, db):
    client = Client()
    address = read(client.post(START)).one("main").one("a").attrs["href"]
    (state,) = parse_qs(urlsplit(address).query)["state"]
    back = {"error": "access_denied", "state": state}
    answer = client.get(f"{START}callback/", back, follow=True)
    assert read(answer).one("h1").text == "You turned back"


def test_an_answer_nobody_asked_for_lets_nobody_in(provider, lead):
    mine = Client()
    address = read(mine.post(START)).one("main").one("a").attrs["href"]
    back = requests.post(address, data={"sub": "alice"}, timeout=5, allow_redirects=False)
    other = Client()
    answer = come_back(other, back)
    assert "Single sign-on did not work" in answer.content.decode()
    assert who(other) is None


def test_a_provider_that_is_away_is_a_sentence(settings, db):
    apps = [app("http://127.0.0.1:9", [])]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
    answer = Client().post(START)
    assert answer.status_code == 502
    assert "Single sign-on did not work" in answer.content.decode()
