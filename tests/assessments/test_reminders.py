"""Who has not finished is reminded by one email, once a week at most, while they want it."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from matcap.accounts.actions import claim_reminder, set_reminders
from matcap.accounts.models import User
from matcap.assessments.models import Assessment, Response
from matcap.assessments.tasks import remind, send_reminder
from matcap.trusts.actions import grant_role, remove_member
from matcap.trusts.roles import Role

from ..mailing import due_now, work
from .apart import set_up

WEEK = timedelta(days=7)


@pytest.fixture
def opened(apart):
    """Open since a week ago."""
    apart.open()
    mail.outbox.clear()
    pass_by(WEEK)
    return apart


def pass_by(time: timedelta) -> None:
    """Let it be that much longer ago that people were asked and reminded."""
    for response in Response.objects.exclude(asked_at=None):
        Response.objects.filter(pk=response.pk).update(asked_at=response.asked_at - time)
    for user in User.objects.exclude(reminded_at=None):
        User.objects.filter(pk=user.pk).update(reminded_at=user.reminded_at - time)


def due(days: int) -> None:
    """Let the ratings be due in that many days."""
    on = timezone.localdate() + timedelta(days=days)
    early = on - timedelta(days=30)
    Assessment.objects.update(opened_on=early, due_on=on)


def reminded() -> list[str]:
    """Who was sent a reminder since the last call, by the first part of the address."""
    sent = sorted(email.to[0].partition("@")[0] for email in mail.outbox)
    mail.outbox.clear()
    return sent


def test_nobody_is_reminded_within_a_week_of_opening(apart):
    apart.open()
    mail.outbox.clear()
    assert (remind(), reminded()) == (0, [])
    pass_by(WEEK - timedelta(minutes=5))
    assert (remind(), reminded()) == (0, [])
    pass_by(timedelta(minutes=5))
    assert (remind(), reminded()) == (4, ["bob", "cas", "sam", "tia"])


def test_it_comes_once_a_week_and_no_more(opened):
    assert remind() == 4
    assert (remind(), len(reminded())) == (0, 4)
    pass_by(timedelta(days=6))
    assert (remind(), reminded()) == (0, [])
    pass_by(timedelta(days=1))
    assert (remind(), len(reminded())) == (4, 4)


def test_who_has_finished_is_not_reminded(opened):
    opened.finish(opened.bob)
    opened.finish(opened.sam, opened.schools[0])
    opened.rate(opened.cas, "1A")
    remind()
    assert reminded() == ["cas", "tia"]


def test_it_says_how_far_one_is_where_to_go_on_and_nothing_of_others(opened):
    for code in ("1A", "1B"):
        opened.rate(opened.cas, code)
        opened.rate(opened.bob, code)
    opened.rate(opened.bob, "1C")
    remind()
    (email,) = [one for one in mail.outbox if one.to == [opened.cas.email]]
    assert email.subject == "Still to rate: Autumn"
    assert "Autumn, Fernleigh Trust\n2 of 12 rated, due by" in email.body
    mine, stop, account = re.findall(r"http://127.0.0.1:8000(/\S+)", email.body)
    assert mine == f"/t/fernleigh-trust/assessments/{opened.assessment.pk}/mine/1A/"
    assert (stop, account) == (
        f"/account/reminders/stop/{opened.cas.reminders_token}/",
        "/account/",
    )
    assert "What only" not in email.body
    assert "Bob" not in email.body


def test_a_school_lead_is_led_to_their_own_school(opened):
    remind()
    (email,) = [one for one in mail.outbox if one.to == [opened.sam.email]]
    place = f"assessments/{opened.assessment.pk}/schools/{opened.schools[0].pk}/1A/"
    assert "Autumn, Fernleigh Trust: Ashdown\n0 of 12 rated, due by" in email.body
    assert place in email.body
    assert "Birchfield" not in email.body
    assert "/mine/" not in email.body


def test_one_email_for_all_trusts_and_assessments(opened, rival, framework, rival_lead):
    other = set_up(rival, framework, rival_lead, [])
    grant_role(trust=rival, user=opened.bob, role=Role.CONTRIBUTOR)
    other.choose_people({opened.bob: other.groups["Trustees"]})
    other.open()
    mail.outbox.clear()
    remind()
    (email,) = [one for one in mail.outbox if one.to == [opened.bob.email]]
    assert email.subject == "Still to rate: Autumn"
    assert "Autumn, Fernleigh Trust\n" in email.body
    assert "Autumn, Rival Trust\n" in email.body
    assert len(re.findall("/mine/1A/", email.body)) == 2
    assert {one.to[0].partition("@")[2] for one in mail.outbox} == {"fernleigh-trust.example"}


def test_who_turned_it_off_left_or_is_closed_gets_none(opened):
    set_reminders(user=opened.bob, wanted=False)
    remove_member(membership=opened.tia.memberships.get(), by=opened.lead)
    remove_member(membership=opened.sam.memberships.get(), by=opened.lead)
    opened.cas.is_active = False
    opened.cas.save()
    assert (remind(), reminded()) == (0, [])


def test_what_changed_before_its_turn_in_the_queue_counts(opened):
    set_reminders(user=opened.bob, wanted=False)
    opened.finish(opened.cas)
    remove_member(membership=opened.tia.memberships.get(), by=opened.lead)
    for user in (opened.bob, opened.cas, opened.tia):
        send_reminder.call(user.pk)
    assert reminded() == []


@pytest.mark.parametrize(("days", "count"), [(3, 4), (-7, 4), (-8, 0)])
def test_it_ends_a_week_after_the_date(opened, days, count):
    due(days)
    assert (remind(), len(reminded())) == (count, count)


def test_without_a_date_it_goes_on(opened):
    Assessment.objects.update(due_on=None)
    assert remind() == 4
    assert "due by" not in mail.outbox[0].body


def test_only_open_assessments_count(opened):
    opened.moderate()
    mail.outbox.clear()
    remind()
    assert reminded() == []
    opened.reopen()
    mail.outbox.clear()
    remind()
    assert reminded() == ["sam"], "for those who are told of it, the week begins anew"
    opened.reopen()
    pass_by(WEEK)
    assert (remind(), reminded()) == (0, [])


def test_a_school_that_left_is_not_asked_for(opened):
    opened.schools[0].left_on = timezone.localdate()
    opened.schools[0].save()
    remind()
    assert "sam" not in reminded()


def test_those_asked_before_this_was_kept_are_reminded(opened):
    Response.objects.update(asked_at=None)
    assert remind() == 4


def test_a_person_is_claimed_once(opened):
    now = timezone.now()
    assert claim_reminder(user=opened.bob.pk, now=now)
    assert not claim_reminder(user=opened.bob.pk, now=now)
    assert claim_reminder(user=opened.bob.pk, now=now + WEEK)
    set_reminders(user=opened.cas, wanted=False)
    assert not claim_reminder(user=opened.cas.pk, now=now)


def test_the_command_says_how_many(opened, capsys):
    remove_member(membership=opened.sam.memberships.get(), by=opened.lead)
    call_command("send_reminders")
    call_command("send_reminders")
    call_command("send_reminders", verbosity=0)
    assert capsys.readouterr().out == "3 reminders queued.\n0 reminders queued.\n"


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_it_with_a_link_that_a_mail_program_can_use(opened, mailbox, queued):
    """With the real queue, worker and mail server; the one-click request is what RFC 8058 says."""
    for user in (opened.bob, opened.cas, opened.sam):
        set_reminders(user=user, wanted=False)
    mailbox.refusals = 1
    call_command("send_reminders", verbosity=0)
    call_command("send_reminders", verbosity=0)
    assert DBTaskResult.objects.get().args_kwargs == {"args": [opened.tia.pk], "kwargs": {}}
    work()
    assert mailbox.kept == []
    due_now()
    work()
    (envelope,) = mailbox.kept
    assert envelope.rcpt_tos == [opened.tia.email]
    sent = message_from_bytes(envelope.content, policy=default)
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = sent["List-Unsubscribe"].strip().strip("<>").removeprefix("http://127.0.0.1:8000")
    program = Client(enforce_csrf_checks=True)
    assert program.get(address).status_code == 200
    assert User.objects.get(pk=opened.tia.pk).wants_reminders
    body = "List-Unsubscribe=One-Click"
    answer = program.post(address, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert not User.objects.get(pk=opened.tia.pk).wants_reminders
    assert not User.objects.get(pk=opened.bob.pk).wants_reminders
    assert User.objects.filter(wants_reminders=False).count() == 4
