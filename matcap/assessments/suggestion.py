"""What a person's marks point to: a help to find the rating, never the rating itself."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from frameworks.tree import ElementNode, FrameworkTree, LevelNode


@dataclass(frozen=True)
class Suggestion:
    """`level` is the nearest level, or None when the marks fall between two; `reason` says why."""

    level: LevelNode | None
    reason: str


def suggest(
    tree: FrameworkTree, element: ElementNode, marks: Iterable[LevelNode]
) -> Suggestion | None:
    """Read the marks of one element. None without marks: then there is nothing to say.

    The nearest level is that of the mean position; a mean halfway between two levels names both and
    chooses neither. Of choices without order nothing is said: they are a person's own.
    """
    marks = list(marks)
    if not marks or not tree.is_ordered:
        return None
    counts = Counter(marks)
    tally = ", ".join(f"{counts[level]} {level.name}" for level in tree.levels if level in counts)
    return _nearest(tree, marks, f"{tally} of {len(element.strands)}")


def _nearest(tree: FrameworkTree, marks: list[LevelNode], so_far: str) -> Suggestion:
    # Whole numbers throughout: twice the total of positions, against twice the count.
    total, count, middle = sum(mark.position for mark in marks), len(marks), len(tree.levels) + 1
    if 2 * total < middle * count:
        lean = "lean to the weak end"
    elif 2 * total > middle * count:
        lean = "lean to the strong end"
    else:
        lean = "balance between the two ends"
    below, remainder = divmod(total, count)
    if 2 * remainder == count:
        low, high = tree.levels[below - 1], tree.levels[below]
        return Suggestion(
            None,
            f"Your marks so far {lean}: {so_far}. They fall between {low.name} and {high.name}.",
        )
    nearest = tree.levels[below - 1 if 2 * remainder < count else below]
    return Suggestion(nearest, f"Your marks so far {lean}: {so_far}.")
