"""A cycle's own pages: start it, and see where it stands."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission

from .. import actions
from ..comparing import crosses_versions
from ..dates import calendar
from ..emails import link
from ..forms import ReasonForm, StartForm
from ..models import Assessment, Rating, Response
from ..progress import Progress, progress
from ..reading import dated_for
from ..review import Standing, reviews
from ..told import who_would_be_told


@trust_view(Permission.START, methods=("GET", "HEAD", "POST"))
def start(request, trust):
    """Start an assessment."""
    form = StartForm(trust, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            assessment = actions.start(trust=trust, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            if crosses_versions(assessment):
                messages.success(
                    request, f"{assessment.title} is set up. Look over what has changed."
                )
                return redirect("what_changed", trust.slug, assessment.pk)
            if assessment.rated_apart:
                messages.success(request, f"{assessment.title} is set up. Choose who rates.")
                return redirect("who_rates", trust.slug, assessment.pk)
            messages.success(request, f"{assessment.title} is set up. Open it when you are ready.")
            return redirect("assessment", trust.slug, assessment.pk)
    return render(request, "assessments/start.html", {"trust": trust, "form": form})


@trust_view(Permission.READ)
def overview(request, trust, assessment):
    """How far an assessment is, element by element, and what can be done next."""
    seen = Assessment.objects.seen_by(request.membership)
    return overview_page(request, trust, get_object_or_404(seen, pk=assessment), ReasonForm())


@trust_view(Permission.READ)
def dates(request, trust, assessment):
    """An assessment's dates for a calendar, for who may see it or rates in it."""
    found, is_seen = dated_for(request.membership, assessment)
    found.trust = trust
    page = link("assessment", trust.slug, found.pk) if is_seen else link("trust", trust.slug)
    answer = HttpResponse(calendar(found, page), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{trust.slug}-{found.pk}-dates.ics"'
    return answer


@dataclass(frozen=True)
class Turnout:
    """How many of an assessment's `people` have begun and finished; not what they gave."""

    people: tuple[Response, ...]
    total: int

    @property
    def finished(self) -> list[Response]:
        """Those who have rated every element."""
        return [one for one in self.people if one.rated == self.total]

    @property
    def begun(self) -> list[Response]:
        """Those who have begun and not finished."""
        return [one for one in self.people if one.begun_at and one.rated < self.total]

    @property
    def waiting(self) -> list[Response]:
        """Those who have not begun."""
        return [one for one in self.people if not one.begun_at]


def overview_page(request, trust, assessment, reason_form, status=200):
    """Draw the page where an assessment stands."""
    responses: dict = {}
    ratings = Rating.objects.for_heat_map(assessment, request.membership.own_schools)
    for school, name, element, level in ratings:
        responses.setdefault((school, name), {})[element] = level
    levels, whose = responses.pop((None, None)), {"response__kind": Response.Kind.TRUST}
    tree = assessment.tree
    schools = [(school, name, progress(tree, rated)) for (school, name), rated in responses.items()]
    context = {
        "trust": trust,
        "assessment": assessment,
        "tree": tree,
        "schools": sorted(schools, key=lambda row: row[1]),
        "reason_form": reason_form,
        "agreeing": progress(tree, levels),
    }
    if assessment.rated_apart:
        people = tuple(Response.objects.of_contributors(assessment))
        context["turnout"] = Turnout(people, len(tree.elements))
        if assessment.is_open and any(one.contributor_id == request.user.pk for one in people):
            levels = _own_levels(assessment, request.user)
            context["mine"], whose = True, {"response__contributor": request.user}
    if request.membership.allows(Permission.AGREE):
        context["told"] = who_would_be_told(assessment)
    context |= _standing(tree, levels) | _to_look_at(assessment, whose)
    return render(request, "assessments/overview.html", context, status=status)


def _own_levels(assessment: Assessment, user) -> dict[int, int | None]:
    own = Rating.objects.filter(response__assessment=assessment, response__contributor=user)
    return dict(own.values_list("element", "level"))


def _to_look_at(assessment: Assessment, whose: dict) -> dict:
    """What is to be looked at again in the ratings shown; one query, where anything can be."""
    if not (assessment.carries or crosses_versions(assessment)):
        return {"reviews": {}, "crosses": False, "unlooked": []}
    rows = Rating.objects.filter(response__assessment=assessment, **whose)
    found = {
        element: Standing(carried, changed_at is not None)
        for element, carried, changed_at in rows.values_list("element", "carried", "changed_at")
    }
    unlooked = [one for one in assessment.tree.elements if found[one.pk].carried]
    return {
        "reviews": reviews(assessment, found),
        "crosses": crosses_versions(assessment),
        "unlooked": unlooked,
    }


def _standing(tree, levels) -> dict[str, Progress | dict]:
    by_element = {element: tree.level_by_pk.get(level) for element, level in levels.items()}
    return {"levels": by_element, "progress": progress(tree, levels)}
