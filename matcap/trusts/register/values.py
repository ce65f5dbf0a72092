"""What a cell means. Each reader takes a cell that is not blank; ValueError says what is wrong."""

import re
from datetime import date, datetime

from ..models import Phase, State

_BLANK = {"", "-", "–", "—", "n/a", "na", "none", "not recorded", "not known", "unknown"}
# The register writes these days where it does not know one.
_UNKNOWN_DAYS = {date(1900, 1, 1), date(1902, 1, 1)}
_DATE_FORMS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%d/%m/%y")

_PHASE_CODES = {
    "0": Phase.NOT_APPLICABLE,
    "1": Phase.NURSERY,
    "2": Phase.PRIMARY,
    "3": Phase.MIDDLE_PRIMARY,
    "4": Phase.SECONDARY,
    "5": Phase.MIDDLE_SECONDARY,
    "6": Phase.SIXTEEN_PLUS,
    "7": Phase.ALL_THROUGH,
}
_PHASES = {phase.label.casefold(): phase for phase in Phase} | {
    "infant": Phase.PRIMARY,
    "junior": Phase.PRIMARY,
    "first": Phase.PRIMARY,
    "high": Phase.SECONDARY,
    "upper": Phase.SECONDARY,
    "all through": Phase.ALL_THROUGH,
    "post-16": Phase.SIXTEEN_PLUS,
    "post 16": Phase.SIXTEEN_PLUS,
    "sixth form": Phase.SIXTEEN_PLUS,
    "special": Phase.NOT_APPLICABLE,
    "alternative provision": Phase.NOT_APPLICABLE,
    "pru": Phase.NOT_APPLICABLE,
}
_AGES = re.compile(r"(\d{1,2})\s*(?:-|–|—|to)\s*(\d{1,2})\+?$")
_STATES = {
    "1": State.OPEN,
    "2": State.CLOSED,
    "3": State.CLOSING,
    "4": State.PROPOSED,
} | {state.label.casefold().replace(",", ""): state for state in State}
_KINDS = {
    "va": "Voluntary aided school",
    "vc": "Voluntary controlled school",
}


def is_blank(cell: str) -> bool:
    """Whether a cell says nothing: empty, a dash, "n/a" or "Not recorded"."""
    return cell.strip().casefold() in _BLANK


def text(cell: str) -> str:
    """One line of words; a formula is no word."""
    words = " ".join(cell.split())
    if words.startswith(("=", "+", "@")):
        raise ValueError(
            f"“{words[:40]}” is a formula. Put the words themselves in the cell, then try again."
        )
    return words


def urn(cell: str) -> str:
    """Six digits."""
    return _digits(cell, 6, "A URN has six digits, such as 136312")


def la_code(cell: str) -> str:
    """Three digits."""
    return _digits(cell, 3, "The code of a local authority has three digits, such as 908")


def establishment_number(cell: str) -> str:
    """Four digits."""
    return _digits(cell, 4, "An establishment number has four digits, such as 2409")


def dfe_number(cell: str) -> tuple[str, str]:
    """A DfE number, however it is parted, as LA code and establishment number."""
    digits = _digits(
        re.sub(r"[ /-]", "", cell), 7, "A DfE number has seven digits, such as 9082409"
    )
    return digits[:3], digits[3:]


def _digits(cell: str, length: int, rule: str) -> str:
    digits = cell.strip().removesuffix(".0")
    if not re.fullmatch(rf"[0-9]{{{length}}}", digits):
        raise ValueError(f"{rule}; this row has “{digits[:20]}”.")
    return digits


def kind(cell: str) -> str:
    """A school's type and status as the file has it, "VA" and "VC" spelt out."""
    words = text(cell)
    return _KINDS.get(words.casefold(), words)


def state(cell: str) -> str:
    """Open, closed or between, by the register's code or words."""
    words = cell.strip().casefold().replace(",", "")
    if words not in _STATES:
        raise ValueError(f"“{cell.strip()[:40]}” is not one of open, closed, proposed to open.")
    return _STATES[words]


def phase(cell: str) -> str:
    """A phase by the register's code or words, or by an age range such as 11-18."""
    words = " ".join(cell.casefold().split()).removesuffix(" school")
    ages = _AGES.search(words)
    if words in _PHASES or words in _PHASE_CODES:
        return _PHASES.get(words) or _PHASE_CODES[words]
    if ages:
        return _phase_of_ages(int(ages[1]), int(ages[2]))
    raise ValueError(
        f"“{cell.strip()[:40]}” is not a phase. Write Primary, Secondary, All-through or another "
        "of the register's phases, or an age range such as 11-18."
    )


def _phase_of_ages(low: int, high: int) -> str:
    if low >= 16:
        return Phase.SIXTEEN_PLUS
    if low >= 10:
        return Phase.SECONDARY
    if high >= 15:
        return Phase.ALL_THROUGH
    if low >= 8 and high >= 12:
        return Phase.MIDDLE_PRIMARY if high == 12 else Phase.MIDDLE_SECONDARY
    return Phase.PRIMARY if high > 5 else Phase.NURSERY


def day(cell: str) -> date | None:
    """A date in one of the forms in use; None for the days that stand for "unknown"."""
    words = cell.strip()
    for form in _DATE_FORMS:
        try:
            found = datetime.strptime(words, form).date()
        except ValueError:
            continue
        return None if found in _UNKNOWN_DAYS else found
    raise ValueError(f"“{words[:40]}” is not a date. Write it like 01/09/2024.")
