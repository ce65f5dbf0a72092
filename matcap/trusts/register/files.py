"""Turns a file into rows of cells, a line at a time, within bounds; or says what is wrong."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from .columns import is_list_of_trusts, looks_like_headings
from .limits import MAX_CELL, MAX_COLUMNS, MAX_CSV, MAX_LINE, MAX_ROWS, Unreadable
from .workbook import workbook_rows

Row = tuple[int, list[str]]

_ZIP = b"PK\x03\x04"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIXTEEN_BITS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEADINGS_WITHIN = 20


def rows_of(file: BinaryIO) -> Iterator[Row]:
    """(number, cells) of each row with something in it, of a CSV or Excel file.

    Raises Unreadable, whose text says what to do, at once or at the row that is wrong.
    """
    size = file.seek(0, 2)
    file.seek(0)
    start = file.read(4096)
    file.seek(0)
    _refuse_what_is_no_spreadsheet(start)
    if start.startswith(_ZIP):
        yield from _bounded(workbook_rows(file, size))
        return
    if size > MAX_CSV:
        raise Unreadable(
            f"This file has {size // 2**20} MB, more than the {MAX_CSV // 2**20} MB that are read. "
            "Delete the columns or schools that you do not need, then try again."
        )
    yield from _bounded(_csv_rows(file))


def _refuse_what_is_no_spreadsheet(start: bytes) -> None:
    if not start.strip():
        raise Unreadable("This file is empty. Choose another, or save it again and try that.")
    if start.startswith(_OLD_OR_LOCKED):
        raise Unreadable(
            "This file is protected by a password, or is of Excel's old kind (.xls). Open it in "
            "Excel, take the password off, save it as .xlsx or CSV, then try again."
        )
    if start.startswith(_SIXTEEN_BITS):
        raise Unreadable(
            "This file is saved as UTF-16 (“Unicode text”). Save it as “CSV UTF-8” or .xlsx, then "
            "try again."
        )
    if not start.startswith(_ZIP) and (b"\0" in start or start.startswith((b"%PDF", b"{\\rtf"))):
        raise Unreadable(
            "This is not a spreadsheet. Choose a CSV or .xlsx file; a table in a document can be "
            "copied and pasted instead."
        )


def _bounded(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that say something, none too wide, not too many."""
    for count, (number, cells) in enumerate(rows):
        if len(cells) > MAX_COLUMNS:
            raise Unreadable(
                f"Row {number} has {len(cells)} columns; {MAX_COLUMNS} are read. Keep the columns "
                "about schools (URN, name, phase …), delete the others, then try again."
            )
        if count >= MAX_ROWS:
            raise Unreadable(
                f"This file has more than {MAX_ROWS:,} rows. Keep the rows of your trust, delete "
                "the others, then try again."
            )
        if any(cell.strip() for cell in cells):
            yield number, cells


def _csv_rows(file: BinaryIO) -> Iterator[Row]:
    encoding = _encoding(file)
    reader = csv.reader(_lines(file, encoding), delimiter=_delimiter(file, encoding))
    csv.field_size_limit(MAX_CELL)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise Unreadable(
            f"Row {reader.line_num} cannot be read: a cell of it is longer than {MAX_CELL:,} "
            "characters, or a quotation mark is not closed. Mend that row, then try again."
        ) from error


def _encoding(file: BinaryIO) -> str:
    """UTF-8 where the whole file is that; otherwise Windows-1252, as the register is saved."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while piece := file.read(2**20):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        file.seek(0)
    return "utf-8"


def _lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    while line := file.readline(MAX_LINE):
        if len(line) == MAX_LINE:
            raise Unreadable(
                "A line of this file has more than a million characters. Take the long text out "
                "of it, then try again."
            )
        yield line.removeprefix(codecs.BOM_UTF8).decode(encoding, "replace")


def _delimiter(file: BinaryIO, encoding: str) -> str:
    """Whichever of comma, semicolon and tab the first line has most of."""
    first = file.readline(MAX_LINE).decode(encoding, "replace")
    file.seek(0)
    return max(",;\t", key=first.count)


def headed(rows: Iterator[Row]) -> tuple[list[str], Iterator[Row]]:
    """The headings of a list of schools, and the rows below them.

    Titles above the headings are passed over, and headings that come again further down (a table
    over several pages). Raises Unreadable when there are none, or two rows of them.
    """
    for count, (number, cells) in enumerate(rows):
        if is_list_of_trusts(cells):
            raise Unreadable(
                "This is the register's list of trusts, which has no schools in it. Choose its "
                "extract of schools (edubasealldata)."
            )
        if looks_like_headings(cells):
            return cells, _below(cells, number, rows)
        if count >= _HEADINGS_WITHIN:
            break
    raise Unreadable(
        "No headings were found. The first row should say what the columns are, such as URN, "
        "School and Phase. Add that row, then try again."
    )


def _below(headings: list[str], at: int, rows: Iterator[Row]) -> Iterator[Row]:
    for count, (number, cells) in enumerate(rows):
        if cells == headings and count:
            continue
        if count == 0 and looks_like_headings(cells):
            raise Unreadable(
                f"Rows {at} and {number} are both headings. Delete one of them, then try again."
            )
        yield number, cells
