"""Puts a framework together out of the tables of a document, an element at a time."""

from dataclasses import dataclass, field, replace

from frameworks.faults import Faulty
from frameworks.models import Framework

from .choosing import Chosen, choose
from .grid import Cell, Document, Paragraph, Row, plain
from .headings import Headings
from .numbers import area_of, coded, has_element_code, numbered, without_continued
from .outcome import Filled, Reading, Unpaired, Unread
from .pairing import QUESTION, Cells, paired
from .ratings import rating_in, with_target
from .surroundings import Surroundings, area_headed

Scale = Framework.Scale
_OUTSIDE = "outside the tables"
_BULLETS = "•·◦▪‣*–—- "


@dataclass
class _Area:
    code: str
    name: str
    place: str
    unread_before: int
    elements: list["_Element"] = field(default_factory=list)


@dataclass
class _Element:
    code: str
    name: str
    place: str
    topics: list[str] = field(default_factory=list)
    cells: Cells = field(default_factory=dict)
    rows: int = 0
    rating: list[Paragraph] = field(default_factory=list)
    target: list[Paragraph] = field(default_factory=list)


def read_tables(document: Document) -> Reading:
    """A framework out of the tables of a document. Raises Faulty: no such table, a code twice."""
    return _Reader(document, choose(document)).reading()


class _Reader:
    """Goes through a document once, in its order."""

    def __init__(self, document: Document, chosen: dict[str, Chosen]):
        self.document = document
        self.chosen = chosen
        headings = next(iter(chosen.values())).headings
        self.levels, self.asked = headings.levels, headings.asked
        named = [
            (row, cell.text)
            for one in chosen.values()
            for row in one.table.rows
            for name, cell in one.headings.fields(row)
            if name in ("element", "code")
        ]
        self.has_codes = any(has_element_code(text) for _, text in named)
        self.has_numbers = any(
            len(row.filled) > 1 and coded(text)[0].isdigit() for row, text in named
        )
        self.surroundings = Surroundings(document.title)
        self.heading: Paragraph | None = None  # an area's, if the next table goes on below it
        self.has_begun = False
        self.areas: list[_Area] = []
        self.element: _Element | None = None
        self.unread: list[Unread] = []
        self.faults: list[str] = []

    def reading(self) -> Reading:
        """Read it all."""
        for block in self.document.blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block)
            elif block.words in self.chosen:
                self._table(self.chosen[block.words])
            else:
                text = " / ".join(row.text for row in block.rows[:3] if row.text)
                self._leave(block.words, text, "This table does not look like the framework's.")
        self._leave_heading()
        if self.faults:
            raise Faulty(self.faults)
        return self._result()

    def _leave(self, place: str, text: str, why: str) -> None:
        if plain(text):
            self.unread.append(Unread(place, text, why, self._after))

    @property
    def _after(self) -> str:
        return self.element.code if self.element else ""

    def _paragraph(self, paragraph: Paragraph) -> None:
        if not self.has_begun:
            self.surroundings.take(paragraph)
            return
        self._leave_heading()
        if area_headed(paragraph)[0]:
            self.heading = paragraph
        else:
            self._leave_outside(paragraph.text)

    def _leave_heading(self) -> None:
        if self.heading is not None:
            self._leave_outside(" ".join(self.heading.lines))
            self.heading = None

    def _leave_outside(self, text: str) -> None:
        """Leave a paragraph; those that follow each other are left as one."""
        text, last = plain(text), self.unread[-1] if self.unread else None
        if last and last.place == _OUTSIDE and last.after == self._after:
            self.unread[-1] = replace(last, text=f"{last.text}\n{text}")
        else:
            self._leave(_OUTSIDE, text, "It stands outside the framework's table.")

    # ── rows ──────────────────────────────────────────────────────────────────────────────

    def _table(self, one: Chosen) -> None:
        if not self.has_begun:
            self.has_begun = True
            self.heading = self.surroundings.end()
            for text in self.surroundings.unused:
                self._leave("before the table", text, "Nothing stands below this heading.")
        if self.heading is not None:
            self._open_area(*area_headed(self.heading), "the heading before the table")
            self.heading = None
        for row in one.table.rows:
            if row.filled:
                self._row(one, row, one.table.place(row))

    def _row(self, one: Chosen, row: Row, place: str) -> None:
        headings = one.headings
        if headings.row is row or headings.is_repeated_in(row):
            return
        if headings.row is not None and row.number < headings.row.number:
            self._leave(place, row.text, "It stands above the columns' names.")
            return
        across = self._across(one, row)
        if across is not None and not has_element_code(across.text):
            self._area_row(across, place)
            return
        fields = [("element", across)] if across else headings.fields(row)
        self._element_row(headings, dict(self._merged(fields, place)), place)

    def _across(self, one: Chosen, row: Row) -> Cell | None:
        """The cell that heads an area: the only one with something in it, across the table or at
        its beginning without an element's code."""
        if len(row.filled) != 1:
            return None
        [cell] = row.filled
        is_wide = cell.span > 1 and cell.span >= one.table.width - 1
        is_first = cell is row.cells[0] and one.headings.fields(row)[0][0] in ("element", "area")
        is_numbered = bool(area_of(cell.text)[0]) and not has_element_code(cell.text)
        if is_wide or (is_first and is_numbered and not self.has_numbers):
            return cell
        return None

    def _merged(self, fields: list[tuple[str, Cell]], place: str):
        """The cells by field; several of one field (as of a rating) put together."""
        merged: dict[str, Cell] = {}
        for name, cell in fields:
            if not name:
                self._leave(place, cell.text, "It stands in a column that is not the framework's.")
            elif name in merged:
                before = merged[name]
                merged[name] = Cell(before.start, 1, before.paragraphs + cell.paragraphs)
            else:
                merged[name] = cell
        return merged

    def _area_row(self, cell: Cell, place: str) -> None:
        code, name = area_of(cell.lines[0])
        self._open_area(code, name, place)
        self._leave(place, " ".join(cell.lines[1:]), "It stands below an area's name.")

    def _open_area(self, code: str, name: str, place: str) -> None:
        current = self.areas[-1] if self.areas else None
        if current and name.casefold() == current.name.casefold() and code in ("", current.code):
            return  # repeated on a new page
        known = {area.code: area for area in self.areas if area.code}
        if code in known:
            self._twice("area", code, place, known[code].place)
        self.areas.append(_Area(code, name, place, len(self.unread)))

    def _twice(self, what: str, code: str, place: str, before: str) -> None:
        self.faults.append(
            f"{place}: the {what} {code} is there already, in {before}. Give each {what} a code of "
            "its own, or take one of the two out, then try again."
        )

    # ── elements ──────────────────────────────────────────────────────────────────────────

    def _element_row(self, headings: Headings, cells: dict[str, Cell], place: str) -> None:
        if "area" in cells and not cells["area"].is_blank:
            self._open_area(*area_of(cells["area"].text), place)
        lines = cells["element"].lines if "element" in cells else []
        code, name, topics = self._named(lines, cells.get("code"))
        if self._begins(code, name, cells, place):
            self._open_element(code, name, place)
        if self.element is None:
            text = " | ".join(cell.text for cell in cells.values() if not cell.is_blank)
            self._leave(place, text, "No element stands before it.")
            return
        element = self.element
        if name and name != element.name:
            topics = [name, *topics]  # an element's cell that goes on in the next row
        if "topics" in cells:
            topics += cells["topics"].lines
        element.topics += [one.strip(_BULLETS) for one in topics if one.strip(_BULLETS)]
        self._take(element, headings, cells)

    def _named(self, lines: list[str], code_cell: Cell | None) -> tuple[str, str, list[str]]:
        if code_cell is not None and not code_cell.is_blank:
            code = code_cell.text.strip(" .:)")
            name = without_continued(lines[0]) if lines else ""
            return code, coded(name)[1] if coded(name)[0] == code else name, lines[1:]
        if not lines:
            return "", "", []
        code, name = coded(lines[0])
        if code and not name and len(lines) > 1:
            return code, without_continued(lines[1]), lines[2:]
        return code, name, lines[1:]

    def _begins(self, code: str, name: str, cells: dict[str, Cell], place: str) -> bool:
        """Whether a row begins an element, rather than going on with the last one."""
        current = self.element
        if not code and not name:
            return False
        if current is None or not self.has_codes:
            return current is None or name.casefold() != current.name.casefold()
        if code:
            is_again = code == current.code and name.casefold() in ("", current.name.casefold())
            return not is_again
        if name.casefold() == current.name.casefold():
            return False
        has_questions = any(current.cells.get(QUESTION, []))
        starts_again = has_questions and QUESTION in cells and _starts_at_one(cells[QUESTION])
        why = "No code stands before it, so it was read as more of the element above it."
        if starts_again:
            why = "No code stands before it. Give this element one."
        if has_questions:
            self._leave(place, name, why)
        return starts_again

    def _open_element(self, code: str, name: str, place: str) -> None:
        before = next(
            (one for area in self.areas for one in area.elements if code and one.code == code), None
        )
        if before is not None:
            self._twice("element", code, place, before.place)
        if not self.areas:
            self.areas.append(_Area("", "", place, len(self.unread)))
        self.element = _Element(code, name, place)
        self.areas[-1].elements.append(self.element)

    def _take(self, element: _Element, headings: Headings, cells: dict[str, Cell]) -> None:
        for name in dict.fromkeys([*headings.described, *element.cells]):
            parts = element.cells.setdefault(name, [()] * element.rows)
            cell = cells.get(name)
            parts.append(tuple(p for p in cell.paragraphs if not p.is_blank) if cell else ())
        element.rows += 1
        if "rating" in cells:
            element.rating += cells["rating"].paragraphs
        if "target" in cells:
            element.target += cells["target"].paragraphs

    # ── the whole ─────────────────────────────────────────────────────────────────────────

    def _result(self) -> Reading:
        self._leave_empty_areas()
        self._give_codes()
        unpaired: list[Unpaired] = []
        filled: dict[str, Filled] = {}
        areas = [
            {
                "code": area.code,
                "name": area.name,
                "elements": [self._content(one, unpaired, filled) for one in area.elements],
            }
            for area in self.areas
        ]
        content = {
            **self.surroundings.content(),
            "scale": (Scale.ORDERED if self.levels else Scale.EXAMPLES).value,
            **self.asked,
            "levels": [dict(level) for level in self.levels],
            "guidance": self.surroundings.guidance,
            "areas": areas,
        }
        content = {key: value for key, value in content.items() if value not in ("", [])}
        return Reading(content, tuple(self.unread), tuple(unpaired), filled)

    def _leave_empty_areas(self) -> None:
        after = ""
        for area in list(self.areas):
            if area.elements:
                after = area.elements[-1].code
                continue
            self.areas.remove(area)
            text = f"{area.code} {area.name}".strip()
            unread = Unread(area.place, text, "It heads no element.", after)
            self.unread.insert(area.unread_before, unread)
            for later in self.areas:
                later.unread_before += 1

    def _give_codes(self) -> None:
        """Codes for areas that have none; for elements only where no element has one."""
        for number, area in enumerate(self.areas, start=1):
            area.code = area.code or str(number)
            for place, element in enumerate(area.elements):
                if not self.has_codes and not element.code:
                    letter = chr(ord("A") + place) if place < 26 else f".{place + 1}"
                    element.code = f"{area.code}{letter}"

    def _content(self, element: _Element, unpaired: list, filled: dict) -> dict:
        strands, wrong = paired(element.code, element.cells)
        if wrong is not None:
            unpaired.append(wrong)
        said = rating_in(element.rating, self.levels)
        heading = self.asked.get("target", "Target")
        rating = with_target(said, element.target, heading, self.levels)
        if rating is not None:
            filled[element.code] = rating
        content = {"code": element.code, "name": element.name}
        if element.topics:
            content["topics"] = element.topics
        if strands:
            content["strands"] = strands
        return content


def _starts_at_one(cell: Cell) -> bool:
    filled = [paragraph for paragraph in cell.paragraphs if not paragraph.is_blank]
    return bool(filled) and 1 in numbered(filled[0].text)[0].values()
