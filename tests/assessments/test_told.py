"""Each move of an assessment is told to those it concerns, by one email each."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from matcap.assessments import actions
from matcap.assessments.tasks import nobody_told, send_news
from matcap.assessments.told import Move
from matcap.trusts.actions import grant_role, remove_member
from matcap.trusts.roles import Role

from ..conftest import begin, rate_all
from ..mailing import due_now, work
from ..pages import read


def told() -> dict[str, str]:
    """Who was sent an email since the last call, by the first part of the address: its text."""
    sent = list(mail.outbox)
    mail.outbox.clear()
    found = {email.to[0].partition("@")[0]: email.body for email in sent}
    assert len(found) == len(sent), "one email a person a move"
    return found


def clear() -> None:
    """Let go of what was sent until now."""
    mail.outbox.clear()


def links(body: str) -> list[str]:
    return re.findall(r"http://127.0.0.1:8000(/\S+)", body)


def test_opening_tells_contributors_and_the_leads_of_schools_in_it(apart):
    assert told() == {}, "nobody is told of a draft"
    now = apart.open()
    bodies = told()
    assert sorted(bodies) == ["bob", "cas", "sam", "tia"]
    mine = f"/t/fernleigh-trust/assessments/{now.pk}/mine/1A/"
    dates = f"/t/fernleigh-trust/assessments/{now.pk}/dates.ics"
    for name in ("bob", "cas", "tia"):
        assert links(bodies[name]) == [mine, dates]
        assert "Nobody else sees your ratings before moderation." in bodies[name]
        assert f"by {now.due_on:%-d %B %Y}" in bodies[name]
    school = f"/t/fernleigh-trust/assessments/{now.pk}/schools/{apart.schools[0].pk}/1A/"
    assert links(bodies["sam"]) == [school, dates]
    assert "rate Ashdown on the same elements" in bodies["sam"]
    assert "before moderation" not in bodies["sam"]


def test_the_links_lead_the_reader_where_they_say(apart, sign_in):
    apart.open()
    for name, body in told().items():
        client = sign_in(getattr(apart, name))
        assert {client.get(link).status_code for link in links(body)} == {200}, name
    (others,) = [link for link in links(mail_of(apart, "tia")) if "/mine/" in link]
    assert sign_in(apart.bea).get(others).status_code == 404


def mail_of(apart, name: str) -> str:
    send_news.call(Move.OPENED.value, apart.assessment.pk, getattr(apart, name).pk)
    return told()[name]


def test_who_both_contributes_and_leads_a_school_gets_one_email(apart):
    apart.choose(sam=apart.groups["Executives"])
    apart.open()
    body = told()["sam"]
    assert [link.split("/")[5] for link in links(body)] == ["mine", "schools", "dates.ics"]


def test_moderation_tells_contributors_that_rating_is_over(apart):
    apart.open()
    apart.finish(apart.bob)
    clear()
    apart.moderate()
    bodies = told()
    assert sorted(bodies) == ["bob", "cas", "tia"]
    assert all("Rating is over" in body and "Thank you" in body for body in bodies.values())
    assert all(links(body) == [] for body in bodies.values())


def test_agreeing_tells_contributors_and_school_leads_and_not_the_board(apart):
    apart.open()
    apart.moderate()
    clear()
    apart.agree()
    bodies = told()
    assert sorted(bodies) == ["bob", "cas", "sam", "tia"]
    assert all(links(body) == ["/t/fernleigh-trust/"] for body in bodies.values())


def test_a_step_back_tells_those_who_have_not_finished(apart):
    apart.open()
    apart.finish(apart.bob)
    apart.rate(apart.cas, "1A")
    apart.moderate()
    clear()
    apart.reopen()
    bodies = told()
    assert sorted(bodies) == ["cas", "tia"]
    assert all("go on with your own ratings" in body for body in bodies.values())


def test_a_step_back_to_setting_up_or_to_moderation_tells_nobody(apart):
    apart.open()
    clear()
    apart.reopen()
    assert (apart.assessment.state, told()) == ("draft", {})
    apart.open()
    apart.moderate()
    apart.agree()
    clear()
    apart.reopen()
    assert (apart.assessment.state, told()) == ("moderation", {})


def test_who_is_added_to_an_open_one_is_told_as_at_opening(apart):
    apart.choose(tia=None)
    apart.open()
    assert "tia" not in told()
    apart.choose(tia=apart.groups["Trustees"], bob=apart.groups["Trustees"])
    (body,) = told().values()
    assert links(body)[0].endswith("/mine/1A/")


def test_who_left_the_trust_or_whose_account_is_closed_is_not_told(apart):
    remove_member(membership=apart.bob.memberships.get(), by=apart.lead)
    remove_member(membership=apart.sam.memberships.get(), by=apart.lead)
    apart.cas.is_active = False
    apart.cas.save()
    apart.open()
    assert list(told()) == ["tia"]
    rows = apart.assessment.responses.exclude(asked_at=None)
    assert rows.filter(school=None).count() == 3


def test_a_school_that_left_the_trust_is_asked_nothing(apart):
    apart.schools[0].left_on = timezone.localdate() - timedelta(days=1)
    apart.schools[0].save()
    apart.open()
    assert "sam" not in told()


def test_where_people_rate_together_those_who_rate_are_told(trust, framework, lead, contributor):
    grant_role(trust=trust, user=lead, role=Role.LEAD)
    now = begin(trust, framework, lead)
    bodies = told()
    assert list(bodies) == ["bob"]
    assert links(bodies["bob"])[0] == f"/t/fernleigh-trust/assessments/{now.pk}/"
    assert "Nobody else sees" not in bodies["bob"]
    rate_all(now, lead)
    actions.agree(assessment=now, by=lead)
    assert list(told()) == ["bob"]


def test_no_email_holds_a_rating_evidence_or_anothers_name(apart):
    apart.open()
    apart.finish(apart.bob)
    apart.finish(apart.sam, apart.schools[0])
    apart.moderate()
    apart.reopen()
    apart.moderate()
    apart.agree()
    names = {one: getattr(apart, one).name for one in ("bob", "cas", "tia", "sam", "lead")}
    assert len(mail.outbox) > 10
    for email in mail.outbox:
        reader = email.to[0].partition("@")[0]
        words = email.subject + email.body
        assert "What only" not in words
        assert "Green" not in words
        assert [one for one, name in names.items() if name in words] == [reader]
        assert "Birchfield" not in words, "which nobody leads"


def test_within_nobody_told_nothing_is_queued(apart):
    with nobody_told():
        apart.open()
        apart.moderate()
    assert told() == {}
    apart.agree()
    assert len(told()) == 4


def said(answer) -> str:
    """The message at the head of a page."""
    (found,) = [one for one in read(answer).all if one.attrs.get("class") == "alert alert-success"]
    return found.text


@pytest.fixture
def overview(apart, sign_in):
    """What the page says of who is told: the panel of the next step, and that of the step back."""

    def shown() -> tuple[str, ...]:
        address = reverse("assessment", args=[apart.trust.slug, apart.assessment.pk])
        page = read(sign_in(apart.lead).get(address))
        panels = page.find("section") + page.find("details")
        texts = [one.text for one in panels if "told by email" in one.text]
        words = [re.findall(r"[^.]*told by email[^.]*\.", text)[0].strip() for text in texts]
        return tuple(words)

    return shown


def test_the_page_says_who_will_be_told(apart, overview):
    everybody = "4 people are told by email: 2 in Executives, 1 in Trustees and 1 school lead."
    contributors = "3 people are told by email: 2 in Executives and 1 in Trustees."
    assert overview() == (everybody,)
    apart.open()
    assert len(told()) == 4
    assert overview() == (contributors, "Nobody is told by email.")
    apart.finish(apart.bob)
    apart.moderate()
    assert len(told()) == 3
    unfinished = "2 people are told by email: 1 in Executives and 1 in Trustees."
    assert overview() == (unfinished,), "before it can be agreed, that is not offered"
    for element in apart.assessment.tree.elements:
        apart.rate(apart.lead, element.code, kind="trust")
    assert overview() == (everybody, unfinished)


def test_with_nobody_to_tell_the_page_says_so(trust, framework, lead, sign_in):
    draft = actions.start(
        trust=trust, framework=framework, title="Autumn", opened_on=timezone.localdate(), by=lead
    )
    client = sign_in(lead)
    page = client.get(reverse("assessment", args=[trust.slug, draft.pk])).content.decode()
    assert "Nobody is told by email." in page
    answer = client.post(reverse("open_assessment", args=[trust.slug, draft.pk]), follow=True)
    assert said(answer) == "Autumn is open."
    assert mail.outbox == []


def test_opening_says_how_many_were_told(apart, sign_in):
    address = reverse("open_assessment", args=[apart.trust.slug, apart.assessment.pk])
    answer = sign_in(apart.lead).post(address, follow=True)
    assert said(answer).startswith("Autumn is open. 4 people are told by email: 2 in Executives")
    assert len(told()) == 4


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_it_and_tries_again(apart, mailbox, queued):
    """With the real queue, worker and mail server."""
    apart.choose(bob=None, cas=None)
    remove_member(membership=apart.sam.memberships.get(), by=apart.lead)
    mailbox.refusals = 1
    now = apart.open()
    kept = DBTaskResult.objects.get().args_kwargs
    assert kept == {"args": ["opened", now.pk, apart.tia.pk], "kwargs": {}}
    work()
    assert mailbox.kept == []
    due_now()
    work()
    (envelope,) = mailbox.kept
    assert envelope.rcpt_tos == [apart.tia.email]
    assert b"Autumn is open: Fernleigh Trust" in envelope.content


@pytest.mark.django_db(transaction=True)
def test_what_is_true_no_longer_is_not_sent(apart, mailbox, queued):
    apart.open()
    remove_member(membership=apart.bob.memberships.get(), by=apart.lead)
    apart.moderate()
    work()
    sent = {
        (one.rcpt_tos[0].split("@")[0], b"Rating is over" in one.content) for one in mailbox.kept
    }
    assert sent == {("cas", True), ("tia", True)}
    assert len(mailbox.kept) == 2
