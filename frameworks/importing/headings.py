"""What a table's columns are, by the words at their top."""

import re
from dataclasses import dataclass

from .grid import Cell, Row, Table
from .levels import LEVELS, letters_of, levels_named

# The words that a heading of each field has in it; those of ours first.
_WORDS = {
    "rating": "rating ratings evidence rag rationale judgement judgment notes comment comments "
    "score grade example examples",
    "question": "question questions prompt prompts strand strands",
    "topics": "topic topics",
    "element": "element elements criterion criteria aspect theme standard characteristic "
    "characteristics practice dimension indicator component",
    "code": "code ref reference no number",
    "area": "area areas domain section",
}
_KNOWN = {field: frozenset(words.split()) for field, words in _WORDS.items()}
_HEADED_WITHIN = 5  # rows
_MAX_HEADING = 120  # characters
_LONGEST = 60  # characters of what a framework calls its levels
LEVEL = "level "  # leads a field that is a level's code


@dataclass(frozen=True)
class Headings:
    """A table's columns: (first column, columns, field) from left to right, and its levels.

    A field is area, code, element, topics, question, rating, target, "" or LEVEL and a level's
    code. A table that asks for examples has no levels.
    """

    row: Row | None
    columns: tuple[tuple[int, int, str], ...]
    levels: list[dict]

    def fields(self, row: Row) -> list[tuple[str, Cell]]:
        """The cells of a row, each with its field: by order where the row has as many cells as
        the headings, by where it begins otherwise."""
        if len(row.cells) == len(self.columns):
            return [
                (field, cell) for (_, _, field), cell in zip(self.columns, row.cells, strict=True)
            ]
        return [(self._at(cell.start), cell) for cell in row.cells]

    def _at(self, start: int) -> str:
        return next((field for at, span, field in self.columns if at <= start < at + span), "")

    @property
    def described(self) -> list[str]:
        """The fields of questions and descriptors, the weakest level's first."""
        levels = [LEVEL + level["code"] for level in self.levels]
        there = {field for _, _, field in self.columns}
        return [field for field in ("question", *levels) if field in there]

    @property
    def asked(self) -> dict[str, str]:
        """What the columns of a level and of a target level are called, where there are both."""
        named: dict[str, str] = {}
        for (_, _, field), cell in zip(
            self.columns, self.row.cells if self.row else (), strict=False
        ):
            named.setdefault(field, cell.text)
        return asked_by(named.get("rating", ""), named.get("target", ""))

    def is_repeated_in(self, row: Row) -> bool:
        """Whether a row is these headings again, as on a new page."""
        return self.row is not None and row.text.casefold() == self.row.text.casefold()


def headings_of(table: Table) -> Headings | None:
    """The headings of a framework's table, among its first rows; None where it has none."""
    for row in table.rows[:_HEADED_WITHIN]:
        found = _headings(row)
        if found is not None:
            return found
    return None


def _headings(row: Row) -> Headings | None:
    if any(len(cell.text) > _MAX_HEADING for cell in row.cells):
        return None
    fields = _once([usual_field(cell.text) for cell in row.cells])
    named = _named_levels(row, fields)
    levels = levels_named([row.cells[at].text for at in named]) if named else LEVELS
    for at, level in zip(named, levels, strict=False):
        fields[at] = LEVEL + level["code"]
    count = sum(field.startswith(LEVEL) for field in fields)
    has_element, has_question = bool({"element", "code"} & {*fields}), "question" in fields
    if has_element and not has_question and not count and _asks_for_examples(row):
        levels = []
        fields = ["" if field == "target" else field for field in fields]
    elif sum((has_element, has_question, count > 1)) < 2:
        return None
    if "element" not in fields:
        fields = ["element" if field == "area" else field for field in fields]
    if not {"element", "code"} & {*fields} and not fields[0]:
        fields[0] = "element"  # the first column, by whatever name
    columns = tuple(
        (cell.start, cell.span, field) for cell, field in zip(row.cells, fields, strict=True)
    )
    return Headings(row, columns, levels)


def asked_by(now: str, target: str) -> dict[str, str]:
    """What a framework's content says of the headings of its levels and its target levels."""
    if not target or len(target) > _LONGEST:
        return {}
    return {"now": now if len(now) <= _LONGEST else "", "target": target}


def _asks_for_examples(row: Row) -> bool:
    """Whether a column is headed "Example"."""
    return any({"example", "examples"} & _words(cell.text) for cell in row.cells)


def _words(heading: str) -> set[str]:
    return set(re.findall(r"[a-z]+", heading.casefold()))


def usual_field(heading: str) -> str:
    """The field that a heading's words speak of; "" for none that is known."""
    words = _words(heading)
    level = _usual_level(words)
    if "target" in words or {"where", "need"} <= words or {"where", "want"} <= words:
        return "target"
    if {"where", "now"} <= words:
        return "rating"
    if words & _KNOWN["rating"] and not (level and words & {"looks", "like"}):
        return "rating"
    if level:
        return LEVEL + level
    is_code = bool(words & _KNOWN["code"])
    for field in ("question", "topics", "element"):
        if words & _KNOWN[field] and not (is_code and field == "element"):
            return field
    if is_code and len(words) <= 2:
        return "code"
    return "area" if words & _KNOWN["area"] and len(words) == 1 else ""


def _usual_level(words: set[str]) -> str:
    """Which of the usual four levels a heading speaks of; "" for none of them, or for several."""
    found = set()
    if "amber" in words:
        found |= {f"A{colour[0].upper()}" for colour in ("red", "green") if colour in words}
    else:
        found |= {"R"} if words & {"red", "weak"} else set()
        found |= {"G"} if words & {"green", "strong"} else set()
    found |= {code.upper() for code in ("r", "ar", "ag", "g") if code in words}
    return found.pop() if len(found) == 1 else ""


def _once(fields: list[str]) -> list[str]:
    """Each field's first column alone, except that a rating may have several (level and notes)."""
    return [
        "" if field != "rating" and field in fields[:at] else field
        for at, field in enumerate(fields)
    ]


def _named_levels(row: Row, fields: list[str]) -> list[int]:
    """The columns that a level of another name heads: those of unknown words after what is known,
    where there are two or more and none of the usual four."""
    if any(field.startswith(LEVEL) for field in fields):
        return []
    known = [at for at, field in enumerate(fields) if field in ("element", "question", "code")]
    rated = ("rating", "target")
    end = next((at for at, field in enumerate(fields) if field in rated), len(fields))
    if not known:
        return []
    found = [
        at for at in range(known[0] + 1, end) if fields[at] == "" and letters_of(row.cells[at].text)
    ]
    return found if len(found) > 1 else []


def by_position(table: Table) -> Headings | None:
    """The columns of a framework's table without headings: as the published framework has them."""
    fields = ("element", "question", LEVEL + "R", LEVEL + "G", "rating")[: table.width]
    if table.width not in (4, 5):
        return None
    return Headings(None, tuple((at, 1, field) for at, field in enumerate(fields)), LEVELS)
