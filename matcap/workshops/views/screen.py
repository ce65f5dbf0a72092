"""The big screen: one element, how many have voted, and once revealed, what."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect, retarget

from frameworks.tree import ElementNode
from matcap.assessments.reading import RatedElement, rated_element
from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission

from ..models import Round, Workshop
from ..qr import drawn
from ..reading import tally, turnout


@trust_view(Permission.AGREE)
def screen(request, trust, workshop):
    """The whole screen; or to a look at what has changed, the piece that has, if any."""
    shown = round_of(request, workshop)
    if shown.workshop.closed:
        return to_outcomes(request, shown)
    if request.htmx and request.GET.get("seen") == shown.stage:
        return _count(request, shown)
    return drawn_screen(request, shown)


def round_of(request, workshop: int) -> Round:
    """The round that a workshop of this person's trust is at. Raises Http404."""
    found = get_object_or_404(Workshop.objects.seen_by(request.membership), pk=workshop)
    return Round.objects.shown_in(found)


def to_outcomes(request, shown: Round) -> HttpResponse:
    """Lead on from a workshop that is over."""
    assessment = shown.workshop.assessment
    address = reverse("workshop_outcomes", args=[assessment.trust.slug, assessment.pk])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _count(request, shown: Round) -> HttpResponse:
    """How many have voted, if that has changed."""
    voted = None if shown.is_revealed else turnout(shown)
    if voted is None or request.GET.get("voted") == str(voted):
        return HttpResponse(status=204)
    answer = render(request, "workshops/_turnout.html", {"voted": voted})
    return retarget(answer, "#turnout")


def drawn_screen(request, shown: Round, *, status: int = 200, **extra) -> HttpResponse:
    """The screen as it stands, or to htmx the changing part of it; `extra` goes to its template.

    `sentences` say why something was not done, `typed` is the form it came in, and `theirs` a
    rating that somebody else changed meanwhile.
    """
    template = "workshops/_screen.html" if request.htmx else "workshops/screen.html"
    context = _context(request, shown) | extra
    return render(request, template, context, status=status)


def _context(request, shown: Round) -> dict:
    workshop, assessment = shown.workshop, shown.workshop.assessment
    address = request.build_absolute_uri(reverse("vote", args=[workshop.code]))
    rated = rated_element(assessment, shown.shown.code)
    return {
        "trust": assessment.trust,
        "assessment": assessment,
        "nav": "rate",
        "tree": assessment.tree,
        "words": assessment.tree.words,
        "workshop": workshop,
        "shown": shown,
        "element": shown.shown,
        "tally": tally(shown),
        "voted": None if shown.is_revealed else turnout(shown),
        "rating": rated.rating,
        "chosen": rated.level.code if rated.level else "",
        "aimed": rated.target.code if rated.target else "",
        "next": assessment.tree.element_by_code.get(request.GET.get("element")) or _next(rated),
        "voting_at": request.build_absolute_uri(reverse("enter_code")).partition("//")[2],
        "qr": drawn(address),
    }


def _next(rated: RatedElement) -> ElementNode:
    """The element to offer: the next that the trust has not rated, or just the next."""
    elements = rated.assessment.tree.elements
    place = elements.index(rated.element) + 1
    others = [*elements[place:], *elements[: place - 1]]
    unrated = (element for element in others if not rated.signs[element.pk])
    return next(unrated, others[0] if others else rated.element)
