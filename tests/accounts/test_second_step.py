"""The second step: an authenticator app's code, a recovery code, and a trust that requires one."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail

from matcap.accounts.second_step import has_second_step
from matcap.trusts.actions import require_second_step
from matcap.trusts.models import Activity

from ..pages import read
from .conftest import enter, show_again, who


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up(client) -> tuple[str, list[str]]:
    """Turn an authenticator app on: its secret, and the recovery codes."""
    page = read(show_again(client).get("/account/second-step/totp/activate/"))
    secret = page.one("code").text
    assert page.one("img").attrs["src"].startswith("data:image/svg+xml;base64,")
    answer = client.post(
        "/account/second-step/totp/activate/", {"code": code_of(secret)}, follow=True
    )
    return secret, [code.text for code in read(answer).find("code")]


@pytest.fixture
def app(contributor) -> tuple[str, list[str]]:
    """Bob's authenticator app and recovery codes."""
    return set_up(enter(contributor.email)[0])


def answer_with(client, code: str):
    return client.post("/account/second-step/authenticate/", {"code": code})


def test_the_password_alone_lets_nobody_in(contributor, app):
    client, answer = enter(contributor.email)
    assert answer.url == "/account/second-step/authenticate/"
    assert who(client) is None
    assert "This code is not right" in answer_with(client, "000000").content.decode()
    assert who(client) is None


def test_a_code_of_the_app_lets_in_and_only_once(contributor, app):
    code = code_of(app[0])
    client, _ = enter(contributor.email)
    answer_with(client, code)
    assert who(client) == contributor.email
    another, _ = enter(contributor.email)
    assert "it was used already" in answer_with(another, code).content.decode()
    assert who(another) is None


def test_a_recovery_code_lets_in_once(contributor, app):
    _, codes = app
    assert len(codes) == len(set(codes)) == 10
    client, _ = enter(contributor.email)
    answer_with(client, codes[3])
    assert who(client) == contributor.email
    another, _ = enter(contributor.email)
    answer_with(another, codes[3])
    assert who(another) is None
    page = read(show_again(client).get("/account/second-step/recovery-codes/"))
    assert "9 of 10 are left." in page.text
    download = client.get("/account/second-step/recovery-codes/download/").content.decode()
    assert codes[3] not in download
    assert codes[4] in download


def test_new_recovery_codes_take_the_place_of_the_old(contributor, app):
    secret, codes = app
    client, _ = enter(contributor.email)
    answer_with(client, code_of(secret))
    show_again(client).post("/account/second-step/recovery-codes/generate/")
    another, _ = enter(contributor.email)
    answer_with(another, codes[0])
    assert who(another) is None


def test_guessing_codes_is_stopped(contributor, app):
    client, _ = enter(contributor.email)
    answers = [answer_with(client, f"{guess:06}").content.decode() for guess in range(6)]
    assert ["There were too many tries" in answer for answer in answers] == [False] * 5 + [True]
    answer_with(client, code_of(app[0]))
    assert who(client) is None


def test_it_is_turned_off_only_by_who_shows_again_who_they_are(contributor, app):
    client, _ = enter(contributor.email)
    answer_with(client, code_of(app[0]))
    off = "/account/second-step/totp/deactivate/"
    assert client.post(off).url.startswith("/account/reauthenticate/")
    assert has_second_step(contributor)
    show_again(client).post(off)
    assert not has_second_step(contributor)


def test_the_person_is_told_of_changes_by_email(contributor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        set_up(enter(contributor.email)[0])
    (email,) = mail.outbox
    assert email.subject == "matcap: Authenticator App Activated"
    assert email.to == [contributor.email]
    assert "127.0.0.1" in email.body
    assert "This email came from matcap at testserver" in email.body


# ── a trust that requires one ─────────────────────────────────────────────────────────────


@pytest.fixture
def strict(trust, lead):
    require_second_step(trust=trust, required=True, by=lead)
    return trust


def test_whoever_has_none_is_sent_to_set_one_up(strict, contributor, assessment):
    client, _ = enter(contributor.email)
    here = f"/t/{strict.slug}/"
    answer = client.get(here, follow=True)
    assert answer.redirect_chain == [("/account/second-step/", 302)]
    said = "Fernleigh Trust asks its people for a second step at sign-in."
    assert said in read(answer).one("div", id="messages").text
    assert assessment.title not in answer.content.decode()
    set_up(client)
    assert client.get(here).status_code == 200


def test_a_background_save_is_told_and_nothing_is_saved(strict, contributor, assessment):
    client, _ = enter(contributor.email)
    path = f"/t/{strict.slug}/assessments/{assessment.pk}/rate/1A/"
    answer = client.post(path, {"version": "1", "evidence": "x"}, headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert "asks its people for a second step" in answer.content.decode()


def test_another_trust_is_not_closed_by_it(strict, rival, rival_lead):
    client, _ = enter(rival_lead.email)
    assert client.get(f"/t/{rival.slug}/").status_code == 200


def test_a_lead_turns_it_on_and_it_is_in_the_activity_log(trust, lead, contributor):
    client, _ = enter(lead.email)
    set_up(client)
    path = f"/t/{trust.slug}/settings/"
    assert [item.text for item in read(client.get(path)).one("main").find("li")] == [
        contributor.name
    ]
    for _ in range(2):
        client.post(path, {"requires_second_step": "on"})
    trust.refresh_from_db()
    assert trust.requires_second_step
    client.post(path, {})
    trust.refresh_from_db()
    assert not trust.requires_second_step
    log = Activity.objects.filter(trust=trust, by=lead, sentence__contains="second step")
    assert list(log.values_list("sentence", flat=True)) == [
        "Stopped asking everybody for a second step at sign-in.",
        "Began asking everybody for a second step at sign-in.",
    ]


def test_only_who_manages_the_people_changes_it(trust, contributor):
    client, _ = enter(contributor.email)
    answer = client.post(f"/t/{trust.slug}/settings/", {"requires_second_step": "on"})
    assert answer.status_code == 403
    trust.refresh_from_db()
    assert not trust.requires_second_step
