"""The heat map: ratings turned into areas, rows and cells. Pure: it reads no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from frameworks.tree import AreaNode, ElementNode, FrameworkTree, LevelNode

# What fits on a sheet of A4: areas side by side, elements below each other, and beside each other.
MOST_LANES = 5
LONGEST_LANE = 10
PART = 13


class Levels(NamedTuple):
    """Where an element is, and where it needs to be."""

    now: LevelNode | None
    target: LevelNode | None


NOT_RATED = Levels(None, None)


class Change(Enum):
    """How a rating stands to the earlier one. The value is its mark on the page."""

    STRONGER = "▲"
    WEAKER = "▼"
    SAME = "="
    OTHER = "≠"

    @property
    def word(self) -> str:
        """The change in words, to stand before "Autumn 2025"."""
        return {
            Change.STRONGER: "stronger than",
            Change.WEAKER: "weaker than",
            Change.SAME: "the same as",
            Change.OTHER: "different from",
        }[self]


@dataclass(frozen=True)
class Cell:
    """One element in one row. `before` is its earlier agreed level, when there is one.

    Where there is none though there was an earlier assessment, `gap` says why, in words. `target`
    is the level where it needs to be, where the framework asks for that. In a school's row `view`
    is the trust's view of it; `parts` says that the two are two steps apart or more, or different
    where the choices have no order.
    """

    element: ElementNode
    level: LevelNode | None
    before: LevelNode | None = None
    change: Change | None = None
    view: LevelNode | None = None
    parts: bool = False
    gap: str = ""
    target: LevelNode | None = None

    @property
    def steps_to_go(self) -> int:
        """The steps from its level up to its target; 0 when it is there, or when one is missing."""
        return self.level.steps_to(self.target) if self.level else 0

    @property
    def is_there(self) -> bool:
        """Whether it has reached its target."""
        return bool(self.level and self.target and not self.steps_to_go)

    @property
    def guide(self) -> LevelNode | None:
        """What its source would choose: only once something else is chosen here."""
        return self.element.guide_against(self.level)

    @property
    def moved(self) -> bool:
        """Whether its level is another than before."""
        return self.change not in (None, Change.SAME)


@dataclass(frozen=True)
class Column:
    """An area and its cells."""

    area: AreaNode
    cells: tuple[Cell, ...]

    @property
    def across(self) -> int:
        """How many cells stand in a line where the area runs in lines: the last is fullest so."""
        count = len(self.cells)
        if count <= MOST_LANES:
            return count
        return min(range(MOST_LANES, 2, -1), key=lambda across: -count % across)


@dataclass(frozen=True)
class Row:
    """A school and its cells, one an element in the framework's order."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class HeatMap:
    """`columns` hold the trust's own ratings by area; `rows` the schools', by name.

    `left_out` are sentences on what of the earlier assessment is not compared.
    """

    tree: FrameworkTree
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    left_out: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The trust's own cells, in the framework's order."""
        return tuple(cell for column in self.columns for cell in column.cells)

    @property
    def has_parting(self) -> bool:
        """Whether a school and the trust part anywhere."""
        return any(cell.parts for row in self.rows for cell in row.cells)

    @property
    def moved(self) -> tuple[Cell, ...]:
        """The cells whose level is another than before."""
        return tuple(cell for cell in self.cells if cell.moved)

    @property
    def compares(self) -> bool:
        """Whether any cell has an earlier level to compare with."""
        return any(cell.change for cell in self.cells)

    @property
    def unrated(self) -> tuple[Cell, ...]:
        """The cells without a level."""
        return tuple(cell for cell in self.cells if cell.level is None)

    @property
    def furthest(self) -> tuple[Cell, ...]:
        """The cells whose target is still ahead, the furthest first."""
        ahead = (cell for cell in self.cells if cell.steps_to_go)
        return tuple(sorted(ahead, key=lambda cell: -cell.steps_to_go))

    @property
    def lanes(self) -> int:
        """How many areas stand side by side on paper; 1 where one is too long to be a column."""
        longest = max(len(column.cells) for column in self.columns)
        return 1 if longest > LONGEST_LANE else min(len(self.columns), MOST_LANES)

    @property
    def schools_in_parts(self) -> tuple["SchoolsPart", ...]:
        """The schools' rows, cut into tables that are narrow enough for paper."""
        cells = self.cells
        return tuple(
            SchoolsPart(
                cells[start : start + PART],
                tuple(Row(row.label, row.cells[start : start + PART]) for row in self.rows),
            )
            for start in range(0, len(cells), PART)
            if self.rows
        )

    @property
    def build_first(self) -> tuple[Cell, ...]:
        """The cells in the weaker half of an ordered scale, weakest first."""
        low = (cell for cell in self.cells if self.tree.is_low(cell.level))
        return tuple(sorted(low, key=lambda cell: cell.level.position))

    @property
    def strongest(self) -> tuple[Cell, ...]:
        """The cells at the strong end of an ordered scale."""
        top = self.tree.levels[-1]
        return tuple(cell for cell in self.cells if self.tree.is_ordered and cell.level == top)


class SchoolsPart(NamedTuple):
    """Some of the elements, with what the schools rated them."""

    cells: tuple[Cell, ...]
    rows: tuple[Row, ...]


def build(
    tree: FrameworkTree,
    ratings: Iterable[tuple[int | None, str | None, int, int | None, int | None]],
    before: Mapping[str, str] | None = None,
    views: Iterable[tuple[int, int, int]] = (),
    *,
    gaps: Mapping[str, str] | None = None,
    left_out: tuple[str, ...] = (),
) -> HeatMap:
    """Lay out a heat map.

    `ratings` are (school pk or None for the trust, school name, element pk, level pk or None,
    target level's pk or None); `before` maps element codes, as they are now, to level codes of the
    earlier agreed assessment, and `gaps` to why there is none. An earlier level that this framework
    does not have is not compared. `views` are (school pk, element pk, level pk): the trust's view
    of its schools.
    """
    trust: dict[int, Levels] = {}
    schools: dict[tuple[str, int], dict[int, Levels]] = {}
    for school, name, element, *levels in ratings:
        rated = trust if school is None else schools.setdefault((name, school), {})
        rated[element] = Levels(*(tree.level_by_pk.get(level) for level in levels))
    earlier, gaps = before or {}, gaps or {}
    seen = {(school, element): level for school, element, level in views}
    return HeatMap(
        tree=tree,
        columns=tuple(
            Column(
                area,
                tuple(_cell(tree, element, trust, earlier, gaps) for element in area.elements),
            )
            for area in tree.areas
        ),
        rows=tuple(
            Row(
                name,
                tuple(
                    _school_cell(tree, element, levels, seen.get((school, element.pk)))
                    for element in tree.elements
                ),
            )
            for (name, school), levels in sorted(schools.items())
        ),
        left_out=tuple(left_out),
    )


def _cell(tree, element, rated, earlier, gaps) -> Cell:
    level, target = rated.get(element.pk, NOT_RATED)
    before = tree.level_by_code.get(earlier.get(element.code))
    gap = gaps.get(element.code, "")
    return Cell(element, level, before, _change(tree, level, before), gap=gap, target=target)


def _school_cell(tree, element, rated, view) -> Cell:
    level, target = rated.get(element.pk, NOT_RATED)
    view = tree.level_by_pk.get(view)
    far = 2 if tree.is_ordered else 1
    parts = bool(level and view and tree.distance(level, view) >= far)
    return Cell(element, level, view=view, parts=parts, target=target)


def _change(tree, level, before) -> Change | None:
    if level is None or before is None:
        return None
    if level == before:
        return Change.SAME
    if not tree.is_ordered:
        return Change.OTHER
    return Change.STRONGER if level.position > before.position else Change.WEAKER
