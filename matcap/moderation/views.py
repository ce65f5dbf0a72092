"""Moderation: where people differ, and what the trust makes of it."""

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from matcap.assessments.models import Assessment
from matcap.assessments.reading import rated_element
from matcap.assessments.views.rating import form_of, save
from matcap.planning.actions import add_priority, remove_priority
from matcap.planning.models import Priority
from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission

from .checks import notes
from .reading import (
    QUOTED,
    agreed_in,
    earlier,
    judged,
    marks_of,
    parting_strands,
    quotes,
    shown_groups,
    standings,
)
from .spread import widest_first


@trust_view(Permission.AGREE)
def moderation(request, trust, assessment):
    """The elements in order of spread, widest first, each with its counts by group."""
    assessment = _moderated(request, assessment)
    found = widest_first(standings(assessment))
    context = {
        "trust": trust,
        "assessment": assessment,
        "tree": assessment.tree,
        "standings": found,
        "words": assessment.tree.words,
        "agreed": sum(1 for one in found if one.agreed),
        "next": next((one for one in found if not one.agreed), None),
        "nav": "rate",
    }
    return render(request, "moderation/moderation.html", context)


@trust_view(Permission.AGREE, methods=("GET", "HEAD", "POST"))
def moderate_element(request, trust, assessment, code):
    """One element: the counts, the evidence people gave, and the trust's own rating beside them."""
    assessment = _moderated(request, assessment, code)
    rated = rated_element(assessment, code)
    if request.method != "POST":
        return _draw(request, trust, rated, {}, 200)
    if "copy" in request.POST:
        return _copy(request, trust, rated)

    def done():
        if "priority" in request.POST:
            return _prioritise(request, rated, wanted=request.POST["priority"] == "yes")
        if "onward" in request.POST:
            return _onward(request, trust, rated)
        return None

    return save(request, trust, rated, draw=_draw, done=done)


def _draw(request, trust, rated, extra, status):
    assessment, element = rated.assessment, rated.element
    found = widest_first(standings(assessment, agreed_in(rated)))
    marked = marks_of(assessment, element)
    rated.rating.marked = marked.own
    here = next(one for one in found if one.element == element)
    groups = [line.group for line in here.lines]
    said = quotes(assessment, element, groups)
    if "all" not in request.GET:
        said = [(group, texts[:QUOTED], len(texts) - QUOTED) for group, texts in said]
    else:
        said = [(group, texts, 0) for group, texts in said]
    context = form_of(request, trust, rated) | {
        "standing": here,
        "standings": found,
        "agreed": sum(1 for one in found if one.agreed),
        "said": said,
        "parting": parting_strands(assessment.tree, element, marked),
        "before": earlier(assessment, element),
        "onward": _after(found, here),
        "nav": "rate",
    }
    return render(request, "moderation/element.html", context | extra, status=status)


def _after(found, here):
    """The element to go on to: the next in order of spread that is not agreed; None at the end."""
    place = found.index(here)
    waiting = (one for one in (*found[place + 1 :], *found[:place]) if not one.agreed)
    return next(waiting, None)


def _onward(request, trust, rated):
    if rated.sign is None:
        messages.error(request, _not_yet(rated.assessment.tree))
        return HttpResponseClientRedirect(request.path) if request.htmx else redirect(request.path)
    messages.success(request, f"Agreed {rated.element.code} {rated.element.name}.")
    found = widest_first(standings(rated.assessment))
    onward = _after(found, next(one for one in found if one.element == rated.element))
    args = [trust.slug, rated.assessment.pk]
    path = reverse("moderation", args=args)
    if onward:
        path = reverse("moderate_element", args=[*args, onward.element.code])
    return HttpResponseClientRedirect(path) if request.htmx else redirect(path)


def _not_yet(tree) -> str:
    if not tree.has_levels:
        return "Write the trust's example, then go on."
    return f"What you wrote is saved. Choose the trust's {tree.words.rating}, then go on."


def _copy(request, trust, rated):
    """Without JavaScript: save what was typed, with somebody's words and their source after it."""
    said = quotes(rated.assessment, rated.element, shown_groups(rated.assessment))
    by_pk = {str(quote.pk): quote for _, texts in said for quote in texts}
    quote = by_pk.get(request.POST["copy"])
    if quote is None:
        raise Http404("Nobody wrote that here.")
    data = request.POST.copy()
    typed = data.get("evidence", rated.rating.evidence).strip()
    if quote.copied not in typed:
        data["evidence"] = f"{typed}\n\n{quote.copied}".strip()
    request.POST = data
    return save(request, trust, rated, draw=_draw)


def _priority(assessment, element) -> Priority | None:
    return Priority.objects.filter(
        plan__assessment=assessment, element=element.pk, removed_at=None
    ).first()


def _prioritise(request, rated, *, wanted: bool):
    """Make the element a priority, or no longer; the words of one taken out can be put back."""
    now, code = _priority(rated.assessment, rated.element), rated.element.code
    if wanted and now is None:
        add_priority(assessment=rated.assessment, element=rated.element.pk, by=request.user)
        messages.success(request, f"{code} is a priority in the plan now.")
    elif now and not wanted:
        remove_priority(priority=now, by=request.user)
        messages.success(request, f"{code} is out of the plan. You can put it back there.")
    return HttpResponseClientRedirect(request.path) if request.htmx else redirect(request.path)


@trust_view(Permission.READ)
def priority_of(request, trust, assessment, code):
    """Lead to an element's row in the plan, or to the plan that it is not in."""
    seen = Assessment.objects.seen_by(request.membership)
    assessment = get_object_or_404(seen, pk=assessment)
    element = assessment.tree.element_by_code.get(code)
    if element is None:
        raise Http404("This element is not in the assessment.")
    found = _priority(assessment, element)
    plan = reverse("plan", args=[trust.slug, assessment.pk])
    return redirect(f"{plan}#priority-{found.pk}" if found else plan)


@trust_view(Permission.READ_OPEN)
def checks(request, trust, assessment):
    """What to look at once more before agreeing; nothing here stands in the way."""
    seen = Assessment.objects.seen_by(request.membership)
    assessment = get_object_or_404(seen, pk=assessment)
    tree = assessment.tree
    found = notes(tree, judged(assessment), timezone.localdate())
    context = {
        "trust": trust,
        "assessment": assessment,
        "tree": tree,
        "notes": found,
        "nav": "rate",
    }
    return render(request, "moderation/checks.html", context)


def _moderated(request, pk: int, code: str = "") -> Assessment:
    """An assessment whose responses may be seen side by side: in moderation, or agreed after it.

    `priority` is the primary key of the one that the element with this code is, or None.
    """
    priorities = Priority.objects.filter(
        plan__assessment=OuterRef("pk"), element__code=code, removed_at=None
    )
    seen = Assessment.objects.seen_by(request.membership).filter(
        rated_apart=True, state__in=[Assessment.State.MODERATION, Assessment.State.AGREED]
    )
    seen = seen.select_related("trust").annotate(priority=Subquery(priorities.values("pk")[:1]))
    return get_object_or_404(seen, pk=pk)
