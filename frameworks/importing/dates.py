"""The day that a document offers as its own: in its headings or its name, or kept with it."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO
from zipfile import ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils import timezone

_FIRST_YEAR = 1950
_MONTHS = [name.casefold() for name in calendar.month_name]
_TERMS = {"spring": (1, 4), "summer": (5, 8), "autumn": (9, 12)}
_WHEN = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{'|'.join(_MONTHS[1:])})"
    r",?\s+(?P<year>\d{4})\b"
    rf"|\b(?P<term>{'|'.join(_TERMS)})(?:\s+term)?\s+(?P<of>\d{{4}})\b",
    re.IGNORECASE,
)
_CORE = "docProps/core.xml"
_KEPT = ("{http://purl.org/dc/terms/}modified", "{http://purl.org/dc/terms/}created")


@dataclass(frozen=True)
class Dated:
    """The day that a document offers, and where it is from: one or two sentences."""

    on: date
    why: str


def dated(said: list[tuple[str, str]], saved_on: date | None) -> Dated | None:
    """The day that texts speak of, each after what it is ("Its name"); else that of the last save.

    Of a month or a term it is the day of the last save, where that lies within, and the last day
    otherwise. A day that is still to come, or of long ago, is none.
    """
    for source, text in said:
        for first, last, words in _spans(text):
            if first == last:
                return Dated(first, f"{source} says {words}.")
            if saved_on and first <= saved_on <= last:
                why = f"{source} says {words}; it was last saved on this day."
                return Dated(saved_on, why)
            return Dated(last, f"{source} says {words}; this is the last day of that.")
    if saved_on and _can_be(saved_on):
        return Dated(saved_on, "The document was last saved on this day. Check it.")
    return None


def saved_on(file: BinaryIO) -> date | None:
    """When a .docx or .xlsx that `safety` has passed was last saved, or else made, as it says."""
    with ZipFile(file) as packed:
        if _CORE not in packed.namelist():
            return None
        try:
            core = fromstring(packed.read(_CORE))
        except (ParseError, DefusedXmlException):
            return None
    for tag in _KEPT:
        try:
            at = datetime.fromisoformat((core.findtext(tag) or "").strip())
        except ValueError:
            continue
        return timezone.localdate(at) if timezone.is_aware(at) else at.date()
    return None


def _spans(text: str):
    """(first day, last day, its words) of what a text says of time and that is over."""
    for found in _WHEN.finditer(re.sub(r"[\s_-]+", " ", text)):
        year = int(found["year"] or found["of"])
        if found["term"]:
            months = _TERMS[found["term"].casefold()]
        else:
            months = (_MONTHS.index(found["month"].casefold()),) * 2
        try:
            first = date(year, months[0], int(found["day"] or 1))
            end = int(found["day"] or calendar.monthrange(year, months[1])[1])
            last = date(year, months[1], end)
        except ValueError:  # 31 June
            continue
        if _can_be(first) and _can_be(last):
            yield first, last, found[0]


def _can_be(on: date) -> bool:
    return on.year >= _FIRST_YEAR and on <= timezone.localdate()
