"""The map of an assessment as rows for a spreadsheet, by the kind of its scale."""

from collections.abc import Iterable

from django.utils import timezone

from frameworks.tree import FrameworkTree, LevelNode
from matcap.assessments.models import Assessment

from .heatmap import Cell, HeatMap
from .register import Example, Register

PLACE = ["Area", "Element", "Name"]


def heat_map_rows(heat_map: HeatMap, assessment: Assessment) -> Iterable[list[str]]:
    """A heading and a row an element: the trust's rating, the earlier one, each school's.

    The target stands after the rating where there is one, the source's guide after the choice.
    """
    tree = heat_map.tree
    previous = assessment.previous.title if assessment.previous else "Before"
    rating = "Rating" if tree.is_ordered else "Choice"
    yield [
        *PLACE,
        rating,
        f"{rating} in words",
        *_extra_headings(tree),
        previous,
        "Change",
        *(heading for row in heat_map.rows for heading in _school_headings(tree, row.label)),
    ]
    place = 0
    for column in heat_map.columns:
        for cell in column.cells:
            yield [
                f"{column.area.code} {column.area.name}",
                cell.element.code,
                cell.element.name,
                _code(tree, cell.level),
                cell.level.name if cell.level else _none(tree),
                *_extra(tree, cell),
                cell.before.code if cell.before else "",
                cell.change.name.lower() if cell.change else cell.gap,
                *(text for row in heat_map.rows for text in _school(tree, row.cells[place])),
            ]
            place += 1


def register_rows(register: Register) -> Iterable[list[str]]:
    """A heading and a row an element: the trust's example, what is behind it, each school's."""
    names = register.school_names
    yield [*PLACE, "Example", "Links and files", "Changed on", "Changed by", *names]
    for part in register.parts:
        for entry in part.entries:
            own = {one.school_name: one.text for one in entry.schools}
            yield [
                f"{part.area.code} {part.area.name}",
                entry.element.code,
                entry.element.name,
                *_example(entry.example),
                *(own.get(name, "") for name in names),
            ]


def _example(example: Example | None) -> list[str]:
    if example is None:
        return ["No example yet", "", "", ""]
    return [
        example.text,
        "\n".join(f"{item.title}: {item.address or item.file_name}" for item in example.items),
        timezone.localtime(example.changed_at).date().isoformat() if example.changed_at else "",
        example.changed_by,
    ]


def _has_guide(tree: FrameworkTree) -> bool:
    return any(element.guide for element in tree.elements)


def _extra_headings(tree: FrameworkTree) -> list[str]:
    if tree.asks_target:
        return ["Target", "Target in words", "Steps to go"]
    return ["The guide says otherwise"] if _has_guide(tree) else []


def _extra(tree: FrameworkTree, cell: Cell) -> list[str]:
    if tree.asks_target:
        words = cell.target.name if cell.target else "No target yet"
        steps = str(cell.steps_to_go) if cell.level and cell.target else ""
        return [cell.target.code if cell.target else "", words, steps]
    if not _has_guide(tree):
        return []
    return [cell.guide.name if cell.guide else ""]


def _school_headings(tree: FrameworkTree, name: str) -> list[str]:
    return [name, f"{name}: target"] if tree.asks_target else [name]


def _school(tree: FrameworkTree, cell: Cell) -> list[str]:
    level = _code(tree, cell.level)
    return [level, cell.target.code if cell.target else ""] if tree.asks_target else [level]


def _code(tree: FrameworkTree, level: LevelNode | None) -> str:
    return level.code if level else _none(tree)


def _none(tree: FrameworkTree) -> str:
    return "Not rated" if tree.is_ordered else "Not chosen"
