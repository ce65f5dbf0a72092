"""Reads a Word document (.docx) into paragraphs and tables, in the order in which they stand.

python-docx opens the package; the walk is our own, because what matters here is what its objects
leave out: tracked changes, content controls, merged cells and the numbers of lists.
"""

from collections.abc import Iterator
from typing import BinaryIO

from frameworks.faults import Faulty

from .grid import MAX_ROWS, Cell, Document, Paragraph, Row, Table, plain

_MAX_TABLES = 200
_MAX_PARAGRAPHS = 20_000  # a document of 60 pages has some 2,000
_SAVE_AGAIN = "Open it in Word, save it again as a Word document (.docx), then try that."


def document_of(file: BinaryIO) -> Document:
    """The document in a .docx that `safety` has passed. Raises Faulty."""
    import docx  # 0.2 s, which only this needs

    from .lists import Lists

    try:
        opened = docx.Document(file)
        lists = Lists(_numbering(opened), opened.styles.element)
        styles = {style.style_id: style.name or "" for style in opened.styles}
        walk = _Walk(lists, styles, opened.part.rels)
        return Document(tuple(walk.blocks(opened.element.body)), opened.core_properties.title or "")
    except Faulty:
        raise
    # python-docx and lxml answer a damaged package with whatever they happen to trip over.
    except Exception as error:
        raise Faulty(
            [f"This Word document cannot be read: it is damaged, or a template. {_SAVE_AGAIN}"]
        ) from error


def _numbering(opened):
    from docx.opc.constants import RELATIONSHIP_TYPE

    try:
        return opened.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    except KeyError:
        return None


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _w(*tags: str) -> frozenset[str]:
    return frozenset(f"{_W}{tag}" for tag in tags)


# What may stand around rows, cells, paragraphs and runs. What was deleted or moved away by tracked
# changes is not among them, and no more are drawings, where text boxes are.
_AROUND = _w(
    "sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple"
)
_TEXT, _TAB, _HYPHEN = f"{_W}t", f"{_W}tab", f"{_W}noBreakHyphen"
_BREAKS = _w("br", "cr")
_P, _R, _TBL, _TR, _TC = (f"{_W}{tag}" for tag in ("p", "r", "tbl", "tr", "tc"))
_SET, _VAL = f"{_W}rPr", f"{_W}val"
_LINK = f"{_W}hyperlink"
_LEADS_TO = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOLD, _MARKS = _w("b"), _w("b", "u", "highlight", "bdr")


def _within(parent, *tags: str) -> Iterator:
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _AROUND:
            yield from _within(child, *tags)


def _at(parent, *path: str):
    for tag in path:
        parent = None if parent is None else parent.find(f"{_W}{tag}")
    return parent


def _number(parent, *path: str) -> int:
    found = _at(parent, *path)
    return 0 if found is None else int(found.get(_VAL) or 0)


class _Walk:
    """Walks a body once; lists are counted on the way."""

    def __init__(self, lists, styles: dict[str, str], rels):
        self.lists = lists
        self.styles = styles
        self.rels = rels
        self.tables = 0
        self.rows = 0
        self.paragraphs = 0

    def blocks(self, body) -> Iterator[Paragraph | Table]:
        for block in _within(body, _P, _TBL):
            if block.tag == _P:
                paragraph = self._paragraph(block)
                if not paragraph.is_blank:
                    yield paragraph
            else:
                yield from self._table(block)

    def _table(self, table) -> Iterator[Table]:
        """A table, and after it those inside its cells."""
        self.tables += 1
        if self.tables > _MAX_TABLES:
            raise Faulty(
                [
                    f"This document has more than {_MAX_TABLES} tables. Copy the framework's table "
                    "to a document of its own, then try that."
                ]
            )
        words, nested, rows = f"table {self.tables}", [], []
        for number, row in enumerate(_within(table, _TR), start=1):
            self._count_row(words)
            if _at(row, "trPr", "del") is None:
                rows.append(Row(number, tuple(self._cells(row, nested))))
        yield Table(words, tuple(rows))
        for inner in nested:
            yield from self._table(inner)

    def _count_row(self, words: str) -> None:
        self.rows += 1
        if self.rows > MAX_ROWS:
            raise Faulty(
                [
                    f"{words}: this document's tables have more than {MAX_ROWS:,} rows, which "
                    "no framework needs. Keep the framework's table, delete the others, then try "
                    "again."
                ]
            )

    def _cells(self, row, nested: list) -> Iterator[Cell]:
        start = _number(row, "trPr", "gridBefore")
        for cell in _within(row, _TC):
            span = _number(cell, "tcPr", "gridSpan") or 1
            merged = _at(cell, "tcPr", "vMerge")
            # The cell below one that it is merged with shows nothing of its own.
            is_hidden = merged is not None and merged.get(_VAL) != "restart"
            nested += _within(cell, _TBL)
            paragraphs = () if is_hidden else self._paragraphs(cell)
            yield Cell(start, span, tuple(paragraphs))
            start += span

    def _paragraphs(self, cell) -> Iterator[Paragraph]:
        before = ""
        for found in _within(cell, _P):
            paragraph = self._paragraph(found, before)
            # A paragraph whose mark was deleted runs on into the next.
            before = paragraph.text if _at(found, "pPr", "rPr", "del") is not None else ""
            if not before and not paragraph.is_blank:
                yield paragraph
        if plain(before):
            yield Paragraph(before)

    def _paragraph(self, found, before: str = "") -> Paragraph:
        self.paragraphs += 1
        if self.paragraphs > _MAX_PARAGRAPHS:
            raise Faulty(
                [
                    f"This document has more than {_MAX_PARAGRAPHS:,} paragraphs, which no "
                    "framework needs. Copy the framework's table to a document of its own, then "
                    "try that."
                ]
            )
        text = before + "".join(_words(found))
        if not plain(text):
            return Paragraph("")  # an empty paragraph counts in no list
        listed = self.lists.listed(found)
        rank = self._rank(found, text)
        label, depth = listed or ("", -1)
        return Paragraph(
            text, label, depth, rank, _marked(found, _MARKS), tuple(self._links(found))
        )

    def _links(self, found) -> Iterator[tuple[str, str]]:
        for link in _within(found, _LINK):
            leads_to = self.rels.get(link.get(_LEADS_TO, ""))
            if leads_to is not None and leads_to.is_external:
                yield plain("".join(_words(link))), leads_to.target_ref

    def _rank(self, found, text: str) -> int | None:
        style = _at(found, "pPr", "pStyle")
        name = self.styles.get(style.get(_VAL), "").lower() if style is not None else ""
        if name == "title":
            return 0
        if name.startswith("heading ") and name[8:].isdigit():
            return int(name[8:])
        is_line = len(plain(text)) <= 80 and not plain(text).endswith((".", ";", ",", "!"))
        is_bold = plain(_marked(found, _BOLD)) == plain(text)
        return 9 if is_line and is_bold else None


def _words(paragraph) -> Iterator[str]:
    for run in _within(paragraph, _R):
        yield from _words_of(run)


def _words_of(run) -> Iterator[str]:
    if _at(run, "rPr", "vanish") is not None:
        return
    for part in run:
        if part.tag == _TEXT:
            yield part.text or ""
        elif part.tag == _TAB:
            yield "\t"
        elif part.tag in _BREAKS:
            yield "\n"
        elif part.tag == _HYPHEN:
            yield "-"


def _marked(paragraph, marks: frozenset[str]) -> str:
    """The words of a paragraph that are set with one of the marks."""
    return "".join(
        word for run in _within(paragraph, _R) if _is_set(run, marks) for word in _words_of(run)
    )


def _is_set(run, marks: frozenset[str]) -> bool:
    properties = run.find(_SET)
    return properties is not None and any(
        one.tag in marks and one.get(_VAL) not in ("0", "false", "none") for one in properties
    )
