"""Reads the last column of a document that was filled in: a level, and notes."""

import re

from .grid import Paragraph
from .levels import letters_of, level_said
from .outcome import Filled

_LED = re.compile(r"(?:(?:current|agreed|our)\s+)?(?:rating|rag)\s*[:–—=-]\s*", re.IGNORECASE)
_END = re.compile(r"\s*\((?:weak|strong)\b[^)]*\)", re.IGNORECASE)  # "Red (weak capacity)"
_APART = re.compile(r"\s*[:;,.–—]\s+|\s+-\s+|\s*\(|\t")
_PARTED = re.compile(r"[\s/|,]+")


def rating_in(paragraphs: list[Paragraph], levels: list[dict]) -> Filled | None:
    """The first level that a line names, alone or before a stop, and the rest as evidence.

    None where nothing was filled in: nothing stands there, or the scale to choose from alone.
    """
    level, evidence = "", []
    for paragraph in paragraphs:
        for line in paragraph.lines:
            if _is_scale(line, levels):
                continue
            said, rest = ("", line) if level else _level_before(line, levels)
            level = level or said
            if rest:
                evidence.append(rest)
    return Filled(level, "\n".join(evidence)) if level or evidence else None


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
