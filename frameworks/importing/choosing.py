"""Which of a document's tables hold the framework."""

from dataclasses import dataclass

from frameworks.faults import Faulty

from .grid import Document, Table
from .headings import Headings, by_position, headings_of
from .numbers import has_element_code

_WHAT_IT_NEEDS = (
    "A framework's table has a column for the elements (such as “1A. Clarity of purpose”), one for "
    "the questions and one for each level that is described, with these words at the top"
)


@dataclass(frozen=True)
class Chosen:
    """A table of the framework, and what its columns are."""

    table: Table
    headings: Headings


def choose(document: Document) -> dict[str, Chosen]:
    """The framework's tables by their words, in order. Raises Faulty when there is none.

    They are those with a framework's headings, and those that go on below without headings. Where
    no table has headings, the one with most elements' codes in its first column is it.
    """
    tables = [block for block in document.blocks if isinstance(block, Table) and block.rows]
    if not tables:
        raise Faulty([f"There is no table in this document. {_WHAT_IT_NEEDS}."])
    chosen: dict[str, Chosen] = {}
    last: Headings | None = None
    width = 0
    for table in tables:
        own = headings_of(table)
        if own is None and last is not None and _goes_on(table, width):
            own = Headings(None, last.columns, last.levels)
        if own is not None:
            chosen[table.words] = Chosen(table, own)
            last, width = own, table.width
    return chosen or _without_headings(tables)


def _goes_on(table: Table, width: int) -> bool:
    return table.width == width and _codes(table) > 0


def _codes(table: Table) -> int:
    """How many rows begin with an element's code and say more beside it."""
    return sum(
        len(row.filled) > 1 and has_element_code(row.cells[0].text)
        for row in table.rows
        if row.cells
    )


def _without_headings(tables: list[Table]) -> dict[str, Chosen]:
    likely = [table for table in tables if _codes(table) and by_position(table)]
    if not likely:
        none = (
            "The table in this document does not look"
            if len(tables) == 1
            else f"None of the {len(tables)} tables in this document looks"
        )
        raise Faulty([f"{none} like a framework. {_WHAT_IT_NEEDS}."])
    width = max(likely, key=_codes).width
    return {
        table.words: Chosen(table, by_position(table)) for table in likely if table.width == width
    }
