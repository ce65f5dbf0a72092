"""Fetches what moderation lays out, in a fixed number of queries, counted by the database."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q

from frameworks.tree import ElementNode, FrameworkTree, LevelNode, StrandNode
from matcap.assessments.comparing import comparison, origin_of
from matcap.assessments.models import (
    IS_ANSWERED,
    Assessment,
    EvidenceItem,
    Mark,
    Rating,
    Response,
    answered,
)
from matcap.assessments.reading import RatedElement
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


# Of an element, by primary key: the trust's own answer as it is agreed so far, and its target.
Agreed = Mapping[int, tuple[LevelNode | None, LevelNode | None]]


def agreed_in(rated: RatedElement) -> Agreed:
    """What the trust has agreed so far, as a page of one element read it."""
    tree, found = rated.assessment.tree, {}
    for pk, sign in rated.signs.items():
        is_here = pk == rated.element.pk
        carried = rated.rating.carried if is_here else rated.standings[pk].carried
        target = rated.target if is_here else tree.level_by_pk.get(rated.targets[pk])
        found[pk] = None if carried else sign, target
    return found


def standings(assessment: Assessment, agreed: Agreed | None = None) -> list[Standing]:
    """Where people stand on every element, in the framework's order, in two queries.

    And a third for what is `agreed`, unless that is known.
    """
    tree = assessment.tree
    groups = shown_groups(assessment)
    answers: dict[tuple[int, ShownGroup], dict[LevelNode, int]] = defaultdict(Counter)
    targets: dict[tuple[int, ShownGroup], dict[LevelNode, int]] = defaultdict(Counter)
    line_of = {pk: group for group in groups for pk in group.groups}
    rows = (
        Rating.objects.filter(response__assessment=assessment, response__kind=CONTRIBUTOR)
        .filter(answered() | Q(target_level__isnull=False))
        .values_list("element", "response__group", "level", "target_level")
        .annotate(people=Count("pk"))
        .order_by()
    )
    for element, group, level, target, people in rows:
        where = element, line_of[group]
        if level or not tree.has_levels:
            answers[where][tree.sign(level, people)] += people
        if target:
            targets[where][tree.level_by_pk[target]] += people
    agreed = _agreed(assessment) if agreed is None else agreed
    return [
        Standing(
            tree,
            element,
            tuple(
                Line(group, dict(answers[element.pk, group]), dict(targets[element.pk, group]))
                for group in groups
            ),
            *agreed[element.pk],
        )
        for element in tree.elements
    ]


def _agreed(assessment: Assessment) -> Agreed:
    tree = assessment.tree
    own = Rating.objects.filter(response__assessment=assessment, response__kind=TRUST)
    return {
        element: (
            None if carried else tree.sign(level, is_answered),
            tree.level_by_pk.get(target),
        )
        for element, level, target, is_answered, carried in own.values_list(
            "element", "level", "target_level", IS_ANSWERED, "carried"
        )
    }


@dataclass(frozen=True)
class Quote:
    """What somebody wrote of an element; `said_by` is their group, or their name where shown."""

    pk: int
    said_by: str
    level: LevelNode | None
    target: LevelNode | None
    text: str
    has_left: bool
    items: list[EvidenceItem] = field(default_factory=list)

    @property
    def copied(self) -> str:
        """The text with its source, as it is copied to the trust's own evidence."""
        return f"{self.said_by}: “{self.text}”"


def quotes(
    assessment: Assessment, element: ElementNode, groups: list[ShownGroup]
) -> list[tuple[ShownGroup, list[Quote]]]:
    """What people gave as evidence for one element, by group, in one query."""
    tree = assessment.tree
    line_of = {pk: group for group in groups for pk in group.groups}
    members = assessment.trust.memberships.current()
    rows = (
        Rating.objects.filter(
            response__assessment=assessment, response__kind=CONTRIBUTOR, element=element.pk
        )
        .annotate(
            kept=FilteredRelation("items", condition=Q(items__removed_at=None)),
            is_here=Exists(members.filter(user=OuterRef("response__contributor"))),
            group=F("response__group"),
            name=F("response__contributor__name"),
            item=F("kept__pk"),
            title=F("kept__title"),
            address=F("kept__address"),
            stored_as=F("kept__stored_as"),
        )
        .filter(~Q(evidence="") | Q(kept__isnull=False))
        .order_by("response__group__position", "level__position", "pk", "kept__added_at", "item")
    )
    said: dict[ShownGroup, dict[int, Quote]] = {group: {} for group in groups}
    for row in rows:
        line = line_of[row.group]
        quote = Quote(
            row.pk,
            f"{row.name}, {line.name}" if assessment.shows_names else line.name,
            tree.level_by_pk.get(row.level_id),
            tree.level_by_pk.get(row.target_level_id),
            row.evidence.strip(),
            not row.is_here,
        )
        items = said[line].setdefault(row.pk, quote).items
        if row.item:
            found = {"title": row.title, "address": row.address, "stored_as": row.stored_as}
            items.append(EvidenceItem(pk=row.item, **found))
    return [(group, list(found.values())) for group, found in said.items() if found]


@dataclass(frozen=True)
class Marked:
    """The marks of one element: the trust's own, strand → level by primary key; and how many people
    gave each level to each strand.
    """

    own: dict[int, int]
    counts: dict[int, dict[LevelNode, int]]


def marks_of(assessment: Assessment, element: ElementNode) -> Marked:
    """The marks of an element, in one query."""
    marked = Marked({}, defaultdict(dict))
    rows = (
        Mark.objects.filter(
            rating__response__assessment=assessment,
            rating__response__kind__in=[CONTRIBUTOR, TRUST],
            rating__element=element.pk,
        )
        .values_list("rating__response__kind", "strand", "level")
        .annotate(people=Count("pk"))
        .order_by()
    )
    for kind, strand, level, people in rows:
        if kind == TRUST:
            marked.own[strand] = level
        else:
            marked.counts[strand][assessment.tree.level_by_pk[level]] = people
    return marked


def parting_strands(
    tree: FrameworkTree, element: ElementNode, marked: Marked
) -> list[tuple[StrandNode, dict[LevelNode, int]]]:
    """The strands whose marks part people, widest first, with the count of each level.

    Two steps or more between the marks of an ordered scale; any difference between choices.
    """
    parting = []
    for strand in element.strands:
        marks = marked.counts.get(strand.pk, {})
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
    ratings = {rating.element_id: rating for rating in Rating.objects.filter(**own)}
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
            answer=tree.sign(ratings[element.pk].level_id, ratings[element.pk].evidence),
            target=tree.level_by_pk.get(ratings[element.pk].target_level_id),
            evidence=ratings[element.pk].evidence,
            reason=ratings[element.pk].reason,
            is_carried=ratings[element.pk].carried,
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
