"""Rows for a spreadsheet, safe to open in one."""

import csv
from collections.abc import Iterable

from matcap.assessments.models import Assessment

from .heatmap import Cell, HeatMap

# A cell that begins so is taken for a formula by spreadsheet programs (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value


def heat_map_rows(heat_map: HeatMap, assessment: Assessment) -> Iterable[list[str]]:
    """A heading and a row an element: the trust's rating, the earlier one, each school's."""
    previous = assessment.previous.title if assessment.previous else "Before"
    yield ["Area", "Element", "Name", "Rating", "Rating in words", previous, "Change"] + [
        row.label for row in heat_map.rows
    ]
    place = 0
    for column in heat_map.columns:
        for cell in column.cells:
            yield [
                f"{column.area.code} {column.area.name}",
                cell.element.code,
                cell.element.name,
                _code(cell),
                cell.level.name if cell.level else "Not rated",
                cell.before.code if cell.before else "",
                cell.change.name.lower() if cell.change else "",
                *(_code(row.cells[place]) for row in heat_map.rows),
            ]
            place += 1


def _code(cell: Cell) -> str:
    return cell.level.code if cell.level else "Not rated"


def write_csv(target, rows: Iterable[list[str]]):
    """Write `rows` to a file-like `target` as Excel reads them, every cell harmless."""
    target.write("\ufeff")
    writer = csv.writer(target)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return target
