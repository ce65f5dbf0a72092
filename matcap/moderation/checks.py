"""Gentle notes on the trust's ratings before they are agreed. They never block. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from frameworks.tree import ElementNode, FrameworkTree, LevelNode

OLD = timedelta(days=365)


@dataclass(frozen=True)
class Judged:
    """What the notes look at: one element's rating, with what stands behind it.

    `dated_on` are the dates of its links and files that have one; `words_on` is the day the rating
    was last written.
    """

    element: ElementNode
    level: LevelNode | None
    evidence: str
    reason: str
    marks: tuple[LevelNode, ...] = ()
    before: LevelNode | None = None
    items: int = 0
    dated_on: tuple[date, ...] = ()
    is_priority: bool = False
    is_carried: bool = False


@dataclass(frozen=True)
class Note:
    """A note on one element; `place` is "rating" or "plan": where to look."""

    element: ElementNode
    sentence: str
    place: str = "rating"


def notes(tree: FrameworkTree, judged: Iterable[Judged], today: date) -> list[Note]:
    """The notes on a trust's ratings, in the framework's order. Unrated elements have none.

    Notes on stronger and weaker are for an ordered scale only.
    """
    found = []
    for one in judged:
        if one.level is None:
            continue
        if tree.is_ordered:
            found += _on_the_scale(tree, one)
        if one.is_carried:
            found.append(Note(one.element, "Carried forward, and not looked at yet."))
        newest = max(one.dated_on, default=None)
        if newest and today - newest > OLD:
            found.append(Note(one.element, "Its dated evidence is more than a year old."))
    return found


def _on_the_scale(tree: FrameworkTree, one: Judged) -> Iterable[Note]:
    level, strongest = one.level, tree.levels[-1]
    if level == strongest and not one.evidence.strip() and not one.items:
        yield Note(one.element, f"{level.name} with no evidence yet.")
    if tree.is_low(level) and not one.is_priority:
        yield Note(one.element, f"{level.name} and not among the priorities.", "plan")
    if one.before and abs(level.position - one.before.position) > 1 and not one.reason.strip():
        yield Note(
            one.element,
            f"{one.before.name} before, {level.name} now: the reason is not written yet.",
        )
    if one.marks and level.position > max(mark.position for mark in one.marks):
        yield Note(one.element, f"{level.name} is stronger than every mark under it.")
