"""Invitations leave by the real worker and a real mail server, which is away at first."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from matcap.trusts.actions import invite, open_trust, resend, withdraw
from matcap.trusts.models import Invitation
from matcap.trusts.roles import Role
from matcap.trusts.tasks import send_invitation
from matcap.trusts.terms import Terms
from matcap.ui.sending import WAITS

from ..conftest import person
from ..mailing import due_now, work


@pytest.fixture
def lead(transactional_db):
    return person(open_trust(name="Fernleigh Trust"), "Alice Lead", Role.LEAD)


def asked(lead) -> Invitation:
    (made,) = invite(
        trust=lead.memberships.get().trust,
        people=[("nora@example.org", "Nora")],
        terms=Terms(Role.BOARD),
        by=lead,
    )
    return made


def test_an_email_that_is_refused_at_first_arrives_later(lead, mailbox, queued):
    mailbox.refusals = 2
    invitation = asked(lead)
    assert DBTaskResult.objects.get().args_kwargs == {"args": [invitation.pk], "kwargs": {}}
    assert mailbox.kept == [], "nothing is sent before the worker comes"
    for tries in range(2):
        work()
        invitation.refresh_from_db()
        assert (mailbox.kept, invitation.sent_at) == ([], None)
        assert due_now() == pytest.approx(WAITS[tries], abs=timedelta(seconds=5))
    work()
    (envelope,) = mailbox.kept
    assert envelope.rcpt_tos == ["nora@example.org"]
    assert b"invites you to Fernleigh Trust on matcap" in envelope.content
    invitation.refresh_from_db()
    assert invitation.sent_at
    assert not DBTaskResult.objects.filter(status="READY").exists()
    assert not DBTaskResult.objects.filter(status="FAILED").exists()


def test_a_mail_server_that_is_never_there_is_told_of(lead, mailbox, queued):
    mailbox.refusals = 100
    invitation = asked(lead)
    waits = []
    work()
    while DBTaskResult.objects.filter(status="READY").exists():
        waits.append(due_now())
        work()
    assert len(waits) == len(WAITS)
    assert waits == sorted(waits)
    invitation.refresh_from_db()
    assert (invitation.sent_at, mailbox.kept) == (None, [])
    assert invitation.failed_at
    mailbox.refusals = 0
    resend(invitation=invitation, by=lead)
    work()
    assert len(mailbox.kept) == 1


def test_what_was_withdrawn_or_sent_before_its_turn_is_not_sent(lead, mailbox, queued):
    invitation = asked(lead)
    send_invitation.enqueue(invitation.pk)
    work()
    assert len(mailbox.kept) == 1, "two tasks, one email"
    Invitation.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    resend(invitation=invitation, by=lead)
    withdraw(invitation=invitation, by=lead)
    work()
    assert len(mailbox.kept) == 1
