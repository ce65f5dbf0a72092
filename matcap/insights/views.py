"""The trust's home, and the map of an assessment as a page and as a spreadsheet."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify

from frameworks.models import Framework
from matcap.assessments.models import Assessment, Response
from matcap.assessments.reading import ratings_to_give
from matcap.trusts.access import trust_view
from matcap.trusts.models import Membership
from matcap.trusts.roles import Permission
from matcap.ui.spreadsheet import write_csv

from .board import piles_of, tallies_of
from .heatmap import Cell, HeatMap
from .home import unused
from .reading import (
    heat_map_of,
    home_of,
    priorities_of,
    register_of,
    school_ratings,
)
from .spreadsheet import heat_map_rows, register_rows
from .strengths import strengths


@trust_view(Permission.READ)
def trust_home(request, trust):
    """Where the trust is now: its instruments, the latest assessment, and the ones before."""
    assessments = list(Assessment.objects.seen_by(request.membership))
    instruments, shown = home_of(assessments)
    schools = request.membership.own_schools
    usable = Framework.objects.used_by(trust).defer("guidance", "examples", "source")
    context = {
        "trust": trust,
        "assessments": assessments,
        "to_rate": ratings_to_give(trust, request.user),
        "instruments": instruments,
        "others": unused(usable, assessments),
    }
    if schools:
        context["own_schools"] = Response.objects.of_schools(schools)
    if assessments:
        context |= _latest(assessments[0], shown, request.membership)
    return render(request, "insights/home.html", context)


def _latest(assessment: Assessment, shown: HeatMap | None, membership: Membership) -> dict:
    """What home shows of the latest assessment: its map, what is left to answer, its plan."""
    context = {"assessment": assessment, "tree": assessment.tree}
    if shown:
        context |= {"heat_map": shown, "left": [cell.element for cell in shown.unrated]}
        if not assessment.tree.is_ordered:
            context["piles"] = piles_of(shown)
        cells = shown.cells
    else:
        register = register_of(assessment, membership)
        left = [entry.element for entry in register.unanswered]
        context |= {"register": register, "left": left}
        cells = [Cell(element, None) for element in assessment.tree.elements]
    return context | {"priorities": priorities_of(assessment, cells)}


@trust_view(Permission.READ)
def heat_map(request, trust, assessment):
    """What was found, in the shape that fits the scale: a heat map, a board or a register."""
    assessment = _seen(request, assessment)
    context = {"trust": trust, "assessment": assessment, "tree": assessment.tree}
    if not assessment.tree.has_levels:
        return _register(request, context)
    shown = heat_map_of(assessment, request.membership)
    context["heat_map"] = shown
    if assessment.tree.is_ordered:
        return render(request, "insights/heat_map.html", context)
    context |= {"piles": piles_of(shown), "tallies": tallies_of(shown)}
    return render(request, "insights/choices.html", context)


def _register(request, context: dict):
    """The register of examples; of `?q=` and `?show=`, what they leave of it."""
    words, show = (request.GET.get(name, "").strip() for name in ("q", "show"))
    whole = register_of(context["assessment"], request.membership)
    found = whole.narrowed(words, show)
    context |= {"register": found, "whole": whole, "q": words, "show": show}
    return render(request, "insights/register.html", context)


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
    """The map for a spreadsheet: a row an element, a column a school."""
    assessment = _seen(request, assessment)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"{trust.slug}-{assessment.pk}-{slugify(assessment.tree.words.map)}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return write_csv(response, _rows(assessment, request.membership))


def _rows(assessment: Assessment, membership: Membership):
    if assessment.tree.has_levels:
        return heat_map_rows(heat_map_of(assessment, membership), assessment)
    return register_rows(register_of(assessment, membership))


def _seen(request, pk) -> Assessment:
    return get_object_or_404(Assessment.objects.seen_by(request.membership), pk=pk)
