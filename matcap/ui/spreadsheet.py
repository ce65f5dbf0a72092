"""Rows for a spreadsheet, safe to open in one; and what its cells say."""

import csv
import re
from collections.abc import Iterable
from datetime import date

# A cell that begins so is taken for a formula by spreadsheet programs (OWASP, "CSV Injection").
# With apostrophes before that it is none; it gets one more all the same, so that `as_meant` can
# tell what was added from what was there.
_FORMULA = re.compile(r"'* *[=+\-@\t\r\n]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # which XML, and so Excel, cannot hold


def harmless(value: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{value}" if _FORMULA.match(value) else value


def as_meant(value: str) -> str:
    """The text that `harmless` was given, or that needed no care."""
    return value[1:] if value.startswith("'") and _FORMULA.match(value) else value


def words_of(value) -> str:
    """A workbook's cell as a text: "" for an empty one, "7" for 7.0, a date as 2026-04-01."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def write_csv(target, rows: Iterable[list[str]]):
    """Write `rows` to a file-like `target` as Excel reads them, every cell harmless."""
    target.write("\ufeff")
    writer = csv.writer(target)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return target


def write_xlsx(target, title: str, rows: Iterable[list[str]]):
    """Write `rows` to a file-like `target` as a workbook with one sheet, every cell harmless."""
    return write_workbook(target, {title: rows})


def write_workbook(target, sheets: dict[str, Iterable[list[str]]]):
    """Write the rows of each sheet to a file-like `target` as a workbook, every cell harmless."""
    from openpyxl import Workbook  # 0.2 s, which only this needs

    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([harmless(_CONTROLS.sub("", value)) for value in row])
    book.save(target)
    return target
