"""The front door: which trust a person goes to."""

from django.shortcuts import redirect, render

from ..models import Trust


def home(request):
    """Go to the person's trust; let them choose when they are in several."""
    trusts = list(Trust.objects.filter(memberships__user=request.user))
    if len(trusts) == 1:
        return redirect("trust", trust=trusts[0].slug)
    return render(request, "trusts/choose.html", {"trusts": trusts})
