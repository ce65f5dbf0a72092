"""Fetches one element's rating with everything that its page shows."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F
from django.http import Http404

from frameworks.tree import ElementNode, LevelNode
from matcap.trusts.models import Membership, School

from .comparing import levels_compare, origin_of
from .models import Assessment, EvidenceItem, Rating, Response
from .progress import Progress, progress
from .review import Standing, reviews
from .suggestion import Suggestion, suggest


@dataclass
class RatedElement:
    """One element of a response: its rating, and where the whole response stands.

    `others` are the signs of every element as they were read, by primary key, and `targets` the
    primary keys of their target levels.
    """

    assessment: Assessment
    element: ElementNode
    rating: Rating
    others: dict[int, LevelNode | None]
    targets: dict[int, int | None]
    standings: dict[int, Standing]

    @property
    def response(self) -> Response:
        """The response that the rating is in."""
        return self.rating.response

    @property
    def school(self) -> School | None:
        """The school that is rated; None for the trust as a whole."""
        return self.response.school

    @property
    def level(self) -> LevelNode | None:
        """The level chosen, if any."""
        return self.assessment.tree.level_by_pk.get(self.rating.level_id)

    @property
    def target(self) -> LevelNode | None:
        """The level where it needs to be, if one is chosen."""
        return self.assessment.tree.level_by_pk.get(self.rating.target_level_id)

    @property
    def sign(self) -> LevelNode | None:
        """What its answer shows as; None while it is not answered."""
        return self.assessment.tree.sign(self.rating.level_id, self.rating.evidence)

    @property
    def signs(self) -> dict[int, LevelNode | None]:
        """The sign of every element of the response, by primary key."""
        return self.others | {self.element.pk: self.sign}

    @property
    def guide(self) -> LevelNode | None:
        """Where the source would put it: a secret until this response has a choice of its own."""
        return self.element.guide if self.level else None

    @property
    def progress(self) -> Progress:
        """How far the response has come."""
        return progress(self.assessment.tree, self.signs)

    @property
    def reviews(self) -> dict[int, list[str]]:
        """What to look at of each element of the response, by primary key."""
        now = Standing(self.rating.carried, bool(self.rating.changed_at))
        return reviews(self.assessment, self.standings | {self.element.pk: now})

    @property
    def marks(self) -> dict[int, LevelNode]:
        """The level marked for each strand that is marked, by the strand's primary key."""
        by_pk = self.assessment.tree.level_by_pk
        return {strand: by_pk[level] for strand, level in self.rating.marked.items()}

    @property
    def suggestion(self) -> Suggestion | None:
        """What the marks point to; None when there is nothing to say."""
        return suggest(self.assessment.tree, self.element, self.marks.values())

    @property
    def neighbours(self) -> tuple[ElementNode | None, ElementNode | None]:
        """The elements before and after this one."""
        elements = self.assessment.tree.elements
        place = elements.index(self.element)
        before = elements[place - 1] if place else None
        after = elements[place + 1] if place + 1 < len(elements) else None
        return before, after


def rated_element(
    assessment: Assessment,
    code: str,
    kind: Response.Kind = Response.Kind.TRUST,
    *,
    school: int | None = None,
    contributor: int | None = None,
) -> RatedElement:
    """Find an element's rating in two queries. Raises Http404 when it is not there.

    A school's takes one more, for the school. `rating.changed_by_name` says who changed it last.
    """
    element = assessment.tree.element_by_code.get(code)
    ratings = list(
        Rating.objects.filter(
            response__assessment=assessment,
            response__kind=kind,
            response__school__id=school,
            response__contributor__id=contributor,
        ).annotate(changed_by_name=F("changed_by__name"))
    )
    rating = next((row for row in ratings if element and row.element_id == element.pk), None)
    if rating is None:
        raise Http404("This element is not in the assessment.")
    rating.response = Response(
        pk=rating.response_id,
        assessment=assessment,
        kind=kind,
        school_id=school,
        contributor_id=contributor,
    )
    return RatedElement(
        assessment=assessment,
        element=element,
        rating=rating,
        others={
            row.element_id: assessment.tree.sign(row.level_id, row.evidence) for row in ratings
        },
        targets={row.element_id: row.target_level_id for row in ratings},
        standings={row.element_id: Standing(row.carried, bool(row.changed_at)) for row in ratings},
    )


def earlier_level(rated: RatedElement) -> LevelNode | None:
    """The agreed level of what the element was, of the same school, last time, in one query.

    A contributor sees the trust's own. Where the scale was another, it is a level of that.
    """
    assessment, kind, own = rated.assessment, rated.response.kind, Response.Kind
    code = (
        Rating.objects.filter(
            response__assessment=assessment.previous_id,
            response__kind=own.TRUST if kind == own.CONTRIBUTOR else kind,
            response__school=rated.school,
            element__code=origin_of(assessment, rated.element.code),
        )
        .values_list("level__code", flat=True)
        .first()
    )
    tree = assessment.tree if levels_compare(assessment) else assessment.previous.tree
    return tree.level_by_code.get(code)


@dataclass(frozen=True)
class ToRate:
    """A contributor's own response in an assessment that is open."""

    assessment: Assessment
    progress: Progress

    @property
    def next(self) -> ElementNode:
        """The first element that is not answered, or the first of all."""
        return (self.progress.unrated or self.assessment.tree.elements)[0]


def ratings_to_give(trust, user) -> list[ToRate]:
    """What a person is asked to rate in a trust now, in one query."""
    answers: dict[int, dict] = {}
    assessments: dict[int, Assessment] = {}
    ratings = Rating.objects.filter(
        response__contributor=user,
        response__assessment__trust=trust,
        response__assessment__state=Assessment.State.OPEN,
    ).select_related("response__assessment__framework", "response__assessment__wording")
    for rating in ratings:
        assessment = rating.response.assessment
        assessments[assessment.pk] = assessment
        sign = assessment.tree.sign(rating.level_id, rating.evidence)
        answers.setdefault(assessment.pk, {})[rating.element_id] = sign
    return [
        ToRate(assessment, progress(assessment.tree, answers[pk]))
        for pk, assessment in assessments.items()
    ]


def dated_for(membership: Membership, pk: int) -> tuple[Assessment, bool]:
    """An assessment that a member may see, or rates in; and whether they may see it.

    Raises Http404 when it is neither.
    """
    seen = Assessment.objects.seen_by(membership).filter(pk=pk).first()
    if seen:
        return seen, True
    rated = Assessment.objects.rated_by_contributor(membership).filter(pk=pk).first()
    if rated is None and membership.own_schools:
        schools = Response.objects.of_schools(membership.own_schools).filter(assessment=pk)
        rated = next((response.assessment for response in schools), None)
    if rated is None:
        raise Http404("There are no such dates.")
    return rated, False


class Evidence(NamedTuple):
    """The links and files behind a rating; `removed` are those that can be put back."""

    items: list[EvidenceItem]
    removed: list[EvidenceItem]


def evidence_of(rating: Rating, *, with_removed: bool) -> Evidence:
    """The links and files behind a rating in one query, each with who added and removed it.

    Without `with_removed`, which is for those who may put them back, none of the removed ones.
    """
    found = rating.items.kept().annotate(
        added_by_name=F("added_by__name"), removed_by_name=F("removed_by__name")
    )
    items = list(found if with_removed else found.filter(removed_at=None))
    return Evidence(
        [item for item in items if item.removed_at is None],
        [item for item in items if item.removed_at is not None],
    )
