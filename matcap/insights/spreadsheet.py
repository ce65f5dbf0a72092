"""The heat map as rows for a spreadsheet."""

from collections.abc import Iterable

from matcap.assessments.models import Assessment

from .heatmap import Cell, HeatMap


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
                cell.change.name.lower() if cell.change else cell.gap,
                *(_code(row.cells[place]) for row in heat_map.rows),
            ]
            place += 1


def _code(cell: Cell) -> str:
    return cell.level.code if cell.level else "Not rated"
