"""Links and files of evidence: attach one, open a file, take one away, put it back.

All ask for `READ`, since anybody may be asked to rate: `rated_by` says which ratings are theirs to
change, and `seen_by` which files are theirs to read.
"""

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission
from matcap.ui.refusal import Refused
from matcap.ui.uploads import files_at_most

from .. import evidence
from ..forms import FileForm, LinkForm
from ..kinds import KINDS, MAX_FILE, Unfit
from ..models import EvidenceItem, Rating, Response
from ..reading import evidence_of


@trust_view(Permission.READ, methods=("POST",))
def attach_link(request, trust, rating):
    """Put a link behind a rating."""
    return _attach(request, trust, rating, "link_form", LinkForm(request.POST))


@trust_view(Permission.READ, methods=("POST",))
@files_at_most(MAX_FILE)
def attach_file(request, trust, rating):
    """Put a file behind a rating."""
    return _attach(request, trust, rating, "file_form", FileForm(request.POST, request.FILES))


def _attach(request, trust, pk, name, form):
    rating = get_object_or_404(
        Rating.objects.rated_by(request.membership).select_related(
            "response__assessment", "element"
        ),
        pk=pk,
    )
    begin = None
    if form.is_valid():
        try:
            begin = form.attach(rating=rating, by=request.user)
        except ValidationError as error:
            form.add_error(form.what, error.messages)
        except Unfit as unfit:
            form.add_error(form.what, str(unfit))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            form = type(form)()
    return _answer(request, trust, rating, begin=begin, acted=name, **{name: form})


@trust_view(Permission.READ)
def open_file(request, trust, item):
    """Hand a file over, to be kept and not to be shown: whatever is in it, it does nothing here."""
    found = EvidenceItem.objects.seen_by(request.membership).exclude(stored_as="")
    item = get_object_or_404(found, pk=item)
    try:
        content = evidence.opened(item)
    except FileNotFoundError as error:
        raise Http404("This file is no longer in the store.") from error
    answer = FileResponse(
        content,
        as_attachment=True,
        filename=item.file_name,
        content_type=KINDS[item.kind].media_type,
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@trust_view(Permission.READ, methods=("POST",))
def remove(request, trust, item):
    """Take a link or file away; the answer offers to put it back."""
    item = _item(request, item)
    return _change(request, trust, item, evidence.remove_item, removed=item)


@trust_view(Permission.READ, methods=("POST",))
def restore(request, trust, item):
    """Put a removed link or file back."""
    item = _item(request, item)
    return _change(request, trust, item, evidence.restore_item, begin=item)


def _item(request, pk) -> EvidenceItem:
    """One that may be changed: what is kept no longer is as good as gone."""
    mine = EvidenceItem.objects.filter(rating__in=Rating.objects.rated_by(request.membership))
    return get_object_or_404(
        mine.kept().select_related("rating__response__assessment", "rating__element"), pk=pk
    )


def _change(request, trust, item, action, **extra):
    try:
        action(item=item, by=request.user)
    except Refused as refused:
        extra = {"refused": str(refused)}
    return _answer(request, trust, item.rating, **extra)


def _answer(request, trust, rating, **extra):
    context = {
        "trust": trust,
        "rating": rating,
        "evidence": evidence_of(rating, with_removed=True),
        "link_form": LinkForm(),
        "file_form": FileForm(),
        "may_rate": True,
        "page": _page_of(trust, rating),
    } | extra
    problem = context["link_form"].errors or context["file_form"].errors or "refused" in context
    if request.htmx:
        return render(request, "assessments/_evidence.html", context)
    if problem or "removed" in context:
        return render(request, "assessments/evidence.html", context, status=422 if problem else 200)
    return redirect(context["page"] + "#links-and-files")


def _page_of(trust, rating) -> str:
    response, kind = rating.response, Response.Kind
    names = {kind.CONTRIBUTOR: "rate_mine", kind.SCHOOL: "rate_school", kind.VIEW: "rate_view"}
    school = [response.school_id] if response.school_id else []
    args = [trust.slug, response.assessment_id, *school, rating.element.code]
    return reverse(names.get(response.kind, "rate"), args=args)
