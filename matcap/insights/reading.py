"""Fetches what the pure functions of this app lay out."""

from matcap.assessments.comparing import comparison
from matcap.assessments.models import Assessment, Rating, Response
from matcap.trusts.models import Membership, Phase

from .heatmap import HeatMap, build
from .strengths import SchoolRating


def heat_map_of(assessment: Assessment, membership: Membership) -> HeatMap:
    """The heat map of an assessment as a member sees it, in at most three queries."""
    schools = membership.own_schools
    views = ()
    if assessment.shows_views_to(membership):
        views = Rating.objects.views_of_schools(assessment, schools)
    before = comparison(assessment)
    return build(
        assessment.tree,
        Rating.objects.for_heat_map(assessment, schools),
        before.codes,
        views,
        gaps=before.gaps,
        left_out=before.left_out,
    )


def trusts_heat_map_of(assessment: Assessment) -> HeatMap:
    """The trust's own heat map of an assessment, without its schools, in at most two queries."""
    before = comparison(assessment)
    return build(
        assessment.tree,
        Rating.objects.for_heat_map(assessment, schools=()),
        before.codes,
        gaps=before.gaps,
        left_out=before.left_out,
    )


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
