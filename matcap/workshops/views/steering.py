"""What a lead does with a workshop: start it, reveal, vote again, go on, keep, end."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from matcap.assessments.actions import Stale
from matcap.assessments.models import Assessment
from matcap.assessments.reading import rated_element
from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission
from matcap.ui.refusal import Refused

from .. import actions
from ..forms import ElementForm, OutcomeForm, ShownForm, StartForm
from ..models import Round
from .screen import drawn_screen, round_of, to_outcomes


@trust_view(Permission.AGREE, methods=("GET", "HEAD", "POST"))
def start(request, trust, assessment):
    """Choose an element to begin with and who may vote, and start; or go to the one under way."""
    seen = Assessment.objects.seen_by(request.membership)
    assessment = get_object_or_404(seen, pk=assessment)
    live, element = assessment.workshops.live().first(), request.GET.get("element", "")
    if live:
        address = reverse("workshop", args=[trust.slug, live.pk])
        return redirect(f"{address}?{urlencode({'element': element})}" if element else address)
    form = StartForm(assessment.tree, request.POST or None, element=element)
    if request.method == "POST" and form.is_valid():
        try:
            begun = actions.start(assessment=assessment, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("workshop", trust.slug, begun.workshop_id)
    closed = actions.closed_to_votes(assessment)
    context = {
        "trust": trust,
        "assessment": assessment,
        "form": form,
        "closed": closed,
        "nav": "rate",
    }
    return render(request, "workshops/start.html", context, status=422 if form.errors else 200)


@trust_view(Permission.AGREE, methods=("POST",))
def reveal(request, trust, workshop):
    """End the vote and show what was chosen."""
    return _steered(request, workshop, lambda tree: ShownForm(request.POST), actions.reveal)


@trust_view(Permission.AGREE, methods=("POST",))
def vote_again(request, trust, workshop):
    """Vote once more on the same element."""
    return _steered(request, workshop, lambda tree: ShownForm(request.POST), actions.vote_again)


@trust_view(Permission.AGREE, methods=("POST",))
def show(request, trust, workshop):
    """Go on to another element."""
    return _steered(request, workshop, lambda tree: ElementForm(tree, request.POST), actions.show)


@trust_view(Permission.AGREE, methods=("POST",))
def keep(request, trust, workshop):
    """Write what was agreed to the trust's own rating."""

    def act(*, workshop, **sent):
        code = Round.objects.shown_in(workshop).shown.code
        rating = rated_element(workshop.assessment, code).rating
        return actions.keep(workshop=workshop, rating=rating, **sent)

    return _steered(request, workshop, lambda tree: OutcomeForm(tree, request.POST), act)


@trust_view(Permission.AGREE, methods=("POST",))
def end(request, trust, workshop):
    """End the workshop."""
    shown = round_of(request, workshop)
    actions.end(workshop=shown.workshop, by=request.user)
    messages.success(request, "The workshop has ended. What was kept is in the ratings.")
    return to_outcomes(request, shown)


def _steered(request, pk: int, form_of: Callable, act: Callable) -> HttpResponse:
    """Do what a form asks for, and show the screen as it is after that, or why it was not done."""
    shown = round_of(request, pk)
    form = form_of(shown.workshop.assessment.tree)
    if not form.is_valid():
        return _refused(request, shown, 422, sentences=form.sentences())
    try:
        act(workshop=shown.workshop, by=request.user, **form.cleaned_data)
    except Stale as stale:
        return _refused(request, shown, 409, theirs=stale.rating)
    except Refused as refused:
        return _refused(request, shown, 409, sentences=[str(refused)])
    if request.htmx:
        return drawn_screen(request, round_of(request, pk))
    return redirect("workshop", shown.workshop.assessment.trust.slug, pk)


def _refused(request, shown: Round, status: int, **why) -> HttpResponse:
    if shown.workshop.closed:
        messages.error(request, shown.workshop.closed)
        return to_outcomes(request, shown)
    return drawn_screen(request, shown, status=status, typed=request.POST, **why)
