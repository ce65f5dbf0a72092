"""Turning reminders on and off: on the account page, and by the link in the email."""

from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from matcap.accounts.models import User

from ..pages import read


def wants(user) -> bool:
    return User.objects.get(pk=user.pk).wants_reminders


def switch(client) -> dict:
    """What the switch on the account page says, and what its button sends."""
    page = read(client.get("/account/"))
    button = page.one("form", action="/account/reminders/").one("button")
    return {"says": button.text, "sends": {button.attrs["name"]: button.attrs["value"]}}


def test_the_switch_turns_them_off_and_on(lead, contributor, sign_in):
    client = sign_in(lead)
    found = switch(client)
    assert found["says"] == "Turn off your reminders"
    answer = client.post("/account/reminders/", found["sends"], follow=True)
    assert "Reminders are off." in answer.content.decode()
    assert (wants(lead), wants(contributor)) == (False, True)
    found = switch(client)
    assert found["says"] == "Turn on your reminders"
    client.post("/account/reminders/", found["sends"])
    assert wants(lead)


def test_only_a_post_switches(lead, sign_in):
    assert sign_in(lead).get("/account/reminders/").status_code == 405
    assert wants(lead)


def test_the_link_shows_a_button_and_the_button_turns_them_off(lead, contributor):
    client = Client(enforce_csrf_checks=True)
    link = f"/account/reminders/stop/{lead.reminders_token}/"
    answer = client.get(link)
    page = read(answer)
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert page.one("h1").text == "Turn your reminders off"
    assert page.one("form").one("button").text == "Turn them off"
    assert wants(lead), "a program that only looks changes nothing"
    assert read(client.post(link)).one("h1").text == "Your reminders are off"
    assert (wants(lead), wants(contributor)) == (False, True)
    assert read(client.post(link)).one("h1").text == "Your reminders are off"


def test_the_page_names_nobody(lead):
    link = f"/account/reminders/stop/{lead.reminders_token}/"
    for page in (Client().get(link), Client().post(link)):
        assert lead.name not in page.content.decode()
        assert lead.email not in page.content.decode()


def test_a_link_of_ours_for_something_else_is_none(lead):
    other = signing.Signer(salt="matcap.trusts.invitation").sign_object(lead.pk)
    assert Client().post(f"/account/reminders/stop/{other}/").status_code == 404
    assert wants(lead)


def test_a_bad_link_tells_nothing_of_who_has_an_account(lead):
    """One with a changed number, one cut short, one of an account that is gone."""
    gone = User.objects.create_user("gone@example.org", "Gone")
    link = gone.reminders_token
    gone.delete()
    signed = lead.reminders_token.partition(":")[2]
    names_lead, names_nobody = (
        f"{signing.dumps(pk).partition(':')[0]}:{signed[:-3]}abc" for pk in (lead.pk, 10**6)
    )
    tokens = (link, names_lead, names_nobody, lead.reminders_token[:-1], "no")
    for ask in (Client().get, Client().post):
        answers = [ask(f"/account/reminders/stop/{token}/") for token in tokens]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert read(answers[0]).one("h1").text == "This link does not work"
    assert wants(lead)


def test_the_account_page_takes_few_queries(lead, sign_in):
    client = sign_in(lead)
    client.get("/account/")
    with CaptureQueriesContext(connection) as captured:
        assert "Reminders" in client.get("/account/").content.decode()
    assert len(captured) <= 10
