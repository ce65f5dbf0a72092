"""An assessment's dates as a file for a calendar (iCalendar, RFC 5545)."""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Max

from .models import Assessment


def calendar(assessment: Assessment, page: str) -> bytes:
    """The day it opens and the day ratings are due, each with a link to `page`, in one query.

    An event keeps its UID; its SEQUENCE rises with every change of the assessment, so that a
    calendar which has it already takes the newer dates.
    """
    from icalendar import Calendar  # 0.1 s, which only this needs

    history = assessment.history.aggregate(changes=Count("pk"), changed_at=Max("history_date"))
    made = Calendar()
    made.add("prodid", "-//matcap//assessments//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    days = [("opens", f"{assessment.title} opens", assessment.opened_on)]
    if assessment.due_on:
        days.append(("due", f"{assessment.title}: ratings are due", assessment.due_on))
    for name, words, day in days:
        uid = f"assessment-{assessment.pk}-{name}@{urlsplit(settings.SITE_ROOT).hostname}"
        summary = f"{words} ({assessment.trust.name})"
        made.add_component(_event(uid, summary, day, page, **history))
    return made.to_ical()


def _event(uid: str, summary: str, day: date, page: str, *, changes: int, changed_at: datetime):
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("summary", summary)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")  # a date to know of, which keeps nobody busy
    event.add("url", page)
    event.add("description", page)
    event.add("sequence", changes)
    event.add("last-modified", changed_at)
    event.add("dtstamp", changed_at)
    return event
