"""What an assessment takes over from the one before: where its elements come from, its ratings.

The two may be of different versions of an instrument, or one of a trust's own copy.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction

from frameworks.lineage import corrected, mapping, same_scale
from frameworks.models import Framework
from frameworks.tree import FrameworkTree, tree_of
from matcap.trusts.models import Trust
from matcap.ui.moment import now
from matcap.ui.refusal import Refused

from .comparing import origin_of
from .models import Assessment, Mark, Rating, Response
from .recording import hold, record


def latest_agreed(trust: Trust, framework: Framework) -> Assessment | None:
    """The trust's latest agreed assessment with any version or copy of an instrument."""
    return (
        trust.assessments.filter(
            framework__in=Framework.objects.in_line_with(framework),
            state=Assessment.State.AGREED,
        )
        .select_related("framework")
        .order_by("opened_on", "pk")
        .last()
    )


def origins_of(previous: Assessment | None, framework: Framework) -> dict[str, str]:
    """Where each element of a framework comes from in that of the assessment before, by code.

    Nothing where the two have the same framework: then each is what it was.
    """
    if previous is None or previous.framework_id == framework.pk:
        return {}
    return mapping(tree_of(previous.framework), tree_of(framework)).elements


@transaction.atomic
def map_origins(*, assessment: Assessment, origins: Mapping[str, str], by) -> Assessment:
    """Say of elements, by code, which one of last time's they continue; "" says that one is new.

    An element left out stays as it is. Raises Refused once the assessment is open, when last time
    had the same version, and for codes that either version does not have.
    """
    assessment = hold(assessment)
    if not assessment.is_draft:
        raise Refused("It is open: what its elements continue can be changed while it is set up.")
    if not assessment.origins:
        raise Refused("Last time had the same version: each element is what it was.")
    tree, old = assessment.tree, assessment.previous.tree
    if not origins.keys() <= tree.element_by_code.keys():
        raise Refused("That element is not part of this framework. Nothing was saved.")
    if not set(origins.values()) - {""} <= old.element_by_code.keys():
        raise Refused("That element was not part of last time's framework. Nothing was saved.")
    if all(assessment.origins.get(code) == was for code, was in origins.items()):
        return assessment
    assessment.origins = assessment.origins | origins
    said = ", ".join(f"{code} was {was or 'new'}" for code, was in sorted(origins.items()))
    return record(assessment, by, f"What elements continue: {said}.", to_ratings=False)


class _Last(NamedTuple):
    """What last time holds for an element, as this version can take it."""

    level: int | None
    target: int | None
    evidence: str
    reason: str
    marks: dict[int, int]


@transaction.atomic
def carry_forward(*, assessment: Assessment, by) -> int:
    """Put last time's agreed ratings into those of the trust that nobody has looked at yet.

    An element without a home, and one whose level this scale does not have, begin anew. What was
    carried before, to an element that now continues another, is taken out again. Returns how many
    ratings were written.
    """
    found = _of_last_time(assessment)
    ratings = [
        rating
        for rating in Rating.objects.filter(
            response__assessment=assessment, response__kind=Response.Kind.TRUST
        ).prefetch_related("marks")
        if rating.carried or rating.changed_at is None
    ]
    written = [rating for rating in ratings if _put(rating, found.get(rating.element_id), by)]
    title = assessment.previous.title
    for rating in written:
        rating._change_reason = (
            f"Carried forward from {title}." if rating.carried else f"No longer from {title}."
        )
    fields = ["level", "target_level", "evidence", "reason", "carried"]
    Rating.objects.bulk_update(written, [*fields, "version", "changed_at", "changed_by"])
    Mark.objects.filter(rating__in=written).delete()
    Mark.objects.bulk_create(
        Mark(rating=rating, strand_id=strand, level_id=level)
        for rating in written
        for strand, level in rating.marked.items()
    )
    Rating.history.bulk_history_create(written, update=True, default_user=by, default_date=now())
    return len(written)


def _put(rating: Rating, last: _Last | None, by) -> bool:
    """Make a rating that of last time, or empty again; whether that is anything new."""
    marked = {mark.strand_id: mark.level_id for mark in rating.marks.all()}
    stands = _Last(rating.level_id, rating.target_level_id, rating.evidence, rating.reason, marked)
    to_be = last or _Last(None, None, "", "", {})
    if stands == to_be:
        return False
    rating.level_id, rating.target_level_id = to_be.level, to_be.target
    rating.evidence, rating.reason, rating.marked = to_be.evidence, to_be.reason, to_be.marks
    rating.carried, rating.version = last is not None, rating.version + 1
    rating.changed_at, rating.changed_by = (now(), by) if last else (None, None)
    return True


def _of_last_time(assessment: Assessment) -> dict[int, _Last]:
    """What can be carried forward, by the primary key of the element that it goes to."""
    tree, previous = tree_of(assessment.framework), assessment.previous
    old = tree_of(previous.framework)
    if tree.has_levels and not same_scale(old, tree):
        return {}
    by_code = {
        old.element_by_pk[rating.element_id].code: rating
        for rating in Rating.objects.filter(
            response__assessment=previous, response__kind=Response.Kind.TRUST
        ).prefetch_related("marks")
        if rating.level_id or rating.evidence
    }
    strands = _strands(assessment, old, tree)

    def level(pk: int | None) -> int | None:
        return tree.level_by_code[old.level_by_pk[pk].code].pk if pk else None

    return {
        element.pk: _Last(
            level(last.level_id),
            level(last.target_level_id) if tree.asks_target else None,
            last.evidence,
            last.reason,
            {
                strands[element.pk][mark.strand_id]: level(mark.level_id)
                for mark in last.marks.all()
                if mark.strand_id in strands[element.pk]
            },
        )
        for element in tree.elements
        if (last := by_code.get(origin_of(assessment, element.code)))
    }


def _strands(
    assessment: Assessment, old: FrameworkTree, tree: FrameworkTree
) -> dict[int, dict[int, int]]:
    """Of each element now: which of last time's strands became which of its own."""
    if not assessment.origins:
        return {one.pk: {pk: pk for pk in one.strand_by_pk} for one in tree.elements}
    homes = corrected(old, tree, assessment.origins)
    found: dict[int, dict[int, int]] = {}
    for element in tree.elements:
        home = old.element_by_code.get(homes.elements[element.code])
        before = {strand.numeral: strand.pk for strand in home.strands} if home else {}
        found[element.pk] = {
            before[was]: strand.pk
            for strand in element.strands
            if (was := homes.strands.get((element.code, strand.numeral)))
        }
    return found
