"""Fetches what moderation lays out, in a fixed number of queries, counted by the database."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from frameworks.tree import ElementNode, LevelNode, StrandNode
from matcap.assessments.comparing import comparison, origin_of
from matcap.assessments.models import Assessment, EvidenceItem, Mark, Rating, Response
from matcap.planning.models import Priority

from .checks import Judged
from .groups import ShownGroup, fold
from .spread import Line, Standing, spread

CONTRIBUTOR = Response.Kind.CONTRIBUTOR
TRUST = Response.Kind.TRUST
QUOTED = 5  # texts of a group that a page shows before it is asked for all


def shown_groups(assessment: Assessment) -> list[ShownGroup]:
    """The groups as moderation shows them, in one query."""
    begun = Count("pk", distinct=True, filter=Q(ratings__changed_at__isnull=False))
    rows = (
        Response.objects.filter(assessment=assessment, kind=CONTRIBUTOR)
        .values("group", "group__name", "group__position")
        .annotate(people=Count("pk", distinct=True), begun=begun)
        .order_by("group__position", "group__name")
    )
    groups = [(row["group"], row["group__name"], row["people"], row["begun"]) for row in rows]
    return fold(groups, shows_names=assessment.shows_names)


def standings(assessment: Assessment) -> list[Standing]:
    """Where people stand on every element, in the framework's order, in three queries."""
    tree = assessment.tree
    groups = shown_groups(assessment)
    counted: dict[tuple[int, ShownGroup], dict[LevelNode, int]] = defaultdict(Counter)
    line_of = {pk: group for group in groups for pk in group.groups}
    rows = (
        Rating.objects.filter(
            response__assessment=assessment, response__kind=CONTRIBUTOR, level__isnull=False
        )
        .values_list("element", "response__group", "level")
        .annotate(people=Count("pk"))
        .order_by()
    )
    for element, group, level, people in rows:
        counted[element, line_of[group]][tree.level_by_pk[level]] += people
    agreed = dict(
        Rating.objects.filter(
            response__assessment=assessment, response__kind=TRUST, carried=False
        ).values_list("element", "level")
    )
    return [
        Standing(
            tree,
            element,
            tuple(Line(group, dict(counted[element.pk, group])) for group in groups),
            tree.level_by_pk.get(agreed.get(element.pk)),
        )
        for element in tree.elements
    ]


@dataclass(frozen=True)
class Quote:
    """What somebody wrote of an element; `said_by` is their group, or their name where shown."""

    pk: int
    said_by: str
    level: LevelNode | None
    text: str
    has_left: bool
    items: tuple[EvidenceItem, ...] = ()

    @property
    def copied(self) -> str:
        """The text with its source, as it is copied to the trust's own evidence."""
        return f"{self.said_by}: “{self.text}”"


def quotes(
    assessment: Assessment, element: ElementNode, groups: list[ShownGroup]
) -> list[tuple[ShownGroup, list[Quote]]]:
    """What people gave as evidence for one element, by group, in three queries."""
    tree = assessment.tree
    line_of = {pk: group for group in groups for pk in group.groups}
    rows = (
        Rating.objects.filter(
            response__assessment=assessment, response__kind=CONTRIBUTOR, element=element.pk
        )
        .filter(~Q(evidence="") | Q(items__removed_at=None, items__isnull=False))
        .distinct()
        .order_by("response__group__position", "level__position", "pk")
        .values_list(
            "pk",
            "response__group",
            "response__contributor",
            "response__contributor__name",
            "level",
            "evidence",
            "response__group__position",
            "level__position",
        )
    )
    items: dict[int, list[EvidenceItem]] = defaultdict(list)
    for item in EvidenceItem.objects.filter(
        rating__response__assessment=assessment,
        rating__response__kind=CONTRIBUTOR,
        rating__element=element.pk,
        removed_at=None,
    ):
        items[item.rating_id].append(item)
    here = set(assessment.trust.memberships.current().values_list("user", flat=True))
    said: dict[ShownGroup, list[Quote]] = {group: [] for group in groups}
    for pk, group, person, name, level, text, *_ in rows:
        line = line_of[group]
        by = f"{name}, {line.name}" if assessment.shows_names else line.name
        said[line].append(
            Quote(
                pk,
                by,
                tree.level_by_pk.get(level),
                text.strip(),
                person not in here,
                tuple(items[pk]),
            )
        )
    return [(group, found) for group, found in said.items() if found]


def parting_strands(
    assessment: Assessment, element: ElementNode
) -> list[tuple[StrandNode, dict[LevelNode, int]]]:
    """The strands whose marks part people, widest first, with the count of each level.

    Two steps or more between the marks of an ordered scale; any difference between choices.
    """
    tree = assessment.tree
    counts: dict[int, dict[LevelNode, int]] = defaultdict(dict)
    rows = (
        Mark.objects.filter(
            rating__response__assessment=assessment,
            rating__response__kind=CONTRIBUTOR,
            rating__element=element.pk,
        )
        .values_list("strand", "level")
        .annotate(people=Count("pk"))
        .order_by()
    )
    for strand, level, people in rows:
        counts[strand][tree.level_by_pk[level]] = people
    parting = []
    for strand in element.strands:
        marks = counts.get(strand.pk, {})
        places = [level.position for level in marks]
        if marks and max(places) - min(places) >= (2 if tree.is_ordered else 1):
            every = {level: marks.get(level, 0) for level in tree.levels}
            parting.append((strand, every, spread(tree, marks)))
    parting.sort(key=lambda one: (-one[2], one[0].position))
    return [(strand, every) for strand, every, _ in parting]


def judged(assessment: Assessment) -> list[Judged]:
    """What the judgement checks look at, in five queries."""
    tree = assessment.tree
    own = {"response__assessment": assessment, "response__kind": TRUST}
    ratings = {
        element: row
        for element, *row in Rating.objects.filter(**own).values_list(
            "element", "level", "evidence", "reason", "carried"
        )
    }
    of_own = {f"rating__{name}": value for name, value in own.items()}
    marks: dict[int, list[LevelNode]] = defaultdict(list)
    for element, level in Mark.objects.filter(**of_own).values_list("rating__element", "level"):
        marks[element].append(tree.level_by_pk[level])
    items: dict[int, list[date | None]] = defaultdict(list)
    for element, dated_on in EvidenceItem.objects.filter(**of_own, removed_at=None).values_list(
        "rating__element", "dated_on"
    ):
        items[element].append(dated_on)
    before = comparison(assessment).codes
    priorities = set(
        Priority.objects.filter(plan__assessment=assessment, removed_at=None).values_list(
            "element", flat=True
        )
    )
    return [
        Judged(
            element=element,
            level=tree.level_by_pk.get(ratings[element.pk][0]),
            evidence=ratings[element.pk][1],
            reason=ratings[element.pk][2],
            is_carried=ratings[element.pk][3],
            marks=tuple(marks[element.pk]),
            before=tree.level_by_code.get(before.get(element.code)),
            items=len(items[element.pk]),
            dated_on=tuple(filter(None, items[element.pk])),
            is_priority=element.pk in priorities,
        )
        for element in tree.elements
    ]


def earlier(assessment: Assessment, element: ElementNode) -> Rating | None:
    """The trust's own rating of what the element was last time, in one query."""
    return (
        Rating.objects.filter(
            response__assessment=assessment.previous_id,
            response__kind=TRUST,
            element__code=origin_of(assessment, element.code),
        )
        .select_related("level")
        .first()
    )
