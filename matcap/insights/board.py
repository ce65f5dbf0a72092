"""Named choices as a board: a pile of elements for each choice. Pure: it reads no database."""

from dataclasses import dataclass

from frameworks.tree import ElementNode, LevelNode

from .heatmap import Cell, HeatMap


@dataclass(frozen=True)
class Pile:
    """The elements for which one choice is made; `level` is None where none is made yet."""

    level: LevelNode | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Tally:
    """An element: what the trust chose, and how many of its schools chose what.

    `counts` has a number a choice, in the framework's order, and last those that chose nothing.
    """

    element: ElementNode
    level: LevelNode | None
    counts: tuple[int, ...]


def piles_of(heat_map: HeatMap) -> tuple[Pile, ...]:
    """A pile for each choice in the framework's order, and one for what is left, if anything is."""
    left = (None,) if heat_map.unrated else ()
    return tuple(
        Pile(level, tuple(cell for cell in heat_map.cells if cell.level == level))
        for level in (*heat_map.tree.levels, *left)
    )


def tallies_of(heat_map: HeatMap) -> tuple[Tally, ...]:
    """How many schools chose what, element by element; nothing without schools. Never a mean."""
    if not heat_map.rows:
        return ()
    kinds = (*heat_map.tree.levels, None)
    return tuple(
        Tally(
            cell.element,
            cell.level,
            tuple(sum(row.cells[place].level == kind for row in heat_map.rows) for kind in kinds),
        )
        for place, cell in enumerate(heat_map.cells)
    )
