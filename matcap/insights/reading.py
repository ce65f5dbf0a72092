"""Fetches what the pure functions of this app lay out."""

from matcap.assessments.models import Assessment, Rating

from .heatmap import HeatMap, build


def heat_map_of(assessment: Assessment) -> HeatMap:
    """The heat map of an assessment, in two queries; one when nothing came before it."""
    return build(
        assessment.tree,
        Rating.objects.for_heat_map(assessment),
        Rating.objects.agreed_codes(assessment.previous),
    )
