"""A draft as a whole: started, undone, thrown away and put back, looked at, published."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from matcap.trusts.access import trust_view
from matcap.trusts.models import Trust
from matcap.trusts.roles import Permission
from matcap.ui.refusal import Refused

from .. import actions
from ..editing import faults_of
from ..forms import PublishForm, ReadAt
from ..models import Draft, Framework
from ..preview import tree_of_content
from ..search import Search
from ..slugs import next_number
from .places import places_of

EDIT = Permission.EDIT_FRAMEWORKS


def draft_of(trust: Trust, pk: int, *, among=None) -> Draft:
    """A draft of the trust's that is being written, or is one of those in `among`."""
    drafts = Draft.objects.in_work() if among is None else among
    related = drafts.select_related("copied_from", "changed_by", "published_as__wording_of")
    found = get_object_or_404(related, trust=trust, pk=pk)
    found.trust = trust
    return found


@trust_view(EDIT, methods=("POST",))
def start(request, trust):
    """Begin a framework from nothing."""
    draft = actions.start_draft(trust=trust, by=request.user)
    return redirect("draft_details", trust.slug, draft.pk)


@trust_view(EDIT, methods=("POST",))
def copy(request, trust, slug, version):
    """Begin a framework as a copy of one that the trust may use."""
    framework = get_object_or_404(Framework.objects.used_by(trust), slug=slug, version=version)
    draft = actions.start_draft(trust=trust, by=request.user, copied_from=framework)
    return redirect("draft_outline", trust.slug, draft.pk)


@trust_view(EDIT, methods=("POST",))
def undo(request, trust, draft):
    """Take the last save back."""
    found, form = draft_of(trust, draft), ReadAt(request.POST)
    try:
        version = form.cleaned_data["version"] if form.is_valid() else 0
        actions.undo_change(draft=found, version=version, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Undone: {found.change}.")
    return redirect("draft_outline", trust.slug, found.pk)


@trust_view(EDIT, methods=("POST",))
def throw_away(request, trust, draft):
    """Put a draft aside."""
    found = draft_of(trust, draft)
    try:
        actions.throw_away(draft=found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = f"{found} is thrown away. For 30 days you can put it back, below."
        messages.success(request, said)
    return redirect("frameworks", trust.slug)


@trust_view(EDIT, methods=("POST",))
def restore(request, trust, draft):
    """Bring back a draft that was thrown away."""
    found = get_object_or_404(Draft.objects.thrown_away(), trust=trust, pk=draft)
    actions.restore(draft=found, by=request.user)
    messages.success(request, f"{found} is back among the drafts.")
    return redirect("frameworks", trust.slug)


@trust_view(EDIT)
def preview(request, trust, draft):
    """A draft as the rubric that it would be."""
    found = draft_of(trust, draft)
    tree = tree_of_content(found.content)
    context = {"trust": trust, "draft": found, "tree": tree, "search": Search(tree, "")}
    return render(request, "frameworks/preview.html", context)


@trust_view(EDIT, methods=("GET", "HEAD", "POST"))
def publish(request, trust, draft):
    """Say what publishing does, and what is to be put right before; then publish."""
    found = draft_of(trust, draft)
    initial = {"version": found.version, "number": next_number(found)}
    form = PublishForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            framework = actions.publish(draft=found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said = f"{framework} is published. You can start an assessment in it."
            messages.success(request, said)
            return redirect("rubric", trust.slug, framework.slug, framework.version)
    context = {
        "trust": trust,
        "draft": found,
        "form": form,
        "faults": places_of(found, faults_of(found.content)),
        "networks": trust.networks.exists(),
    }
    status = 409 if form.errors else 200
    return render(request, "frameworks/publish.html", context, status=status)
