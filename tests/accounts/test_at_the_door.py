"""Signing in and out, and what a form is told that comes without either."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from matcap.accounts.actions import open_account
from matcap.accounts.models import User
from matcap.assessments.models import Rating
from matcap.ui.templatetags.ui import opaque

from ..conftest import PASSWORD, rating_of
from ..pages import read

LOGIN = "/account/login/"


def sign_in_as(email: str, password: str = PASSWORD, **extra):
    client = Client()
    return client, client.post(LOGIN, {"login": email, "password": password} | extra)


@pytest.mark.parametrize(
    "email",
    [
        "alice@fernleigh-trust.example",
        "Alice@Fernleigh-Trust.Example",
        " ALICE@FERNLEIGH-TRUST.EXAMPLE ",
    ],
)
def test_an_email_signs_in_whatever_its_capitals(lead, trust, email):
    client, answer = sign_in_as(email)
    assert (answer.status_code, answer.url) == (302, "/")
    page = read(client.get("/", follow=True))
    assert page.one("div", class_="who").one("span").text == "Fernleigh Trust · Alice Lead"


def test_a_wrong_password_says_nothing_of_whether_there_is_an_account(lead):
    wrong = "The email address or the password is not right."
    for email in (lead.email, "nobody@example.org"):
        client, answer = sign_in_as(email, "not the password")
        page = read(answer)
        assert answer.status_code == 200
        assert wrong in page.text
        assert page.one("input", name="login").attrs["value"] == email
        assert client.get("/").url == f"{LOGIN}?next=/"


def test_signing_in_leads_back_to_where_one_was_going(lead, trust, assessment):
    address = reverse("rate", args=[trust.slug, assessment.pk, "2B"])
    stranger = Client()
    form = stranger.get(stranger.get(address).url)
    assert read(form).find("input", name="next")[0].attrs["value"] == address
    _, answer = sign_in_as(lead.email, next=address)
    assert answer.url == address


def test_signing_in_leads_to_no_other_site(lead):
    _, answer = sign_in_as(lead.email, next="https://elsewhere.example/")
    assert answer.url == "/"


def test_an_account_that_is_closed_does_not_sign_in(lead):
    User.objects.update(is_active=False)
    client, answer = sign_in_as(lead.email)
    assert answer.url == "/account/inactive/"
    assert client.get("/").url == f"{LOGIN}?next=/"


def test_signing_out_takes_a_click(sign_in, lead):
    client = sign_in(lead)
    asked = read(client.get("/account/logout/"))
    assert asked.one("h1").text == "Sign out?"
    assert client.get("/").status_code == 302
    assert client.get("/").url == "/t/fernleigh-trust/"
    client.post("/account/logout/")
    assert client.get("/").url == f"{LOGIN}?next=/"


def test_nobody_signs_up_off_the_street(db):
    new = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    for answer in (Client().get("/account/signup/"), Client().post("/account/signup/", new)):
        assert read(answer).one("h1").text == "Accounts are given by trusts"
    assert not User.objects.exists()
    assert "/account/signup/" not in Client().get(LOGIN).content.decode()


def test_a_forgotten_password_is_set_anew_by_email(lead):
    client = Client()
    client.post("/account/password/reset/", {"email": lead.email.upper()})
    (message,) = mail.outbox
    assert message.to == [lead.email]
    (path,) = re.findall(r"http://testserver(/account/password/reset/key/\S+)", message.body)
    form = client.get(path, follow=True)
    new = "another quiet walk"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert sign_in_as(lead.email)[1].status_code == 200
    assert sign_in_as(lead.email, new)[1].status_code == 302


def test_a_stranger_who_asks_for_a_new_password_learns_nothing(lead):
    known = Client().post("/account/password/reset/", {"email": lead.email}, follow=True)
    unknown = Client().post("/account/password/reset/", {"email": "no@example.org"}, follow=True)
    assert read(known).one("main").text == read(unknown).one("main").text


@pytest.mark.parametrize("password", ["short", "password1234", "alice@fernleigh-trust.example"])
def test_a_weak_password_is_refused(lead, sign_in, password):
    client = sign_in(lead)
    answer = client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )
    assert answer.status_code == 200
    assert re.search("too short|too common|too similar", answer.content.decode())
    lead.refresh_from_db()
    assert lead.check_password(PASSWORD)


def test_accounts_are_one_a_person_whatever_the_capitals(db):
    first = open_account(email=" Sam@Example.org ", name="Sam", password=PASSWORD)
    assert first.email == "sam@example.org"
    assert open_account(email="SAM@example.ORG", name="Other") == first
    assert list(User.objects.values_list("email", "name")) == [("sam@example.org", "Sam")]


# ── saves that come without a person, or without a token ─────────────────────────────────


def saved(assessment) -> dict:
    rating = rating_of(assessment, "1A")
    return {"level": rating.level_id, "evidence": rating.evidence, "version": rating.version}


UNTOUCHED = {"level": None, "evidence": "", "version": 1}


def test_a_signed_out_save_by_htmx_is_told_the_plain_truth(trust, assessment):
    address = reverse("rate", args=[trust.slug, assessment.pk, "1A"])
    answer = Client().post(
        address, {"version": "1", "level": "G", "evidence": "Lost?"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 401
    assert answer["Content-Type"] == "text/plain"
    assert answer.content.decode() == "You are signed out. Nothing was saved."
    assert saved(assessment) == UNTOUCHED
    assert Rating.history.count() == 0


def test_words_typed_by_somebody_else_in_the_same_browser_are_refused(
    sign_in, trust, lead, contributor, assessment
):
    address = reverse("rate", args=[trust.slug, assessment.pk, "1A"])
    client = sign_in(lead)
    data = {"version": "1", "evidence": "Bob's words."}
    his, hers = ({"HX-Request": "true", "X-Person": opaque(one.pk)} for one in (contributor, lead))
    assert client.post(address, data, headers=his).status_code == 401
    assert saved(assessment) == UNTOUCHED
    assert client.post(address, data, headers=hers).status_code == 200
    assert saved(assessment)["version"] == 2


def test_a_signed_out_save_without_htmx_shows_its_words_again(trust, assessment):
    address = reverse("rate", args=[trust.slug, assessment.pk, "1A"])
    written = "Heads told us <b>in June</b>.\n=cmd()"
    answer = Client().post(address, {"version": "1", "level": "G", "evidence": written})
    page = read(answer)
    assert answer.status_code == 401
    assert page.one("h1").text == "You are signed out, and nothing was saved"
    assert [one.raw for one in page.find("dd")] == ["G", written]
    assert page.one("main").find("a")[0].attrs["href"] == f"{LOGIN}?next={address}"
    assert saved(assessment) == UNTOUCHED


def test_a_signed_out_click_goes_to_sign_in(trust, assessment):
    address = reverse("agree", args=[trust.slug, assessment.pk])
    answer = Client().post(address, {})
    assert (answer.status_code, answer.url) == (302, f"{LOGIN}?next={address}")


def test_a_password_is_never_shown_again(lead):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(LOGIN, {"login": lead.email, "password": "a secret of mine"})
    assert (answer.status_code, read(answer).find("dd")) == (403, [])


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({}, '<dd class="written">G</dd>'),
        ({"HX-Request": "true"}, "Not saved yet: this page is older than your last sign-in."),
    ],
)
def test_a_save_without_a_token_says_what_to_do(trust, assessment, lead, headers, said):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    address = reverse("rate", args=[trust.slug, assessment.pk, "1A"])
    answer = client.post(address, {"version": "1", "level": "G"}, headers=headers)
    assert answer.status_code == 403
    assert said in answer.content.decode()
    assert saved(assessment) == UNTOUCHED


def test_a_save_with_its_token_is_saved(trust, assessment, lead):
    """The same save as above, so that it is the token that makes the difference."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    address = reverse("rate", args=[trust.slug, assessment.pk, "1A"])
    form = read(client.get(address)).one("form", id="rating-form")
    token = form.one("input", name="csrfmiddlewaretoken").attrs["value"]
    client.post(address, {"version": "1", "level": "G", "csrfmiddlewaretoken": token})
    assert rating_of(assessment, "1A").level.code == "G"
    headers = {"HX-Request": "true", "X-CSRFToken": client.cookies["csrftoken"].value}
    client.post(address, {"version": "2", "level": "R"}, headers=headers)
    assert rating_of(assessment, "1A").level.code == "R"
