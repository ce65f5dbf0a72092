"""How far apart people's ratings of one element are. Pure: it reads no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations

from frameworks.tree import ElementNode, FrameworkTree, LevelNode

from .groups import ShownGroup


def spread(tree: FrameworkTree, counts: Mapping[LevelNode, int]) -> Fraction:
    """The mean distance between two people, over all pairs; 0 with fewer than two people.

    On an ordered scale the distance of two levels is the steps between them; choices without
    order are the same (0) or different (1). There is no mean of ratings in it, so it holds for
    both. It is Gini's mean difference (Gini, 1912), in steps.
    """
    people = sum(counts.values())
    if people < 2:
        return Fraction(0)
    apart = sum(
        one * other * tree.distance(first, second)
        for (first, one), (second, other) in combinations(counts.items(), 2)
    )
    return Fraction(2 * apart, people * (people - 1))


@dataclass(frozen=True)
class Line:
    """One group's count of each answer to an element, and of each target; `unrated` gave none."""

    group: ShownGroup
    counts: dict[LevelNode, int]
    targets: dict[LevelNode, int] = field(default_factory=dict)

    @property
    def rated(self) -> int:
        """How many of the group answered the element."""
        return sum(self.counts.values())

    @property
    def unrated(self) -> int:
        """How many of the group did not."""
        return self.group.people - self.rated


@dataclass(frozen=True)
class Standing:
    """Where people stand on one element; `agreed` is the trust's own answer so far, with `target`.

    One that `is_of_targets` counts where people think that it needs to be.
    """

    tree: FrameworkTree
    element: ElementNode
    lines: tuple[Line, ...]
    agreed: LevelNode | None
    target: LevelNode | None = None
    is_of_targets: bool = False

    @property
    def of_targets(self) -> "Standing | None":
        """Where people stand on the target; None where the framework asks for none."""
        if not self.tree.asks_target:
            return None
        lines = tuple(replace(line, counts=line.targets, targets={}) for line in self.lines)
        return replace(self, lines=lines, agreed=self.target, target=None, is_of_targets=True)

    @property
    def about(self) -> str:
        """What its levels say, in the framework's words; nothing where it has none."""
        return self.tree.target if self.is_of_targets else self.tree.now

    @property
    def people(self) -> int:
        """How many were asked."""
        return sum(line.group.people for line in self.lines)

    @property
    def counts(self) -> dict[LevelNode, int]:
        """How many people chose each level, over all groups; levels that nobody chose are 0."""
        return {
            level: sum(line.counts.get(level, 0) for line in self.lines)
            for level in self.tree.levels
        }

    @property
    def rated(self) -> int:
        """How many people answered it."""
        return sum(line.rated for line in self.lines)

    @property
    def spread(self) -> Fraction:
        """How far apart they are."""
        return spread(self.tree, {level: n for level, n in self.counts.items() if n})

    @property
    def in_words(self) -> str:
        """Who answered it, and where they part, in one or two sentences."""
        people = "1 person" if self.rated == 1 else f"{self.rated or 'No'} people"
        if not self.tree.has_levels:
            return f"{self.rated or 'None'} of {self.people} gave an example."
        did = "rated this element" if self.tree.is_ordered else "chose"
        said = f"{people} {'set a target' if self.is_of_targets else did}."
        if self.rated > 1:
            said += f" {self._view()}"
        return said

    def _view(self) -> str:
        chosen = [level for level, n in self.counts.items() if n]
        if len(chosen) == 1:
            return f"All chose {chosen[0].name}."
        apart = self._furthest_groups()
        if apart:
            return f"{apart[0].group.name} and {_lower(apart[1].group.name)} see it differently."
        if not self.tree.is_ordered or chosen[-1].position - chosen[0].position > 1:
            return "People differ within their groups."
        return f"They lie between {chosen[0].name} and {chosen[-1].name}."

    def _furthest_groups(self) -> tuple[Line, Line] | None:
        """The two groups that are furthest apart, a step or more: they see it differently."""
        pairs = combinations([line for line in self.lines if line.rated], 2)
        far = [(_apart(self.tree, *pair), pair) for pair in pairs]
        widest = max(far, key=lambda one: one[0], default=(0, None))
        return widest[1] if widest[0] >= 1 else None


def _apart(tree: FrameworkTree, one: Line, other: Line) -> Fraction:
    """How far apart two groups are: of means in steps, or whether their choices share nothing."""
    if tree.is_ordered:
        return abs(_mean(one) - _mean(other))
    return Fraction(int(not one.counts.keys() & other.counts.keys()))


def _mean(line: Line) -> Fraction:
    total = sum(level.position * n for level, n in line.counts.items())
    return Fraction(total, line.rated)


def _lower(name: str) -> str:
    """A group's name within a sentence, unless it is an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def widest_first(standings: list[Standing]) -> list[Standing]:
    """Elements in order of spread, then of the targets' spread, then of the framework.

    Of examples there is no spread: those that nobody answered come first.
    """

    def place(one: Standing) -> tuple:
        if not one.tree.has_levels:
            return (one.rated > 0, one.element.position)
        targets = one.of_targets
        return (-one.spread, -targets.spread if targets else 0, one.element.position)

    return sorted(standings, key=place)
