"""What pages show of votes: nothing before they are revealed."""

from dataclasses import dataclass

from django.db.models import Count

from frameworks.tree import ElementNode, LevelNode
from matcap.assessments.models import Assessment

from .models import Round, Vote


@dataclass(frozen=True)
class Bar:
    """How many chose a level; `most` is how many chose the one that most did."""

    level: LevelNode
    votes: int
    most: int


@dataclass(frozen=True)
class Tally:
    """The votes of a revealed round, a bar a level in the scale's order."""

    round: Round
    bars: tuple[Bar, ...]

    @property
    def votes(self) -> int:
        """How many voted."""
        return sum(bar.votes for bar in self.bars)


@dataclass(frozen=True)
class Voted:
    """An element with its revealed rounds, the first one first."""

    element: ElementNode
    tallies: tuple[Tally, ...]

    @property
    def kept(self) -> Round | None:
        """The round after which an outcome was last kept, if any."""
        rounds = [tally.round for tally in self.tallies if tally.round.kept_at]
        return max(rounds, key=lambda one: one.kept_at, default=None)


def turnout(shown: Round) -> int:
    """How many have voted in a round, which is no secret; one query."""
    return shown.votes.count()


def own_vote(shown: Round, voter: str) -> LevelNode | None:
    """The level that a voter chose in a round, in one query."""
    level = shown.votes.filter(ballot=shown.ballot(voter)).values_list("level", flat=True).first()
    return shown.workshop.assessment.tree.level_by_pk.get(level)


def tally(shown: Round) -> Tally | None:
    """The votes of a round in one query; None while they are hidden."""
    return next(iter(_tallies([shown])), None)


def _tallies(rounds: list[Round]) -> list[Tally]:
    """The votes of those of `rounds` that are revealed, in one query."""
    revealed = [one for one in rounds if one.is_revealed]
    counts = {
        (of, level): votes
        for of, level, votes in Vote.objects.filter(round__in=[one.pk for one in revealed])
        .values_list("round", "level")
        .annotate(Count("pk"))
    }
    found = []
    for one in revealed:
        levels = one.workshop.assessment.tree.levels
        votes = [counts.get((one.pk, level.pk), 0) for level in levels]
        bars = (Bar(level, count, max(votes)) for level, count in zip(levels, votes, strict=True))
        found.append(Tally(one, tuple(bars)))
    return found


def voted_on(assessment: Assessment) -> list[Voted]:
    """Every element that was voted on in an assessment's workshops, in order; two queries."""
    rounds = Round.objects.whole().filter(workshop__assessment=assessment).order_by("pk")
    by_element: dict[int, list[Tally]] = {}
    for one in _tallies(list(rounds)):
        by_element.setdefault(one.round.element_id, []).append(one)
    return [
        Voted(element, tuple(by_element[element.pk]))
        for element in assessment.tree.elements
        if element.pk in by_element
    ]
