"""The trust's home, and the heat map as a page and as a spreadsheet."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from matcap.assessments.models import Assessment
from matcap.planning.table import table_of
from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission

from .reading import heat_map_of
from .spreadsheet import heat_map_rows, write_csv


@trust_view(Permission.READ_AGREED)
def trust_home(request, trust):
    """Where the trust is now: its latest assessment, what it shows, and the ones before."""
    assessments = list(Assessment.objects.seen_by(request.membership))
    context = {"trust": trust, "assessments": assessments}
    if assessments:
        latest = assessments[0]
        context |= {
            "assessment": latest,
            "heat_map": heat_map_of(latest),
            "priorities": table_of(latest),
        }
    return render(request, "insights/home.html", context)


@trust_view(Permission.READ_AGREED)
def heat_map(request, trust, assessment):
    """Where the trust is strong, and where to build."""
    assessment = _seen(request, assessment)
    context = {"trust": trust, "assessment": assessment, "heat_map": heat_map_of(assessment)}
    return render(request, "insights/heat_map.html", context | {"tree": assessment.tree})


@trust_view(Permission.READ_AGREED)
def heat_map_csv(request, trust, assessment):
    """The heat map for a spreadsheet: a row an element, a column a school."""
    assessment = _seen(request, assessment)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"{trust.slug}-{assessment.pk}-heat-map.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return write_csv(response, heat_map_rows(heat_map_of(assessment), assessment))


def _seen(request, pk) -> Assessment:
    return get_object_or_404(Assessment.objects.seen_by(request.membership), pk=pk)
