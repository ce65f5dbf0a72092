"""The register of strength: per element, which schools are strong and which need help. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from frameworks.tree import ElementNode, FrameworkTree, LevelNode


class SchoolRating(NamedTuple):
    """One school's own rating of one element, with where the school belongs."""

    school: int
    name: str
    cluster: str
    phase: str
    element: int
    level: int | None


@dataclass(frozen=True)
class Place:
    """A school on one side of an element, with the level it gave itself."""

    school: int
    name: str
    cluster: str
    phase: str
    level: LevelNode


@dataclass(frozen=True)
class Strengths:
    """An element: the schools at the strong end, and those in the weaker half, weakest first."""

    element: ElementNode
    strong: tuple[Place, ...]
    need_help: tuple[Place, ...]


def strengths(tree: FrameworkTree, ratings: Iterable[SchoolRating]) -> list[Strengths]:
    """Who is strong and who needs help, element by element, schools by name.

    Only an ordered scale has a strong end: choices without order give an empty list.
    """
    if not tree.is_ordered:
        return []
    places: dict[int, list[Place]] = {}
    for one in sorted(ratings, key=lambda rating: (rating.name, rating.school)):
        level = tree.level_by_pk.get(one.level)
        if level:
            place = Place(one.school, one.name, one.cluster, one.phase, level)
            places.setdefault(one.element, []).append(place)
    return [
        Strengths(
            element,
            tuple(place for place in here if place.level == tree.levels[-1]),
            tuple(
                sorted(
                    (place for place in here if tree.is_low(place.level)),
                    key=lambda place: place.level.position,
                )
            ),
        )
        for element in tree.elements
        for here in [places.get(element.pk, [])]
    ]
