"""Rating one element: the page, and each save of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django_htmx.http import HttpResponseClientRedirect

from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission

from .. import actions
from ..comparing import earlier_gap
from ..conflict import conflict
from ..forms import FileForm, LinkForm, RatingForm
from ..models import Assessment, Response
from ..reading import RatedElement, earlier_level, evidence_of, rated_element
from ..timeline import timeline

EDITS = ("GET", "HEAD", "POST")


@trust_view(Permission.READ, methods=EDITS, to_write=Permission.RATE)
def rate(request, trust, assessment, code):
    """Show the trust's own rating of an element, or save what was changed of it."""
    seen = Assessment.objects.seen_by(request.membership)
    assessment = get_object_or_404(seen, pk=assessment)
    return _rate(request, trust, rated_element(assessment, code))


@trust_view(Permission.READ, methods=EDITS, to_write=Permission.RATE_SCHOOLS)
def rate_school(request, trust, assessment, school, code):
    """Show what a school makes of itself for an element, or save what was changed of it."""
    seen = Assessment.objects.seen_by(request.membership, school=school)
    assessment = get_object_or_404(seen, pk=assessment)
    rated = rated_element(assessment, code, Response.Kind.SCHOOL, school=school)
    return _rate(request, trust, rated)


@trust_view(Permission.READ, methods=EDITS, to_write=Permission.AGREE)
def rate_view(request, trust, assessment, school, code):
    """Show the trust's view of a school for an element, or save what was changed of it.

    The school reads it once the assessment is agreed.
    """
    seen = Assessment.objects.seen_by(request.membership)
    assessment = get_object_or_404(seen, pk=assessment)
    if not assessment.shows_views_to(request.membership) or not request.membership.reaches(school):
        raise Http404("There is nothing here for you.")
    rated = rated_element(assessment, code, Response.Kind.VIEW, school=school)
    return _rate(request, trust, rated)


@trust_view(Permission.READ, methods=EDITS)
def rate_mine(request, trust, assessment, code):
    """Show a contributor their own rating of an element, or save what was changed of it."""
    own = Assessment.objects.rated_by_contributor(request.membership)
    assessment = get_object_or_404(own, pk=assessment)
    rated = rated_element(assessment, code, Response.Kind.CONTRIBUTOR, contributor=request.user.pk)
    return _rate(request, trust, rated)


def _rate(request, trust, rated: RatedElement):
    """One element with its strands, rating and evidence."""
    if request.method == "POST":
        return save(request, trust, rated)
    if request.GET.get("part") == "history":
        return render(request, "assessments/_history.html", page_of(request, trust, rated))
    return _draw(request, trust, rated, {}, 200)


def _draw(request, trust, rated: RatedElement, extra: dict, status: int):
    context = page_of(request, trust, rated) | extra
    return render(request, "assessments/rate.html", context, status=status)


def save(request, trust, rated: RatedElement, *, draw=_draw, done=None):
    """Save what was sent of a rating, and answer.

    `draw(request, trust, rated, extra, status)` draws the page when there is something to say on
    it. `done()` is called once it is saved; where it gives an answer, that is the answer.
    """
    if not _may_change(request.membership, rated):
        raise PermissionDenied("Once people rate separately, a trust lead writes what is agreed.")
    form = RatingForm(rated.assessment.tree, rated.element, request.POST)
    if not form.is_valid():
        return _refuse(request, trust, rated, 422, form.sentences(), draw)
    mine = form.touched()
    touched = _with_theirs(rated.rating, mine) if form.keeps_both else mine
    was_older = form.read_at != rated.rating.version
    try:
        rated.rating = actions.rate(
            rating=rated.rating,
            version=form.read_at,
            by=request.user,
            is_right="still" in request.POST or "onward" in request.POST,
            **touched,
        )
        answer = done() if done else None
    except actions.Stale as stale:
        return _conflict(request, trust, rated, stale, mine, draw)
    except actions.Refused as refused:
        return _refuse(request, trust, rated, 409, [str(refused)], draw)
    if answer:
        return answer
    if request.htmx and not form.keeps_both:
        # It said nothing new; but what the page shows beside it was changed since it was read.
        extra = {"stored": _stored_by_name(rated) if was_older else None}
        return render(request, "assessments/_saved.html", _context(request, trust, rated) | extra)
    messages.success(request, f"Saved {rated.element.code} {rated.element.name}.")
    return HttpResponseClientRedirect(request.path) if request.htmx else redirect(request.path)


def _with_theirs(rating, touched: dict) -> dict:
    """Both texts; of the level and each mark, what was sent, or what is saved where none was."""
    both = {
        name: _both(getattr(rating, name), touched.get(name, "")) for name in ("evidence", "reason")
    }
    if touched.get("level"):
        both["level"] = touched["level"]
    chosen = {strand: level for strand, level in touched["marks"].items() if level}
    return both | {"marks": chosen}


def _both(theirs: str, mine: str) -> str:
    return theirs if mine in theirs else mine if theirs in mine else f"{theirs}\n\n{mine}"


def _conflict(request, trust, rated, stale, mine, draw):
    stale.rating.response = rated.rating.response
    rated.rating = stale.rating
    both = conflict(rated.assessment.tree, rated.element, rated.rating, mine)
    return _refuse(request, trust, rated, 409, [], draw, both)


def _refuse(request, trust, rated, status, sentences, draw, both=None):
    """Say why nothing was saved; what was typed stays on the screen, whoever drew it."""
    stored = _stored_by_name(rated) if both else None
    extra = {"sentences": sentences, "conflict": both, "typed": request.POST, "stored": stored}
    if request.htmx:
        context = _context(request, trust, rated) | extra
        return render(request, "assessments/_not_saved.html", context, status=status)
    return draw(request, trust, rated, extra | {"shown": _typed(request.POST, rated)}, status)


def _stored(rated: RatedElement) -> dict:
    """What the form shows: codes by field name, and the texts."""
    return {
        "level": rated.level.code if rated.level else "",
        "evidence": rated.rating.evidence,
        "reason": rated.rating.reason,
        "marks": {strand: level.code for strand, level in rated.marks.items()},
    }


def _stored_by_name(rated: RatedElement) -> dict:
    """The same by the names of the form's fields, for a page whose own are older."""
    stored = _stored(rated)
    marks = stored.pop("marks")
    return stored | {
        f"mark-{strand.numeral}": marks.get(strand.pk, "") for strand in rated.element.strands
    }


def _typed(data, rated: RatedElement) -> dict:
    """The same, as the person sent it."""
    stored = _stored(rated)
    return {
        "level": data.get("level", stored["level"]),
        "evidence": data.get("evidence", stored["evidence"]),
        "reason": data.get("reason", stored["reason"]),
        "marks": {
            strand.pk: data.get(f"mark-{strand.numeral}", stored["marks"].get(strand.pk))
            for strand in rated.element.strands
        },
    }


def _context(request, trust, rated: RatedElement) -> dict:
    """What the answer to a save shows."""
    tree = rated.assessment.tree
    levels = rated.levels | {rated.element.pk: rated.rating.level_id}
    response = rated.response
    return {
        "trust": trust,
        "assessment": rated.assessment,
        "tree": tree,
        "rated": rated,
        "element": rated.element,
        "rating": rated.rating,
        "response": response,
        "school": rated.school,
        "levels": {element: tree.level_by_pk.get(level) for element, level in levels.items()},
        "progress": rated.progress,
        "reviews": rated.reviews,
        "suggestion": rated.suggestion,
        "may_rate": not response.closed and _may_change(request.membership, rated),
        "sees_whole": rated.assessment.is_whole_for(request.membership),
        "nav": "rate",
    }


def _may_change(membership, rated: RatedElement) -> bool:
    """Whether the person, who sees this rating, is one of those who give it."""
    kind = Response.Kind
    return {
        kind.CONTRIBUTOR: True,
        kind.SCHOOL: membership.allows(Permission.RATE_SCHOOLS),
        kind.VIEW: membership.allows(Permission.AGREE),
        kind.TRUST: membership.allows(
            Permission.AGREE if rated.assessment.rated_apart else Permission.RATE
        ),
    }[rated.response.kind]


def form_of(request, trust, rated: RatedElement) -> dict:
    """What a form of the rating shows, wherever it stands."""
    return _context(request, trust, rated) | {"shown": _stored(rated)}


def page_of(request, trust, rated: RatedElement) -> dict:
    """What the whole page shows."""
    own = rated.response.kind == Response.Kind.CONTRIBUTOR
    sees_history = own or request.membership.allows(Permission.READ_OPEN)
    context, earlier = form_of(request, trust, rated), earlier_level(rated)
    return context | {
        "evidence": evidence_of(rated.rating, with_removed=context["may_rate"]),
        "link_form": LinkForm(),
        "file_form": FileForm(),
        "earlier": earlier,
        "gap": earlier_gap(rated.assessment, rated.element.code, earlier),
        "steps": timeline(rated.rating, rated.assessment.tree) if sees_history else None,
    }
