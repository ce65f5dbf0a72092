"""Rows for a spreadsheet, safe to open in one."""

import csv
import re
from collections.abc import Iterable

# A cell that begins so is taken for a formula by spreadsheet programs (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # which XML, and so Excel, cannot hold


def harmless(value: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value


def write_csv(target, rows: Iterable[list[str]]):
    """Write `rows` to a file-like `target` as Excel reads them, every cell harmless."""
    target.write("\ufeff")
    writer = csv.writer(target)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return target


def write_xlsx(target, title: str, rows: Iterable[list[str]]):
    """Write `rows` to a file-like `target` as a workbook with one sheet, every cell harmless."""
    from openpyxl import Workbook  # 0.2 s, which only this needs

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([harmless(_CONTROLS.sub("", value)) for value in row])
    book.save(target)
    return target
