"""Fetches what the pure functions of this app lay out."""

from collections.abc import Collection

from matcap.assessments.models import Assessment, Rating

from .heatmap import HeatMap, build


def heat_map_of(assessment: Assessment, schools: Collection[int] | None = None) -> HeatMap:
    """The heat map of an assessment, in two queries; one when nothing came before it.

    Of schools it shows those with the primary keys `schools`, None being all.
    """
    return build(
        assessment.tree,
        Rating.objects.for_heat_map(assessment, schools),
        Rating.objects.agreed_codes(assessment.previous),
    )
