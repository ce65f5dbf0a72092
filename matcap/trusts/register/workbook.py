"""Reads the first sheet of an Excel workbook (.xlsx) row by row, never all at once."""

from collections.abc import Iterator
from typing import BinaryIO

from matcap.ui.packed import Damaged, is_bomb, parts_of, unpacked_size
from matcap.ui.spreadsheet import words_of

from .limits import (
    MAX_CELL,
    MAX_EMPTY_ROWS,
    MAX_UNPACKED,
    MAX_WORDS_UNPACKED,
    MAX_WORKBOOK,
    Unreadable,
)

_SAVE_AGAIN = "Open it in Excel, save it again as .xlsx or CSV, then try that."


def workbook_rows(file: BinaryIO, size: int) -> Iterator[tuple[int, list[str]]]:
    """(number, cells) of the rows of a workbook's first sheet; formulas stay formulas."""
    from openpyxl import load_workbook  # 0.2 s, which only this needs

    if size > MAX_WORKBOOK:
        raise Unreadable(
            f"This workbook has {size // 2**20} MB, more than the {MAX_WORKBOOK // 2**20} MB that "
            "are read. Save its sheet as CSV, or delete what you do not need, then try again."
        )
    _refuse_bombs(file)
    try:
        book = load_workbook(file, read_only=True, keep_links=False)
        try:
            yield from _sheet_rows(book)
        finally:
            book.close()
    except Unreadable:
        raise
    # openpyxl answers a damaged file with whatever its parsers happen to raise.
    except Exception as error:
        raise Unreadable(f"This workbook is damaged and cannot be read. {_SAVE_AGAIN}") from error


def _refuse_bombs(file: BinaryIO) -> None:
    try:
        parts = parts_of(file)
    except Damaged as error:
        raise Unreadable(f"This file is damaged. {_SAVE_AGAIN}") from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise Unreadable(
            "This is not an Excel workbook, but another kind of packed file. Unpack it if it is a "
            ".zip, and choose the CSV or .xlsx file in it."
        )
    unpacked = unpacked_size(parts)
    words = unpacked_size(part for part in parts if part.filename.endswith("sharedStrings.xml"))
    if is_bomb(parts) or unpacked > MAX_UNPACKED or words > MAX_WORDS_UNPACKED:
        raise Unreadable(
            f"This workbook unpacks to {unpacked // 2**20} MB, too much to read. Copy the columns "
            "about schools to a new workbook, save that, then try again."
        )


def _sheet_rows(book) -> Iterator[tuple[int, list[str]]]:
    if not book.worksheets:
        raise Unreadable("This workbook has no sheet with cells. Choose another file.")
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file claims may be the whole sheet's million rows
    empty = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_cell(value, number) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        empty = 0 if cells else empty + 1
        if empty > MAX_EMPTY_ROWS:
            return
        yield number, cells


def _cell(value, number: int) -> str:
    if len(words := words_of(value)) > MAX_CELL:
        raise Unreadable(
            f"A cell of row {number} has more than {MAX_CELL:,} characters. Take the long text out "
            "of it, then try again."
        )
    return words
