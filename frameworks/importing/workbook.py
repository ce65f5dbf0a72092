"""Reads a framework out of the sheets of a workbook, or the rows of a CSV file, in our `layout`.

Sheets that hold the table of a document, copied, are read as that document would be.
"""

from dataclasses import dataclass, replace

from frameworks.faults import Faulty
from frameworks.numerals import numeral

from .by_hand import MOST
from .grid import Cell, Document, Paragraph, Row, Table, plain
from .headings import LEVEL, asked_by, usual_field
from .layout import (
    ABOUT,
    ABOUT_KEYS,
    COLUMNS,
    EXAMPLES,
    GUIDANCE,
    GUIDANCE_KEYS,
    LEVEL_KEYS,
    LEVELS,
    STRANDS,
    level_heading,
)
from .levels import LEVELS as USUAL_LEVELS
from .levels import letters_of, level_said, levels_named
from .numbers import numbered
from .outcome import Filled, Reading, Unread
from .ratings import rating_in, with_target
from .rubric import read_tables
from .sheets import Row as SheetRow

Sheets = dict[str, list[SheetRow]]
_COLUMN_OF = {letters_of(heading): place for heading, place in COLUMNS.items()}
_COLUMN_OF |= {"code": ("element", "code"), "numeral": ("strand", "numeral")}
_HEADED_WITHIN = 20


def read_sheets(sheets: Sheets, words: str = "the sheet {}") -> Reading:
    """A framework out of sheets by name. `words` say what a sheet is called. Raises Faulty."""
    by_name = {letters_of(name): name for name in sheets}
    for name in dict.fromkeys([by_name.get(letters_of(STRANDS), ""), *sheets]):
        found = _headings(sheets.get(name, []))
        if found is not None:
            others = {letters_of(n): rows for n, rows in sheets.items() if n != name}
            return _Strands(words.format(name), others).read(*found)
    tables = [_table(words.format(name), rows) for name, rows in sheets.items() if rows]
    return read_tables(Document(tuple(tables)))


def _headings(rows: list[SheetRow]) -> tuple[list[str], list[SheetRow]] | None:
    """The headings of a sheet with a row a strand, and the rows below; None where it has none."""
    for at, (_, cells) in enumerate(rows[:_HEADED_WITHIN]):
        said = {letters_of(cell) for cell in cells}
        if "element" in said and {"elementcode", "code", "strand", "numeral"} & said:
            return cells, rows[at + 1 :]
    return None


def _table(words: str, rows: list[SheetRow]) -> Table:
    width = max(len(cells) for _, cells in rows)
    return Table(
        words,
        tuple(
            Row(number, tuple(_cell(at, cells) for at in range(width))) for number, cells in rows
        ),
    )


def _cell(at: int, cells: list[str]) -> Cell:
    lines = cells[at].split("\n") if at < len(cells) else []
    return Cell(at, 1, tuple(Paragraph(line) for line in lines if plain(line)))


@dataclass(frozen=True)
class _Noted:
    """What a row has in the columns that people fill in; `strand` is its numeral, or ""."""

    strand: str
    rating: list[Paragraph]
    target: list[Paragraph]


class _Strands:
    """Reads a sheet with a row a strand, and the sheets beside it."""

    def __init__(self, words: str, others: Sheets):
        self.words = words
        self.others = others
        self.levels = [_without_empty(one) for one in _records(others, LEVELS, LEVEL_KEYS)]
        self.has_levels = bool(self.levels) or letters_of(LEVELS) in others
        self.areas: list[dict] = []
        self.rows_of: dict[str, int] = {}
        self.about = self._about()
        self.asked: dict[str, str] = {}
        self.notes: dict[str, list[_Noted]] = {}
        self.unread: list[Unread] = []
        self.faults: list[str] = []

    def read(self, headings: list[str], rows: list[SheetRow]) -> Reading:
        """Read it all. Raises Faulty with every code that is there twice."""
        columns = self._columns(headings)
        for number, cells in rows:
            if cells != headings:  # repeated on a new page
                self._row(number, columns, cells)
        if self.faults:
            raise Faulty(self.faults)
        filled: dict[str, Filled] = {}
        for code, rows in self.notes.items():
            if rating := self._rating(rows):
                filled[code] = rating
        return Reading(self._content(), tuple(self.unread), (), filled)

    def _columns(self, headings: list[str]) -> list[tuple[str, str]]:
        """What each column holds: (area, element, strand, level, rated or "", its key)."""
        columns = [_COLUMN_OF.get(letters_of(heading), ("", "")) for heading in headings]
        if not self.has_levels:
            self.levels = self._levels_of(headings, columns)
        known = {letters_of(level_heading(level)): level["code"] for level in self.levels}
        for at, heading in enumerate(headings):
            if columns[at] != ("", "") or not heading:
                continue
            code = known.get(letters_of(heading)) or level_said(heading, self.levels)
            field = self._own_field(heading) or usual_field(heading)
            if not code and field.startswith(LEVEL):
                code = level_said(field.removeprefix(LEVEL), self.levels)
            if code:
                columns[at] = ("level", code)
            elif field in ("rating", "target"):
                columns[at] = ("rated", field)
                self.asked.setdefault(field, heading)
            else:
                self._leave(f"the column {heading}", heading, "It is not one of the layout's.")
        return columns

    def _own_field(self, heading: str) -> str:
        """The field of a column that is headed as the framework itself calls it."""
        named = {"now": "rating", "target": "target"}
        said = {letters_of(self.about[key]): named[key] for key in named if self.about.get(key)}
        return said.get(letters_of(heading), "")

    def _levels_of(self, headings: list[str], columns: list[tuple[str, str]]) -> list[dict]:
        """The levels that columns are named after, where no sheet says which there are."""
        unknown = [
            plain(heading)
            for heading, column in zip(headings, columns, strict=True)
            if column == ("", "") and heading and usual_field(heading) == ""
        ]
        is_usual = any(usual_field(heading).startswith(LEVEL) for heading in headings)
        if is_usual or len(unknown) < 2:
            return [dict(level) for level in USUAL_LEVELS]
        return levels_named(unknown)

    def _leave(self, place: str, text: str, why: str) -> None:
        element = (
            self.areas[-1]["elements"][-1] if self.areas and self.areas[-1]["elements"] else {}
        )
        self.unread.append(Unread(f"{self.words}, {place}", text, why, element.get("code", "")))

    # ── a row ─────────────────────────────────────────────────────────────────────────────

    def _row(self, number: int, columns: list[tuple[str, str]], cells: list[str]) -> None:
        parts: dict[str, dict] = {"area": {}, "element": {}, "strand": {}, "level": {}}
        notes: dict[str, list[Paragraph]] = {"rating": [], "target": []}
        for (what, key), text in zip(columns, cells, strict=False):
            if what == "rated":
                notes[key] += [Paragraph(line) for line in text.split("\n") if plain(line)]
            elif what and text:
                parts[what][key] = text
        self._area(parts["area"], number)
        element = self._element(parts["element"], number)
        if element is None:
            said = " | ".join(cell for cell in cells if cell)
            if parts["strand"] or parts["level"] or any(notes.values()):
                self._leave(f"row {number}", said, "No element stands before it.")
            return
        written = ""
        if parts["strand"] or parts["level"]:
            strands = element.setdefault("strands", [])
            written = numeral(min(len(strands) + 1, MOST))
            strands.append(_strand(len(strands) + 1, parts["strand"], parts["level"]))
        rows = self.notes.setdefault(element["code"], [])
        rows.append(_Noted(written, notes["rating"], notes["target"]))

    def _rating(self, rows: list["_Noted"]) -> Filled | None:
        """What an element's rows say of it. Levels in the rows of several strands are marks."""
        of_strands = [
            row
            for row in rows
            if row.strand and (said := rating_in(row.rating, self.levels)) and said.level
        ]
        if len(of_strands) > 1:
            for row in of_strands:
                first = row.rating[0]
                row.rating[0] = replace(first, text=f"{row.strand}. {first.text}")
        said = rating_in([one for row in rows for one in row.rating], self.levels)
        aims = [one for row in rows for one in row.target]
        return with_target(said, aims, self.asked.get("target", ""), self.levels)

    def _area(self, said: dict, number: int) -> None:
        current = self.areas[-1] if self.areas else None
        code, name = said.get("code", ""), said.get("name", "")
        if not said or (
            current and code in ("", current["code"]) and name in ("", current["name"])
        ):
            return
        code = code or str(len(self.areas) + 1)
        self._once("area", code, number)
        self.areas.append({"code": code, "name": name, "elements": []})

    def _element(self, said: dict, number: int) -> dict | None:
        """The element that a row is of: a new one, or the one above."""
        elements = self.areas[-1]["elements"] if self.areas else []
        current = elements[-1] if elements else None
        code, name = said.get("code", ""), said.get("name", "")
        is_same = current is not None and (
            code in ("", current["code"]) and name in ("", current["name"])
        )
        if is_same or not (code or name):
            return current
        if not self.areas:
            self.areas.append({"code": "1", "name": "", "elements": elements})
        self._once("element", code, number)
        element = {"code": code, "name": name}
        for key in ("topics", "note", "trustee_question", "guide", "was"):
            if key in said:
                element[key] = _lines(said[key]) if key == "topics" else said[key]
        self.areas[-1]["elements"].append(element)
        return element

    def _once(self, what: str, code: str, number: int) -> None:
        key = f"the {what} {code}"
        if code and key in self.rows_of:
            self.faults.append(
                f"{self.words}, row {number}: {key} is there already, in row {self.rows_of[key]}. "
                f"Keep the rows of an {what} together under one "
                "name, or give it a code of its own, then try again."
            )
        self.rows_of[key] = number

    # ── the whole ─────────────────────────────────────────────────────────────────────────

    def _content(self) -> dict:
        scale = self.about.get("scale", "ordered")
        asked = asked_by(self.asked.get("rating", ""), self.asked.get("target", ""))
        about = (asked if scale == "ordered" else {}) | self.about
        content = {
            **{key: about.get(key, "") for key in ABOUT_KEYS},
            "scale": scale,
            "levels": self.levels,
            "guidance": _records(self.others, GUIDANCE, GUIDANCE_KEYS),
            "areas": self.areas,
            "examples": self._examples(),
        }
        return {key: value for key, value in content.items() if value not in ("", [])}

    def _about(self) -> dict[str, str]:
        about = {}
        for _, (key, *rest) in self.others.get(letters_of(ABOUT), []):
            if (key := key.strip().casefold()) in ABOUT_KEYS and rest:
                about[key] = rest[0]
        return about

    def _examples(self) -> list[dict]:
        examples: dict[tuple[str, str], list[dict]] = {}
        for record in _records(self.others, EXAMPLES, ("example", "element", "strands", "text")):
            strands = [one.strip() for one in record["strands"].split(",") if one.strip()]
            issue = {"strands": strands, "text": record["text"]}
            examples.setdefault((record["example"], record["element"]), []).append(issue)
        return [{"element": key[1], "issues": issues} for key, issues in examples.items()]


def _records(sheets: Sheets, name: str, keys: tuple[str, ...]) -> list[dict]:
    """The rows of a sheet below its headings, each with all of the keys."""
    rows = sheets.get(letters_of(name), [])
    if not rows:
        return []
    headings = [cell.strip().casefold() for cell in rows[0][1]]
    return [
        {
            key: cells[headings.index(key)]
            if key in headings and headings.index(key) < len(cells)
            else ""
            for key in keys
        }
        for _, cells in rows[1:]
    ]


def _without_empty(record: dict) -> dict:
    return {key: value for key, value in record.items() if value}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _strand(position: int, said: dict, descriptors: dict) -> dict:
    written = said.get("numeral", "")
    expected = numeral(position) if position < 90 else str(position)
    values, _ = numbered(f"{written}. ")
    numeral_ = expected if not written or position in values.values() else written
    strand = {"numeral": numeral_, "question": said.get("question", "")}
    if descriptors:
        strand["descriptors"] = descriptors
    if "was" in said:
        strand["was"] = said["was"]
    return strand
