"""Reads the sheets of a workbook (.xlsx) and CSV into rows of texts, within bounds."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import BinaryIO

from frameworks.faults import Faulty
from matcap.ui.spreadsheet import as_meant, words_of

from .grid import MAX_ROWS

MAX_CSV = 4 * 2**20
LONGEST_CELL = 32_767  # Excel's own limit
_MAX_SHEETS = 40
_MAX_COLUMNS = 60
_MAX_EMPTY_ROWS = 1_000  # in a run

Row = tuple[int, list[str]]
_DAMAGED = (
    "This workbook is damaged and cannot be read. Open it in Excel, save it again as .xlsx, then "
    "try that."
)


def sheets_of(file: BinaryIO) -> dict[str, list[Row]]:
    """(number, cells) of the rows of each sheet of a workbook that `safety` has passed.

    Texts are as they were meant, without the apostrophe that keeps a spreadsheet from running
    them. Raises Faulty.
    """
    from openpyxl import load_workbook  # 0.2 s, which only this needs

    try:
        book = load_workbook(file, read_only=True, keep_links=False, data_only=True)
        try:
            return {
                sheet.title: list(_bounded(f"the sheet {sheet.title}", _rows(sheet)))
                for sheet in book.worksheets[:_MAX_SHEETS]
            }
        finally:
            book.close()
    except Faulty:
        raise
    # openpyxl answers a damaged file with whatever its parsers happen to raise.
    except Exception as error:
        raise Faulty([_DAMAGED]) from error


def _rows(sheet) -> Iterator[Row]:
    sheet.reset_dimensions()  # what the file claims may be the whole sheet's million rows
    empty = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [words_of(value) for value in values]
        empty = 0 if any(cells) else empty + 1
        if empty > _MAX_EMPTY_ROWS:
            return
        yield number, cells


def csv_rows(file: BinaryIO) -> list[Row]:
    """(number, cells) of the rows of a CSV file, as `sheets_of`. Raises Faulty."""
    data = file.read(MAX_CSV + 1)
    if len(data) > MAX_CSV:
        raise Faulty(
            [
                f"This file has more than {MAX_CSV // 2**20} MB, which no framework needs. Keep "
                "the rows of the framework, delete the others, then try again."
            ]
        )
    text = _text(data)
    first = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    csv.field_size_limit(LONGEST_CELL)
    try:
        return list(_bounded("the file", ((reader.line_num, cells) for cells in reader)))
    except csv.Error as error:
        raise Faulty(
            [
                f"Row {reader.line_num} cannot be read: a cell of it is longer than "
                f"{LONGEST_CELL:,} characters, or a quotation mark is not closed. Mend that row, "
                "then try again."
            ]
        ) from error


def _text(data: bytes) -> str:
    """UTF-8, or Windows-1252 as Excel saves CSV in Britain."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise Faulty(
            [
                f"Row {row}: the letters of this file are in no encoding that is known here. Save "
                "it as “CSV UTF-8” or .xlsx, then try again."
            ]
        ) from error


def _bounded(words: str, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that say something, none too wide or too long, not too many."""
    count = 0
    for number, cells in rows:
        # No database keeps a NUL in a text.
        cells = [as_meant(cell.replace("\0", "")).strip() for cell in cells]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count += 1
        if count > MAX_ROWS:
            raise Faulty(
                [
                    f"{words} has more than {MAX_ROWS:,} rows, which no framework needs. Keep the "
                    "rows of the framework, delete the others, then try again."
                ]
            )
        if len(cells) > _MAX_COLUMNS:
            raise Faulty(
                [
                    f"{words}, row {number}: {len(cells)} columns, and {_MAX_COLUMNS} is the most. "
                    "Delete the columns that are not the framework's, then try again."
                ]
            )
        yield number, cells
