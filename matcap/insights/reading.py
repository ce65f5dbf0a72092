"""Fetches what the pure functions of this app lay out."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from matcap.assessments.comparing import comparison
from matcap.assessments.models import Assessment, EvidenceItem, Rating, Response
from matcap.assessments.models.ratings import NAME_OF_SCHOOL
from matcap.planning.models import Priority
from matcap.planning.table import code_of
from matcap.trusts.models import Membership, Phase

from . import register
from .heatmap import Cell, HeatMap, build
from .home import Given, Used, told_of, used
from .register import Item, Register, Written
from .strengths import SchoolRating

LEVELS = ("response__school", NAME_OF_SCHOOL, "element", "level", "target_level")


def heat_map_of(assessment: Assessment, membership: Membership) -> HeatMap:
    """The heat map of an assessment as a member sees it, in at most three queries."""
    schools = membership.own_schools
    views = ()
    if assessment.shows_views_to(membership):
        views = Rating.objects.views_of_schools(assessment, schools)
    before = comparison(assessment)
    return build(
        assessment.tree,
        Rating.objects.mapped(assessment, schools).values_list(*LEVELS),
        before.codes,
        views,
        gaps=before.gaps,
        left_out=before.left_out,
    )


def register_of(assessment: Assessment, membership: Membership) -> Register:
    """The examples of an assessment as a member sees them, in two queries."""
    ratings = Rating.objects.mapped(assessment, membership.own_schools)
    written = ratings.values_list(
        "pk",
        "response__school",
        NAME_OF_SCHOOL,
        "element",
        "evidence",
        "changed_at",
        "changed_by__name",
    )
    items = EvidenceItem.objects.filter(rating__in=ratings, removed_at=None).values_list(
        "rating", "pk", "title", "address", "file_name", "dated_on"
    )
    return register.build(
        assessment.tree,
        (Written(*row) for row in written),
        (Item(*row) for row in items),
    )


def home_of(assessments: Sequence[Assessment]) -> tuple[list[Used], HeatMap | None]:
    """What came of each instrument last, and the trust's heat map of the latest assessment.

    From the assessments that a member sees, latest first; in at most two queries.
    """
    pairs = told_of(assessments)
    told = [last or now for last, now in pairs]
    rows = list(
        Rating.objects.filter(
            response__assessment__in=[*told, *assessments[:1]], response__kind=Response.Kind.TRUST
        )
        .annotate(has_words=Q(evidence__regex=r"\S"))
        .values_list("response__assessment", "element", "level", "target_level", "has_words")
    )
    given = (Given(assessment, level, words) for assessment, _, level, _, words in rows)
    heat_map = None
    if assessments and assessments[0].tree.has_levels:
        latest = assessments[0]
        own = ((None, None, *row[1:4]) for row in rows if row[0] == latest.pk)
        before = comparison(latest)
        heat_map = build(latest.tree, own, before.codes, gaps=before.gaps, left_out=before.left_out)
    return used(pairs, given), heat_map


def priorities_of(assessment: Assessment, cells: Iterable[Cell]) -> list[tuple[str, Cell]]:
    """The priorities of an assessment's plan: their codes and cells, in one query."""
    by_element = {cell.element.pk: cell for cell in cells}
    live = Priority.objects.filter(plan__assessment=assessment, removed_at=None)
    elements = live.values_list("element", flat=True)
    return [(code_of(place), by_element[element]) for place, element in enumerate(elements)]


def school_ratings(assessment: Assessment) -> list[SchoolRating]:
    """What each school makes of itself, element by element, in one query."""
    rows = Rating.objects.filter(
        response__assessment=assessment, response__kind=Response.Kind.SCHOOL
    ).values_list(
        "response__school",
        "response__school__name",
        "response__school__cluster__name",
        "response__school__phase",
        "element",
        "level",
    )
    return [
        SchoolRating(school, name, cluster or "", Phase(phase).label, element, level)
        for school, name, cluster, phase, element, level in rows
    ]
