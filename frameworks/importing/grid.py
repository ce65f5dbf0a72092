"""A document as the readers of Word and of spreadsheets hand it on: paragraphs and tables."""

import re
from dataclasses import dataclass
from itertools import takewhile

MAX_ROWS = 5_000  # in a document; the instrument we ship has 73 strands
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain(text: str) -> str:
    """A text on one line, with single spaces and without unseen marks."""
    return " ".join(_UNSEEN.sub("", text).split())


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. Its lines are parted by a new line.

    `label` is what Word's own list writes before it ("ii.", "1B.", "" for a bullet); `depth` is its
    level in that list, or -1 outside of lists; `rank` is 0 for a title, 1 to 9 for a heading, or
    None; `marked` are the words that are bold, underlined or highlighted; `links` are words that
    lead to a web address, and that.
    """

    text: str
    label: str = ""
    depth: int = -1
    rank: int | None = None
    marked: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether it says nothing."""
        return not plain(self.text)

    @property
    def lines(self) -> list[str]:
        """Its lines that say something, the first one after its label."""
        found = [plain(line) for line in self.text.split("\n")]
        return [line for line in (plain(f"{self.label} {found[0]}"), *found[1:]) if line]


@dataclass(frozen=True)
class Cell:
    """A cell, from the table's column `start` over `span` columns, and its paragraphs."""

    start: int
    span: int
    paragraphs: tuple[Paragraph, ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return all(paragraph.is_blank for paragraph in self.paragraphs)

    @property
    def lines(self) -> list[str]:
        """The lines of its paragraphs that say something."""
        return [line for paragraph in self.paragraphs for line in paragraph.lines]

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " ".join(self.lines)


@dataclass(frozen=True)
class Row:
    """A row: its number from 1, and its cells from left to right as the text runs."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> list[Cell]:
        """The cells with something in them."""
        return [cell for cell in self.cells if not cell.is_blank]

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " | ".join(cell.text for cell in self.filled)


@dataclass(frozen=True)
class Table:
    """A table, `words` that name it ("table 2", "the sheet Strands"), and how wide it is."""

    words: str
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """Its columns."""
        return max((c.start + c.span for row in self.rows for c in row.cells), default=0)

    def place(self, row: Row) -> str:
        """A row's place in words."""
        return f"{self.words}, row {row.number}"


@dataclass(frozen=True)
class Document:
    """A document's paragraphs and tables in their order, and the title that it gives itself."""

    blocks: tuple[Paragraph | Table, ...]
    title: str = ""

    @property
    def headings(self) -> list[str]:
        """The headings that stand before its first table, and what stands first of all."""
        before = list(takewhile(lambda block: isinstance(block, Paragraph), self.blocks))
        return [
            plain(block.text) for block in before if block is before[0] or block.rank is not None
        ]
