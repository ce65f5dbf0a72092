"""Word documents made for tests, in the shapes in which trusts have their framework."""

import io
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

import docx
import yaml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from frameworks.loader import tidy
from frameworks.numerals import numeral

from ..instruments import SHIPPED

HEADINGS = {
    "element": "Element",
    "question": "Questions to consider",
    "R": "Red (weak) looks like…",
    "G": "Green (strong) looks like…",
    "rating": "Current rating and key evidence",
}
COLUMNS = tuple(HEADINGS)
NUMBERS: dict[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "roman": lambda number: f"{numeral(number)}. ",
    "brackets": lambda number: f"({numeral(number)}) ",
    "decimal": lambda number: f"{number}.\t",
    "letters": lambda number: f"{chr(96 + number)}) ",
}


def shipped() -> dict:
    """The shipped framework as its file has it: a copy of one's own."""
    return deepcopy(_shipped())


@cache
def _shipped() -> dict:
    return yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))


def understood(content: dict) -> dict:
    """What a document made of `content` says: it has no place for the rest."""
    content = deepcopy(content)
    for key in ("source", "examples"):
        content.pop(key, None)
    for area in content["areas"]:
        for element in area["elements"]:
            for key in ("note", "trustee_question"):
                element.pop(key, None)
    return tidy(content | {"slug": "mat-improvement-capacity-framework", "version": "1"})


@dataclass
class Shape:
    """How a document is laid out; the published framework's way unless said otherwise."""

    numbers: str = "roman"  # of NUMBERS, "list" or "style"
    columns: tuple[str, ...] = COLUMNS
    headings: dict | None = None
    headed: str = "once"  # "never", "each area"
    areas: str = "across"  # "first cell", "headings" (a table an area)
    split: str = ""  # a second row for each element: "empty", "repeated" or "topics"
    breaks: bool = False  # lines of one paragraph instead of paragraphs
    ratings: dict | None = None  # by an element's code, its lines


def made(content: dict, shape: Shape | None = None, change=None) -> io.BytesIO:
    """A document of `content`; `change` may do something to it before it is saved."""
    maker = _Maker(content, shape or Shape())
    if change:
        change(maker.document)
    return saved(maker.document)


def saved(document) -> io.BytesIO:
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


def table_of(document, rows: Iterable[Iterable[str]]):
    """Add a table with a row for each of `rows`, a cell a text, a paragraph a line."""
    rows = [list(row) for row in rows]
    table = document.add_table(rows=0, cols=max(map(len, rows)))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            write(cell, text.split("\n"))
    return table


def write(cell, lines: list[str]) -> None:
    """Write lines to an empty cell, a paragraph each."""
    cell.text = lines[0] if lines else ""
    for line in lines[1:]:
        cell.add_paragraph(line)


class _Maker:
    def __init__(self, content: dict, shape: Shape):
        self.shape = shape
        self.document = docx.Document()
        self.headings = shape.headings or HEADINGS
        self.list_numbers = 0
        self._before(content)
        for number, area in enumerate(content["areas"]):
            self._area(area, number == 0)
        self.document.add_paragraph("Copy what you found to the plan.")

    def _before(self, content: dict) -> None:
        self.document.add_heading(content["title"], 0)
        self.document.add_paragraph(content["summary"])
        for part in content["guidance"]:
            self.document.add_heading(part["title"], 1)
            self.document.add_paragraph(part["text"])

    def _area(self, area: dict, is_first: bool) -> None:
        heading = f"{area['code']}. {area['name']}"
        if self.shape.areas == "headings":
            self.document.add_heading(heading, 2)
        if is_first or self.shape.areas == "headings":
            self.table = self.document.add_table(rows=0, cols=len(self.shape.columns))
        if self.shape.headed == "each area" or (self.shape.headed == "once" and is_first):
            self._row({column: [text] for column, text in self.headings.items()})
        if self.shape.areas == "across":
            row = self.table.add_row()
            row.cells[0].merge(row.cells[-1]).text = heading
        elif self.shape.areas == "first cell":
            self._row({"element": [heading]})
        for element in area["elements"]:
            self._element(element)

    def _element(self, element: dict) -> None:
        title = f"{element['code']}. {element['name']}"
        topics = element.get("topics", [])
        strands = element["strands"]
        texts = {
            "question": [strand["question"] for strand in strands],
            "R": [strand["descriptors"]["R"] for strand in strands],
            "G": [strand["descriptors"]["G"] for strand in strands],
        }
        rating = (self.shape.ratings or {}).get(element["code"], [])
        if not self.shape.split:
            self._row({"element": [title, "", *topics], "rating": rating}, texts, element["code"])
            return
        half = len(strands) // 2
        again = {"empty": [], "repeated": [f"{title} (continued)"], "topics": topics[1:]}
        first = topics[:1] if self.shape.split == "topics" else topics
        parts = {key: (found[:half], found[half:]) for key, found in texts.items()}
        # A cell that runs over a page is not cut where its neighbour is.
        parts["R"] = (texts["R"][: half + 1], texts["R"][half + 1 :])
        above = {key: part[0] for key, part in parts.items()}
        below = {key: part[1] for key, part in parts.items()}
        starts = {key: len(part[0]) for key, part in parts.items()}
        self._row({"element": [title, "", *first], "rating": rating}, above, element["code"])
        self._row({"element": again[self.shape.split]}, below, element["code"], starts)

    def _row(self, plain: dict, numbered: dict | None = None, code="", starts=None) -> None:
        cells = dict(zip(self.shape.columns, self.table.add_row().cells, strict=True))
        for column, lines in plain.items():
            write(cells[column], lines)
        for column, texts in (numbered or {}).items():
            self._strands(cells[column], texts, f"{code} {column}", (starts or {}).get(column, 0))

    def _strands(self, cell, texts: list[str], which: str, before: int) -> None:
        if self.shape.numbers in ("list", "style"):
            write(cell, texts)
            number = _list(self.document, "lowerRoman" if "question" in which else "decimal")
            for paragraph in cell.paragraphs if texts else []:
                put_in_list(paragraph, number)
            return
        label = NUMBERS[self.shape.numbers]
        lines = [f"{label(before + at)}{text}" for at, text in enumerate(texts, start=1)]
        write(cell, ["\n".join(lines)] if self.shape.breaks else lines)


def put_in_list(paragraph, number: int, depth: int = 0) -> None:
    """Make a paragraph an item of one of Word's own lists."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = depth
    properties.get_or_add_numId().val = number


def _list(document, form: str) -> int:
    return new_list(document, [(form, "%1.")])


def new_list(document, levels: list[tuple[str, str]]) -> int:
    """A new list of Word's own, with (form, text) for each of its levels; its number."""
    numbering = document.part.numbering_part.element
    name = 1 + max(
        (int(one.get(qn("w:abstractNumId"))) for one in numbering.iter(qn("w:abstractNum"))),
        default=0,
    )
    inner = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{name}">'
        f'<w:multiLevelType w:val="multilevel"/>{inner}</w:abstractNum>'
    )
    numbering.insert(0, abstract)
    return numbering.add_num(name).numId


def around(tag: str, inner) -> None:
    """Put an element of a document inside a new one, as tracked changes and controls do."""
    outer = OxmlElement(tag)
    inner.addprevious(outer)
    outer.append(inner)
