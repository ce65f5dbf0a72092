"""An assessment of the past, brought in from a document that was filled in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from frameworks.actions import throw_away
from frameworks.models import Draft, Framework
from frameworks.tree import tree_of
from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission
from matcap.ui.refusal import Refused

from .. import past
from ..filled import day_of, fitting, given, left_out, title_of
from ..forms.past import PastForm


@trust_view(Permission.START, methods=("GET", "HEAD", "POST"))
def bring_in(request, trust, draft):
    """Look over the ratings of a document, correct them, and make an agreed assessment of them."""
    found = _filled(trust, draft)
    frameworks = fitting(found)
    context = {"trust": trust, "draft": found}
    if not frameworks:
        return render(request, "assessments/bring_in_nothing.html", context)
    asked = request.POST.get("framework") or request.GET.get("framework")
    framework = next((one for one in frameworks if str(one.pk) == asked), frameworks[0])
    words = Framework.objects.own_words(trust, framework)
    tree = tree_of(framework, words)
    read = given(found, tree)
    form = PastForm(tree, title_of(found), read, day_of(found), request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                assessment = past.bring_in(
                    trust=trust,
                    framework=framework,
                    wording=words,
                    source=found.source_name,
                    by=request.user,
                    **form.judged,
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return _brought_in(request, found, assessment)
    context |= {
        "form": form,
        "tree": tree,
        "framework": framework,
        "others": [one for one in frameworks if one != framework],
        "left_out": list(left_out(found, tree)),
    }
    return render(request, "assessments/bring_in.html", context, status=status)


def _filled(trust, pk) -> Draft:
    drafts = Draft.objects.filter(removed_at=None).select_related("published_as", "trust")
    found = get_object_or_404(drafts, trust=trust, pk=pk)
    if not found.filled:
        raise Http404("Nothing is filled in in this document.")
    return found


def _brought_in(request, draft: Draft, assessment):
    """Go to what was made. A draft that was nothing but its document has served its turn."""
    said = f"{assessment.title} is brought in from {draft.source_name}."
    if draft.published_as_id is None:
        throw_away(draft=draft, by=request.user)
        said += " The draft of its words is thrown away; for 30 days you can put it back."
    messages.success(request, said)
    return redirect("heat_map", draft.trust.slug, assessment.pk)
