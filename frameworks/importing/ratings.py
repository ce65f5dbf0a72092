"""Reads the last columns of a document that was filled in: a level, marks, notes and links."""

import re
from collections.abc import Iterator
from dataclasses import replace

from frameworks.numerals import numeral

from .by_hand import MOST
from .grid import Paragraph
from .levels import letters_of, level_said
from .numbers import numbered
from .outcome import Filled

_LED = re.compile(r"(?:(?:current|agreed|our)\s+)?(?:rating|rag)\s*[:–—=-]\s*", re.IGNORECASE)
_END = re.compile(r"\s*\((?:weak|strong)\b[^)]*\)", re.IGNORECASE)  # "Red (weak capacity)"
_APART = re.compile(r"\s*[:;,.–—]\s+|\s+-\s+|\s*\(|\t")
_PARTED = re.compile(r"[\s/|,]+")
_ADDRESS = re.compile(r"https?://[^\s<>\"”]+", re.IGNORECASE)
_LONGEST_ADDRESS = 2000


def rating_in(paragraphs: list[Paragraph], levels: list[dict]) -> Filled | None:
    """The first level that a line names, alone or before a stop, and the rest as evidence.

    Where all levels stand there to choose from, it is the one that is marked. A level after a
    strand's number ("ii. Amber Red") is that strand's mark.

    None where nothing was filled in: nothing stands there, or the scale to choose from alone.
    """
    level, evidence, marks = "", [], {}
    for paragraph in paragraphs:
        for line in paragraph.lines:
            if _is_scale(line, levels):
                level = level or level_said(paragraph.marked, levels)
                continue
            said, rest = _level_before(line, levels)
            mark, code, after = ("", "", "") if said else _mark_in(line, levels)
            if code and mark not in marks:
                marks[mark] = code
                rest = line if after else ""
            elif level:
                rest = line
            level = level or said
            if rest:
                evidence.append(rest)
    if not (level or evidence or marks):
        return None
    return Filled(level, "\n".join(evidence), marks=marks, links=_links_in(paragraphs))


def with_target(
    said: Filled | None, paragraphs: list[Paragraph], heading: str, levels: list[dict]
) -> Filled | None:
    """A rating with the level of a column for targets; what else that says is evidence, too."""
    aimed = rating_in(paragraphs, levels)
    if aimed is None:
        return said
    said = said or Filled("", "")
    words = f"{heading}: {aimed.evidence}" if aimed.evidence else ""
    return replace(
        said,
        target=aimed.level,
        evidence="\n".join(filter(None, (said.evidence, words))),
        links=said.links + aimed.links,
    )


def _mark_in(line: str, levels: list[dict]) -> tuple[str, str, str]:
    """(a strand's numeral, the level after it, what follows); "" where there is none."""
    values, text = numbered(line)
    position = next(iter(values.values()), 0)
    code, rest = _level_before(text, levels) if 0 < position <= MOST else ("", "")
    return (numeral(position), code, rest) if code else ("", "", "")


def _links_in(paragraphs: list[Paragraph]) -> tuple[tuple[str, str], ...]:
    """(words, web address) of what leads somewhere, each address once."""
    found: dict[str, str] = {}
    for words, address in _led_to(paragraphs):
        if _ADDRESS.fullmatch(address) and len(address) <= _LONGEST_ADDRESS:
            found.setdefault(address, words or address)
    return tuple((words, address) for address, words in found.items())


def _led_to(paragraphs: list[Paragraph]) -> Iterator[tuple[str, str]]:
    for paragraph in paragraphs:
        yield from paragraph.links
        for found in _ADDRESS.findall(paragraph.text):
            address = found.rstrip(".,;:!?)'’")
            yield address, address


def _is_scale(line: str, levels: list[dict]) -> bool:
    """Whether a line is all the levels, one after the other, as a form has them to circle."""
    every = ("".join(letters_of(level[key]) for level in levels) for key in ("code", "name"))
    return len(_PARTED.split(line)) > 1 and letters_of(line) in every


def _level_before(line: str, levels: list[dict]) -> tuple[str, str]:
    line = _LED.sub("", line, count=1) if _LED.match(line) else line
    line = _END.sub("", line, count=1)
    if code := level_said(line, levels):
        return code, ""
    apart = _APART.search(line)
    code = level_said(line[: apart.start()], levels) if apart else ""
    return (code, line[apart.end() :].strip()) if code else ("", line)
