"""The trust's home, and the heat map as a page and as a spreadsheet."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from frameworks.models import Framework
from matcap.assessments.models import Assessment, Response
from matcap.assessments.reading import ratings_to_give
from matcap.planning.table import table_of
from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission
from matcap.ui.spreadsheet import write_csv

from .reading import heat_map_of, school_ratings, trusts_heat_map_of
from .spreadsheet import heat_map_rows
from .strengths import strengths


@trust_view(Permission.READ)
def trust_home(request, trust):
    """Where the trust is now: its latest assessment, what it shows, and the ones before."""
    assessments = list(Assessment.objects.seen_by(request.membership))
    schools = request.membership.own_schools
    context = {
        "trust": trust,
        "assessments": assessments,
        "to_rate": ratings_to_give(trust, request.user),
    }
    if schools:
        context["own_schools"] = Response.objects.of_schools(schools)
    if assessments:
        latest = assessments[0]
        context |= {
            "assessment": latest,
            "heat_map": trusts_heat_map_of(latest),
            "priorities": table_of(latest),
        }
    else:
        context["frameworks"] = Framework.objects.used_by(trust).only("title", "slug", "version")
    return render(request, "insights/home.html", context)


@trust_view(Permission.READ)
def heat_map(request, trust, assessment):
    """Where the trust is strong, and where to build."""
    assessment = _seen(request, assessment)
    context = {
        "trust": trust,
        "assessment": assessment,
        "heat_map": heat_map_of(assessment, request.membership),
        "tree": assessment.tree,
    }
    return render(request, "insights/heat_map.html", context)


@trust_view(Permission.ALL_SCHOOLS)
def register_of_strength(request, trust, assessment):
    """Per element, who is strong and who needs help; of one cluster or phase where asked."""
    assessment = _seen(request, assessment)
    ratings = school_ratings(assessment)
    cluster, phase = request.GET.get("cluster", ""), request.GET.get("phase", "")
    context = {
        "trust": trust,
        "assessment": assessment,
        "tree": assessment.tree,
        "clusters": sorted({one.cluster for one in ratings if one.cluster}),
        "phases": sorted({one.phase for one in ratings}),
        "cluster": cluster,
        "phase": phase,
        "any_rated": any(one.level for one in ratings),
        "elements": strengths(
            assessment.tree,
            (one for one in ratings if cluster in ("", one.cluster) and phase in ("", one.phase)),
        ),
    }
    return render(request, "insights/strengths.html", context)


@trust_view(Permission.READ)
def heat_map_csv(request, trust, assessment):
    """The heat map for a spreadsheet: a row an element, a column a school."""
    assessment = _seen(request, assessment)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"{trust.slug}-{assessment.pk}-heat-map.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    shown = heat_map_of(assessment, request.membership)
    return write_csv(response, heat_map_rows(shown, assessment))


def _seen(request, pk) -> Assessment:
    return get_object_or_404(Assessment.objects.seen_by(request.membership), pk=pk)
