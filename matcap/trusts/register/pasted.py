"""Rows of a table that was copied out of a document."""

import re
from collections.abc import Iterator

from .columns import recognised
from .limits import MAX_COLUMNS, Unreadable

MAX_PASTED = 500_000  # characters
_GAP = re.compile(r"\t|\s{2,}|\s*\|\s*")


def pasted_rows(words: str) -> Iterator[tuple[int, list[str]]]:
    """(number, cells) of a table whose cells are parted by tabs, wide gaps or bars, or stand on a
    line each. Raises Unreadable where it is neither."""
    lines = [(n, line) for n, line in enumerate(words.splitlines(), start=1) if line.strip()]
    if not lines:
        raise Unreadable("Nothing was pasted. Copy the table with its headings, then paste it.")
    if len(words) > MAX_PASTED:
        raise Unreadable("This is too much to paste. Save it as a CSV or .xlsx file; choose that.")
    if any("\t" in line for _, line in lines):
        return iter([(n, line.split("\t")) for n, line in lines])
    parted = [(n, _GAP.split(line.strip().strip("|").strip())) for n, line in lines]
    if any(len(cells) > 1 for _, cells in parted):
        return iter(parted)
    return iter(_a_line_a_cell(lines))


def _a_line_a_cell(lines: list[tuple[int, str]]) -> list[tuple[int, list[str]]]:
    """Each cell on a line of its own: as many to a row as there are headings at the top."""
    width = 0
    while width < min(len(lines), MAX_COLUMNS) and recognised([lines[width][1]]):
        width += 1
    if width < 2 or len(lines) % width:
        raise Unreadable(
            "No table was found in what you pasted. Copy it with its headings; if its cells do "
            "not stay apart, paste it into Excel first and copy it from there."
        )
    return [
        (lines[at][0], [line.strip() for _, line in lines[at : at + width]])
        for at in range(0, len(lines), width)
    ]
