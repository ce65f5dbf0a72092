"""What changed between the version of an assessment and that of the one before it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from frameworks.lineage import dropped
from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission
from matcap.ui.refusal import Refused

from ..comparing import crosses_versions, levels_compare
from ..forms import OriginsForm
from ..models import Assessment
from ..review import changes_of
from ..versions import map_origins


@trust_view(Permission.READ_OPEN, methods=("GET", "HEAD", "POST"), to_write=Permission.START)
def what_changed(request, trust, assessment):
    """Element by element, what it was; to be corrected while the assessment is being set up."""
    seen = Assessment.objects.seen_by(request.membership)
    assessment = get_object_or_404(seen, pk=assessment)
    if not crosses_versions(assessment):
        raise Http404("Both have the same version.")
    form = OriginsForm(assessment, changes_of(assessment), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            map_origins(assessment=assessment, origins=form.chosen, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Saved what the elements continue.")
            onward = "who_rates" if assessment.rated_apart else "assessment"
            page = onward if "onward" in request.POST else "what_changed"
            return redirect(page, trust.slug, assessment.pk)
    context = {
        "trust": trust,
        "assessment": assessment,
        "nav": "rate",
        "tree": assessment.tree,
        "old": assessment.previous.tree,
        "form": form,
        "may_correct": assessment.is_draft and request.membership.allows(Permission.START),
        "dropped": dropped(assessment.previous.tree, assessment.origins),
        "levels_compare": levels_compare(assessment),
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/what_changed.html", context, status=status)
