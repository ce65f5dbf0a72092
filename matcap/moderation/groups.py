"""Who is shown beside whom in moderation. Pure: it reads no database."""

from collections.abc import Iterable
from dataclasses import dataclass

# Fewer than this many who rated would be told apart.
FEWEST = 3
OTHERS = "Others"


@dataclass(frozen=True)
class ShownGroup:
    """One line of moderation: a group, or several small ones folded into one.

    `groups` are primary keys; `people` is how many contributors are in it.
    """

    name: str
    groups: frozenset[int]
    people: int


def fold(groups: Iterable[tuple[int, str, int, int]], *, shows_names: bool) -> list[ShownGroup]:
    """The lines of moderation, from (pk, name, people, how many of them have begun) in order.

    Where names are not shown, groups in which fewer than three people have begun are folded into
    "Others", and the next smallest with them while "Others" would be fewer than three itself. Who
    is left alone with nobody to fold into is "Everybody".
    """
    groups = list(groups)
    small = [] if shows_names else [group for group in groups if group[3] < FEWEST]
    large = [group for group in groups if group not in small]
    while small and large and sum(group[3] for group in small) < FEWEST:
        smallest = min(large, key=lambda group: group[3])
        large.remove(smallest)
        small.append(smallest)
    shown = [ShownGroup(name, frozenset([pk]), people) for pk, name, people, _ in large]
    if small:
        name = OTHERS if large else "Everybody"
        people = sum(group[2] for group in small)
        shown.append(ShownGroup(name, frozenset(group[0] for group in small), people))
    return shown
