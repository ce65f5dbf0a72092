"""Rating one element: the page, and each save of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django_htmx.http import HttpResponseClientRedirect

from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission

from .. import actions
from ..conflict import conflict
from ..forms import LinkForm, RatingForm
from ..models import Assessment
from ..reading import RatedElement, earlier_level, rated_element
from ..timeline import timeline


@trust_view(Permission.READ, methods=("GET", "HEAD", "POST"), to_write=Permission.RATE)
def rate(request, trust, assessment, code):
    """Show the trust's own rating of an element, or save what was changed of it."""
    return _rate(request, trust, assessment, code)


@trust_view(Permission.READ, methods=("GET", "HEAD", "POST"), to_write=Permission.RATE_SCHOOLS)
def rate_school(request, trust, assessment, school, code):
    """Show a school's rating of an element, or save what was changed of it."""
    return _rate(request, trust, assessment, code, school)


def _rate(request, trust, assessment, code, school=None):
    """One element with its strands, rating and evidence."""
    seen = Assessment.objects.seen_by(request.membership, school=school)
    assessment = get_object_or_404(seen, pk=assessment)
    rated = rated_element(assessment, school, code)
    if request.method == "POST":
        return _save(request, trust, rated)
    if request.GET.get("part") == "history":
        return render(request, "assessments/_history.html", _page(request, trust, rated))
    return render(request, "assessments/rate.html", _page(request, trust, rated))


def _save(request, trust, rated: RatedElement):
    form = RatingForm(rated.assessment.tree, rated.element, request.POST)
    if not form.is_valid():
        return _refuse(request, trust, rated, 422, form.sentences())
    mine = form.touched()
    touched = _with_theirs(rated.rating, mine) if form.keeps_both else mine
    was_older = form.read_at != rated.rating.version
    try:
        rated.rating = actions.rate(
            rating=rated.rating, version=form.read_at, by=request.user, **touched
        )
    except actions.Stale as stale:
        return _conflict(request, trust, rated, stale, mine)
    except actions.Refused as refused:
        return _refuse(request, trust, rated, 409, [str(refused)])
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


def _conflict(request, trust, rated, stale, mine):
    stale.rating.response = rated.rating.response
    rated.rating = stale.rating
    both = conflict(rated.assessment.tree, rated.element, rated.rating, mine)
    return _refuse(request, trust, rated, 409, [], both)


def _refuse(request, trust, rated, status, sentences, both=None):
    """Say why nothing was saved; what was typed stays on the screen, whoever drew it."""
    stored = _stored_by_name(rated) if both else None
    extra = {"sentences": sentences, "conflict": both, "typed": request.POST, "stored": stored}
    if request.htmx:
        context = _context(request, trust, rated) | extra
        return render(request, "assessments/_not_saved.html", context, status=status)
    context = _page(request, trust, rated) | extra | {"shown": _typed(request.POST, rated)}
    return render(request, "assessments/rate.html", context, status=status)


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
    needed = Permission.RATE_SCHOOLS if rated.school else Permission.RATE
    return {
        "trust": trust,
        "assessment": rated.assessment,
        "tree": tree,
        "rated": rated,
        "element": rated.element,
        "rating": rated.rating,
        "school": rated.school,
        "levels": {element: tree.level_by_pk.get(level) for element, level in levels.items()},
        "progress": rated.progress,
        "suggestion": rated.suggestion,
        "may_rate": rated.assessment.is_open and request.membership.allows(needed),
        "sees_whole": rated.assessment.is_whole_for(request.membership),
        "nav": "rate",
    }


def _page(request, trust, rated: RatedElement) -> dict:
    """What the whole page shows."""
    sees_history = request.membership.allows(Permission.READ_OPEN)
    return _context(request, trust, rated) | {
        "shown": _stored(rated),
        "links": rated.rating.items.filter(removed_at=None),
        "link_form": LinkForm(),
        "earlier": earlier_level(rated),
        "steps": timeline(rated.rating, rated.assessment.tree) if sees_history else None,
    }
