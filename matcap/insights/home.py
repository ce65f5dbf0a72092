"""What a trust's home says of each instrument: what came of it last, and when it is next. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from frameworks.models import Framework
from frameworks.tree import FrameworkTree, LevelNode
from matcap.assessments.models import Assessment


class Given(NamedTuple):
    """The trust's own rating of one element: its level's pk, and whether words stand with it."""

    assessment: int
    level: int | None
    has_words: bool


@dataclass(frozen=True)
class Outcome:
    """What an assessment came to: how many elements at each level, or with an example."""

    tree: FrameworkTree
    levels: tuple[tuple[LevelNode, int], ...]
    answered: int

    @property
    def total(self) -> int:
        """How many elements there are."""
        return len(self.tree.elements)

    @property
    def left(self) -> int:
        """How many are not answered yet."""
        return self.total - self.answered


@dataclass(frozen=True)
class Used:
    """An instrument that a trust uses. `last` was agreed, `now` is under way; one of them is there.

    `outcome` is that of the last, or of the one under way where none was agreed yet.
    """

    framework: Framework
    last: Assessment | None
    now: Assessment | None
    outcome: Outcome

    @property
    def told(self) -> Assessment:
        """The assessment that `outcome` is of."""
        return self.last or self.now

    @property
    def next_on(self) -> date | None:
        """When the one under way is due; otherwise a year after the last was agreed."""
        if self.now:
            return self.now.due_on
        day = self.last.agreed_on
        is_leap_day = (day.month, day.day) == (2, 29)
        return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)


def unused(frameworks: Iterable[Framework], assessments: Iterable[Assessment]) -> list[Framework]:
    """The newest versions of the instruments that none of the assessments is with, by title."""
    newest: dict[tuple, Framework] = {}
    for framework in sorted(frameworks, key=lambda one: (one.published_at, one.pk)):
        newest[_instrument(framework)] = framework
    for assessment in assessments:
        newest.pop(_instrument(assessment.framework), None)
    return sorted(newest.values(), key=lambda one: (one.title, one.pk))


def told_of(assessments: Iterable[Assessment]) -> list[tuple[Assessment | None, Assessment | None]]:
    """The last agreed assessment and the one under way with each instrument, latest first.

    `assessments` come latest first.
    """
    found: dict[tuple, dict[bool, Assessment]] = {}
    for one in assessments:
        found.setdefault(_instrument(one.framework), {}).setdefault(one.is_agreed, one)
    return [(pair.get(True), pair.get(False)) for pair in found.values()]


def used(
    pairs: Iterable[tuple[Assessment | None, Assessment | None]], given: Iterable[Given]
) -> list[Used]:
    """What home says of each instrument, from `told_of` and the ratings in those assessments."""
    by_assessment: dict[int, list[Given]] = {}
    for one in given:
        by_assessment.setdefault(one.assessment, []).append(one)
    rows = []
    for last, now in pairs:
        told = last or now
        outcome = outcome_of(told.tree, by_assessment.get(told.pk, ()))
        rows.append(Used((now or last).framework, last, now, outcome))
    return rows


def outcome_of(tree: FrameworkTree, given: Iterable[Given]) -> Outcome:
    """How many elements are at each level that any is at, the strongest first; how many answered.

    Choices come in the framework's order.
    """
    given = list(given)
    if not tree.has_levels:
        return Outcome(tree, (), sum(one.has_words for one in given))
    counts = Counter(one.level for one in given if one.level)
    in_order = reversed(tree.levels) if tree.is_ordered else tree.levels
    levels = tuple((level, counts[level.pk]) for level in in_order if counts[level.pk])
    return Outcome(tree, levels, counts.total())


def _instrument(framework: Framework) -> tuple:
    return framework.owner_id, framework.slug
