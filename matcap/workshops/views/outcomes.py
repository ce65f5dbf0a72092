"""What came of an assessment's votes: the counts of each round, and what was kept."""

from django.shortcuts import get_object_or_404, render

from matcap.assessments.models import Assessment
from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission

from ..reading import voted_on


@trust_view(Permission.READ_OPEN)
def outcomes(request, trust, assessment):
    """Every element that was voted on, with its revealed rounds."""
    seen = Assessment.objects.seen_by(request.membership)
    assessment = get_object_or_404(seen, pk=assessment)
    context = {
        "trust": trust,
        "assessment": assessment,
        "nav": "rate",
        "tree": assessment.tree,
        "voted_on": voted_on(assessment),
    }
    return render(request, "workshops/outcomes.html", context)
