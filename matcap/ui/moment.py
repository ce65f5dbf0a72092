"""When a change is made: now, unless it is told of long after, as a demo's or an old document's."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The moment that a change is dated with."""
    return _told.get() or timezone.now()


def noon(on: date) -> datetime:
    """The middle of a day, for what is known by its day alone."""
    return timezone.make_aware(datetime.combine(on, time(12)))


@contextmanager
def dated(at: datetime) -> Iterator[None]:
    """Date the changes made within, and their history, with a moment that is past."""
    before = _told.set(at)
    try:
        yield
    finally:
        _told.reset(before)
