"""A cycle's own pages: start it, see how far it is, agree it, reopen it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render

from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission

from .. import actions
from ..forms import ReopenForm, StartForm
from ..models import Assessment, Rating
from ..progress import progress


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
            messages.success(request, f"{assessment.title} is open. Rate the first element.")
            return redirect("assessment", trust.slug, assessment.pk)
    return render(request, "assessments/start.html", {"trust": trust, "form": form})


@trust_view(Permission.READ)
def overview(request, trust, assessment):
    """How far an assessment is, element by element, and what can be done next."""
    return _overview(request, trust, _assessment(request, assessment), ReopenForm())


def _overview(request, trust, assessment, reopen_form, status=200):
    responses: dict = {}
    ratings = Rating.objects.for_heat_map(assessment, request.membership.own_schools)
    for school, name, element, level in ratings:
        responses.setdefault((school, name), {})[element] = level
    levels = responses.pop((None, None))
    tree = assessment.tree
    schools = [(school, name, progress(tree, rated)) for (school, name), rated in responses.items()]
    context = {
        "trust": trust,
        "assessment": assessment,
        "tree": tree,
        "levels": {element: tree.level_by_pk.get(level) for element, level in levels.items()},
        "progress": progress(tree, levels),
        "schools": sorted(schools, key=lambda row: row[1]),
        "reopen_form": reopen_form,
    }
    return render(request, "assessments/overview.html", context, status=status)


@trust_view(Permission.AGREE, methods=("POST",))
def agree(request, trust, assessment):
    """Make the trust's ratings its agreed ones."""
    assessment = _assessment(request, assessment)
    try:
        actions.agree(assessment=assessment, by=request.user)
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return redirect("assessment", trust.slug, assessment.pk)
    messages.success(request, f"{assessment.title} is agreed.")
    return redirect("heat_map", trust.slug, assessment.pk)


@trust_view(Permission.AGREE, methods=("POST",))
def reopen(request, trust, assessment):
    """Open an agreed assessment again, with a reason."""
    assessment = _assessment(request, assessment)
    form = ReopenForm(request.POST)
    try:
        actions.reopen(assessment=assessment, by=request.user, reason=form.checked())
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return _overview(request, trust, _assessment(request, assessment.pk), form, status=422)
    messages.success(request, f"{assessment.title} is open again.")
    return redirect("assessment", trust.slug, assessment.pk)


def _assessment(request, pk: int) -> Assessment:
    return get_object_or_404(Assessment.objects.seen_by(request.membership), pk=pk)
