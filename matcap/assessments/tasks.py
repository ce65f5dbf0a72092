"""What is done in the background, by `manage.py db_worker`: the emails about assessments.

A task in the queue holds primary keys and no more. What it says, and whether the person is still to
be told, is looked up when it is sent.
"""

from collections.abc import Collection
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from matcap.accounts.actions import claim_reminder
from matcap.accounts.models import User
from matcap.ui.sending import send_or_wait

from .emails import news, reminder
from .models import Assessment, Response
from .reminders import people_to_remind, to_rate
from .told import Move, told_of

_is_quiet = ContextVar("_is_quiet", default=False)


@contextmanager
def nobody_told():
    """Queue no news of the moves within: they are of made-up people, or were made long ago."""
    before = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(before)


def tell(move: Move, assessment: Assessment, among: Collection[int] | None = None) -> None:
    """Queue an email to each person who is told of `move`; of users `among`, None being all.

    Those who are asked to rate are reminded a week from now at the earliest.
    """
    if move.state == Assessment.State.OPEN:
        _ask(move, assessment, among)
    if not _is_quiet.get():
        for person in told_of(move, assessment, among):
            send_news.enqueue(move.value, assessment.pk, person.user.pk)


def _ask(move: Move, assessment: Assessment, among: Collection[int] | None) -> None:
    kind = Response.Kind
    asked = Response.objects.filter(assessment=assessment, kind=kind.CONTRIBUTOR)
    if among is not None:
        asked = asked.filter(contributor__in=among)
    elif move == Move.OPENED:
        asked |= Response.objects.filter(assessment=assessment, kind=kind.SCHOOL)
    asked.update(asked_at=timezone.now())


@task()
def send_news(move: str, assessment: int, user: int, tries: int = 0) -> None:
    """Tell a person of a move of an assessment; later again if need be.

    Nothing is sent when it has moved on since, or the person is in the trust no longer.
    """
    move = Move(move)
    found = (
        Assessment.objects.select_related("trust", "framework", "wording")
        .filter(pk=assessment, state=move.state)
        .first()
    )
    if found is None:
        return
    for person in told_of(move, found, [user]):
        message = news(move, found, person)
        send_or_wait(message, send_news, move.value, assessment, user, tries=tries)


def remind() -> int:
    """Queue a reminder to each person whose turn it is; how many. It can be asked at any time.

    A person is claimed and queued in one transaction, so that none is reminded twice in a week,
    however often and by however many this is asked.
    """
    now, queued = timezone.now(), 0
    for user in people_to_remind(now):
        with transaction.atomic():
            if claim_reminder(user=user, now=now):
                send_reminder.enqueue(user)
                queued += 1
    return queued


@task()
def send_reminder(user: int, tries: int = 0) -> None:
    """Remind a person of all that they have still to rate; later again if need be.

    Nothing is sent to who has finished, or turned reminders off, in the meantime.
    """
    found = User.objects.filter(pk=user, is_active=True, wants_reminders=True).first()
    responses = to_rate(found, timezone.now()) if found else []
    if responses:
        send_or_wait(reminder(found, responses), send_reminder, user, tries=tries)
