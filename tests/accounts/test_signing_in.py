"""Signing in by email and password, signing up, resetting, and seeing where one is signed in."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory

from matcap.accounts import invited
from matcap.accounts.models import User

from ..pages import read
from .conftest import PASSWORD, enter, link_in_email, show_again, who

NEW = {"name": "Nora New", "email": "Nora@Fernleigh-Trust.example", "password1": PASSWORD}
WAIT = "There were too many tries"


@pytest.mark.parametrize("change", [str.lower, str.upper, str.title])
def test_capitals_in_the_address_do_not_matter(lead, change):
    client, answer = enter(change(lead.email))
    assert answer.status_code == 302
    assert who(client) == lead.email


def test_nobody_signs_up_while_sign_up_is_closed(db):
    client = Client()
    assert "Accounts are given by trusts" in client.get("/account/signup/").content.decode()
    answer = client.post("/account/signup/", NEW)
    assert "Accounts are given by trusts" in answer.content.decode()
    assert not User.objects.exists()
    assert "Open one" not in client.get("/account/login/").content.decode()


def test_where_sign_up_is_open_the_address_is_confirmed_first(db, settings):
    settings.OPEN_SIGN_UP = True
    client = Client()
    assert "Open one" in client.get("/account/login/").content.decode()
    client.post("/account/signup/", NEW)
    assert User.objects.get().name == "Nora New"
    assert who(client) is None
    path = link_in_email("confirm-email")
    assert "nora@fernleigh-trust.example" in client.get(path).content.decode()
    client.post(path)
    client, _ = enter(NEW["email"])
    assert who(client) == "nora@fernleigh-trust.example"


def test_an_invitation_opens_an_account_without_a_second_email(db):
    client = hold_invitation(Client(), "nora@fernleigh-trust.example")
    form = read(client.get("/account/signup/"))
    assert form.one("input", name="email").attrs["value"] == "nora@fernleigh-trust.example"
    client.post("/account/signup/", NEW)
    assert who(client) == "nora@fernleigh-trust.example"
    assert mail.outbox == []
    assert EmailAddress.objects.get().verified


def test_an_invitation_does_not_prove_another_address(db):
    client = hold_invitation(Client(), "nora@fernleigh-trust.example")
    client.post("/account/signup/", NEW | {"email": "else@fernleigh-trust.example"})
    assert set(EmailAddress.objects.values_list("email", "verified")) == {
        ("nora@fernleigh-trust.example", True),
        ("else@fernleigh-trust.example", False),
    }


def test_an_invitation_is_held_until_it_is_let_go_of(db):
    request = RequestFactory().get("/")
    request.session = Client().session
    assert invited.remembered(request) is None
    invited.remember(request, token="abc", email="Nora@Example.org")
    assert invited.remembered(request) == {"token": "abc", "email": "nora@example.org"}
    invited.forget(request)
    assert invited.remembered(request) is None


def hold_invitation(client: Client, email: str) -> Client:
    """Do what the page of an invitation does once it has checked it."""
    request = RequestFactory().get("/")
    client.get("/account/login/")
    request.session = client.session
    invited.remember(request, token="abc", email=email)
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key
    return client


def test_a_stranger_cannot_tell_who_has_an_account(lead, settings):
    settings.OPEN_SIGN_UP = True

    def told(path, form):
        page = Client().post(path, form, follow=True)
        text = re.sub(r'value="[^"]*"|[\w.]+@[\w.-]+', "", page.content.decode())
        return page.status_code, page.redirect_chain, text

    stranger = "stranger@fernleigh-trust.example"
    for path, field, rest in (
        ("/account/password/reset/", "email", {}),
        ("/account/signup/", "email", {"name": "N", "password1": PASSWORD}),
        ("/account/login/", "login", {"password": "not the password"}),
    ):
        assert told(path, rest | {field: lead.email}) == told(path, rest | {field: stranger}), path


def test_only_who_has_an_account_gets_a_reset_email(lead):
    Client().post("/account/password/reset/", {"email": "stranger@example.org"})
    assert mail.outbox == []
    Client().post("/account/password/reset/", {"email": lead.email.upper()})
    path = link_in_email("password/reset/key")
    client = Client()
    answer = client.get(path, follow=True)
    new = "another horse battery"
    answer = client.post(answer.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert answer.url == "/account/password/reset/key/done/"
    assert who(enter(lead.email)[0]) is None
    assert who(enter(lead.email, new)[0]) == lead.email
    assert "no longer good" in Client().get(path, follow=True).content.decode()


def test_too_many_tries_for_an_address_are_told_to_wait(lead):
    for _ in range(5):
        _, answer = enter(lead.email, "not the password")
        assert "The email address or the password is not right." in answer.content.decode()
    _, answer = enter(lead.email)
    assert f"{WAIT} to sign in. Wait five minutes" in answer.content.decode()


def test_tries_are_counted_where_every_worker_sees_them(lead):
    def kept() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM shared_cache")
            return cursor.fetchone()[0]

    before = kept()
    enter(lead.email, "not the password")
    assert kept() > before


def test_behind_a_proxy_its_word_counts_and_the_browsers_does_not(lead, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    enter(lead.email, **{"x-forwarded-for": "192.0.2.1, 198.51.100.7"})
    assert UserSession.objects.get().ip == "198.51.100.7"


def test_too_many_resets_are_told_to_wait(lead):
    answers = [Client().post("/account/password/reset/", {"email": lead.email}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert f"{WAIT} from here" in read(answers[-1]).one("main").text


def test_sessions_are_seen_and_ended(lead):
    here, _ = enter(lead.email, **{"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    there, _ = enter(lead.email, **{"user-agent": "Mozilla/5.0 (iPhone) Version/18 Safari/604"})
    third, _ = enter(lead.email)
    page = read(here.get("/account/sessions/"))
    names = [name.text for name in page.find("strong")]
    assert names == ["Firefox on Windows", "Safari on iPhone", "A browser"]
    other = UserSession.objects.get(user_agent__contains="iPhone")
    here.post(f"/account/sessions/{other.pk}/end/")
    assert (who(here), who(there), who(third)) == (lead.email, None, lead.email)
    here.post("/account/sessions/")
    assert (who(here), who(third)) == (lead.email, None)


def test_nobody_ends_the_session_of_somebody_else(lead, rival_lead):
    hers, _ = enter(lead.email)
    his, _ = enter(rival_lead.email)
    session = UserSession.objects.get(user=lead)
    assert his.post(f"/account/sessions/{session.pk}/end/").status_code == 404
    assert who(hers) == lead.email


def test_a_name_is_changed(lead, sign_in):
    client = sign_in(lead)
    client.post("/account/name/", {"name": " Alice Leader "})
    lead.refresh_from_db()
    assert lead.name == "Alice Leader"


def test_a_new_address_counts_once_it_is_confirmed(lead):
    client, _ = enter(lead.email)
    show_again(client).post("/account/email/", {"email": "New@Example.org", "action_add": ""})
    assert who(client) == lead.email
    assert "It becomes your address when" in client.get("/account/email/").content.decode()
    (confirm,) = [one for one in mail.outbox if "confirm-email" in one.body]
    assert confirm.to == ["new@example.org"]
    mail.outbox[:] = [confirm]
    client.post(link_in_email("confirm-email"))
    assert who(client) == "new@example.org"
