"""Links of evidence: attach one, take one away, put it back.

They ask for `READ`: anybody may be asked to rate, and `rated_by` says which ratings are theirs.
"""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission

from .. import actions
from ..forms import LinkForm
from ..models import EvidenceItem, Rating, Response


@trust_view(Permission.READ, methods=("POST",))
def attach(request, trust, rating):
    """Put a link behind a rating."""
    rating = get_object_or_404(
        Rating.objects.rated_by(request.membership).select_related(
            "response__assessment", "element"
        ),
        pk=rating,
    )
    form = LinkForm(request.POST)
    begin = None
    if form.is_valid():
        try:
            begin = actions.attach_link(rating=rating, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("address", error.messages)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            form = LinkForm()
    return _answer(request, trust, rating, link_form=form, begin=begin)


@trust_view(Permission.READ, methods=("POST",))
def remove(request, trust, link):
    """Take a link away; the answer offers to put it back."""
    item = _link(request, link)
    return _change(request, trust, item, actions.remove_link, removed=item)


@trust_view(Permission.READ, methods=("POST",))
def restore(request, trust, link):
    """Put a removed link back."""
    item = _link(request, link)
    return _change(request, trust, item, actions.restore_link, begin=item)


def _link(request, pk) -> EvidenceItem:
    return get_object_or_404(
        EvidenceItem.objects.select_related("rating__response__assessment", "rating__element"),
        pk=pk,
        rating__in=Rating.objects.rated_by(request.membership),
    )


def _change(request, trust, item, action, **extra):
    try:
        action(item=item, by=request.user)
    except actions.Refused as refused:
        extra = {"refused": str(refused)}
    return _answer(request, trust, item.rating, **extra)


def _answer(request, trust, rating, **extra):
    context = {
        "trust": trust,
        "rating": rating,
        "links": rating.items.filter(removed_at=None),
        "link_form": LinkForm(),
        "may_rate": True,
        "page": _page_of(trust, rating),
    } | extra
    problem = context["link_form"].errors or "refused" in context
    if request.htmx:
        return render(request, "assessments/_links.html", context)
    if problem or "removed" in context:
        return render(request, "assessments/links.html", context, status=422 if problem else 200)
    return redirect(context["page"] + "#links")


def _page_of(trust, rating) -> str:
    response, kind = rating.response, Response.Kind
    names = {kind.CONTRIBUTOR: "rate_mine", kind.SCHOOL: "rate_school", kind.VIEW: "rate_view"}
    school = [response.school_id] if response.school_id else []
    args = [trust.slug, response.assessment_id, *school, rating.element.code]
    return reverse(names.get(response.kind, "rate"), args=args)
