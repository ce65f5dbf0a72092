"""Who rates in an assessment, and its moves: open, moderate, agree, and back again."""

from django.contrib import messages
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404, redirect, render

from matcap.trusts.access import trust_view
from matcap.trusts.models import Membership
from matcap.trusts.roles import Permission

from .. import actions
from ..forms import ReasonForm, WhoRatesForm
from ..models import Assessment, Response
from ..told import Move, Person, in_words, told_of
from .cycle import overview_page


@trust_view(Permission.START, methods=("GET", "HEAD", "POST"))
def who_rates(request, trust, assessment):
    """Choose who rates, in which group, and whether moderation shows names."""
    assessment = _assessment(request, assessment)
    members = list(
        Membership.objects.current()
        .filter(trust=trust)
        .select_related("user")
        .order_by(Lower("user__name"), "pk")
    )
    form = WhoRatesForm(
        assessment,
        members,
        list(trust.groups.all()),
        list(Response.objects.of_contributors(assessment)),
        request.POST or None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_contributors(assessment=assessment, by=request.user, **form.chosen)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Saved: {form.said}.")
            return redirect("assessment", trust.slug, assessment.pk)
    context = {"trust": trust, "assessment": assessment, "form": form, "nav": "rate"}
    status = 422 if form.errors else 200
    return render(request, "assessments/who_rates.html", context, status=status)


@trust_view(Permission.AGREE, methods=("POST",))
def open_assessment(request, trust, assessment):
    """Let people and schools rate."""
    return _move(request, trust, assessment, actions.open_assessment, "{} is open.", Move.OPENED)


@trust_view(Permission.AGREE, methods=("POST",))
def moderate(request, trust, assessment):
    """End the rating and bring the responses side by side."""
    said = "{} is in moderation. Nobody's own ratings change any more."
    return _move(request, trust, assessment, actions.moderate, said, Move.MODERATION, "moderation")


@trust_view(Permission.AGREE, methods=("POST",))
def agree(request, trust, assessment):
    """Make the trust's ratings its agreed ones."""
    return _move(
        request, trust, assessment, actions.agree, "{} is agreed.", Move.AGREED, "heat_map"
    )


def _move(request, trust, pk, action, said, move, towards="assessment"):
    assessment = _assessment(request, pk)
    try:
        action(assessment=assessment, by=request.user)
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return redirect("assessment", trust.slug, assessment.pk)
    told = told_of(move, assessment)
    messages.success(request, _with(said.format(assessment.title), told))
    return redirect(towards, trust.slug, assessment.pk)


def _with(said: str, told: list[Person]) -> str:
    return f"{said} {in_words(told)}" if told else said


@trust_view(Permission.AGREE, methods=("POST",))
def reopen(request, trust, assessment):
    """Take an assessment one step back, with a reason."""
    assessment = _assessment(request, assessment)
    form = ReasonForm(request.POST)
    try:
        actions.reopen(
            assessment=assessment,
            by=request.user,
            reason=form.checked(),
            at=request.POST.get("at", ""),
        )
    except actions.Refused as refused:
        messages.error(request, str(refused))
        again = _assessment(request, assessment.pk)
        return overview_page(request, trust, again, form, status=422)
    back = assessment.step_back
    told = told_of(Move.RATING_AGAIN, assessment) if back == Assessment.State.OPEN else []
    messages.success(request, _with(f"{assessment.title} is {back.label} again.", told))
    return redirect("assessment", trust.slug, assessment.pk)


def _assessment(request, pk: int) -> Assessment:
    return get_object_or_404(Assessment.objects.seen_by(request.membership), pk=pk)
