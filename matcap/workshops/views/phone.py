"""The phone's pages: type the code, then vote, and see what was chosen once it is revealed.

They are public: nothing of the trust is on them but its name and the element that is shown.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from matcap.ui.refusal import Refused

from .. import actions, limits, voters
from ..codes import as_meant, may_be
from ..forms import VoteForm
from ..models import Round
from ..reading import own_vote, tally


@login_not_required
@never_cache
@require_safe
def enter(request):
    """Ask for the code, and lead to its workshop."""
    typed = request.GET.get("code", "")
    if may_be(as_meant(typed)):
        return redirect("vote", as_meant(typed))
    return _ask_again(request, typed, 422) if typed else render(request, "workshops/enter.html")


def _ask_again(request, typed: str, status: int) -> HttpResponse:
    return render(request, "workshops/enter.html", {"typed": typed}, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request, code):
    """Show a phone what its workshop is at, or count its vote.

    A look at what has changed by a phone that was let in takes one query, and says nothing when
    nothing has.
    """
    meant = as_meant(code)
    if not may_be(meant):
        return _ask_again(request, code, 404)
    if meant != code:
        return redirect("vote", meant)
    known = voters.known(request, code)
    if not known and limits.too_many(request):
        return render(request, "workshops/too_many.html", status=429)
    shown = Round.objects.shown_for(code)
    if shown is None:
        limits.count_wrong_code(request)
        return _ask_again(request, code, 404)
    if shown.workshop.closed:
        return _ended(request, shown)
    if known and request.htmx and request.method == "GET":
        has_changed = request.GET.get("seen") != shown.stage
        return _drawn(request, shown, known) if has_changed else HttpResponse(status=204)
    return _let_in(request, shown, known)


def _let_in(request, shown: Round, known: str | None) -> HttpResponse:
    voter = voters.admitted(request, shown.workshop, known)
    if voter is None:
        status = 403 if request.method == "POST" or request.user.is_authenticated else 200
        context = {"owner": shown.workshop.assessment.trust}
        return render(request, "workshops/members_only.html", context, status=status)
    answer = _counted if request.method == "POST" else _drawn
    response = answer(request, shown, voter)
    if voter != known:
        voters.remember(response, shown.workshop.code, voter)
    return response


def _counted(request, shown: Round, voter: str) -> HttpResponse:
    form = VoteForm(shown.workshop.assessment.tree, request.POST)
    if not form.is_valid():
        return _drawn(request, shown, voter, status=422, sentences=form.sentences())
    try:
        if form.cleaned_data["at"] != shown.pk:
            raise Refused(actions.VOTE_OVER)
        actions.vote(shown=shown, voter=voter, level=form.cleaned_data["level"])
    except Refused as refused:
        now = Round.objects.shown_in(shown.workshop)
        if now.workshop.closed:
            return _ended(request, now)
        return _drawn(request, now, voter, status=409, sentences=[str(refused)])
    return _drawn(request, shown, voter) if request.htmx else redirect(request.path)


def _drawn(request, shown: Round, voter: str, *, status: int = 200, sentences=()) -> HttpResponse:
    """The phone's page, or to htmx the changing part of it."""
    template = "workshops/_phone.html" if request.htmx else "workshops/vote.html"
    context = {
        "owner": shown.workshop.assessment.trust,
        "tree": shown.workshop.assessment.tree,
        "shown": shown,
        "element": shown.shown,
        "own": own_vote(shown, voter),
        "tally": tally(shown),
        "sentences": sentences,
    }
    return render(request, template, context, status=status)


def _ended(request, shown: Round) -> HttpResponse:
    """Say so. To htmx it is 286, which ends its looking for more."""
    template = "workshops/_ended.html" if request.htmx else "workshops/ended.html"
    context = {"owner": shown.workshop.assessment.trust}
    return render(request, template, context, status=286 if request.htmx else 410)
