"""The front door: which trust a person goes to, and opening one."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .. import actions
from ..forms.people import TrustForm
from ..models import Membership


def home(request):
    """Go to the person's trust; let them choose when they are in several, open one when in none."""
    current = Membership.objects.current().filter(user=request.user).select_related("trust")
    trusts = [membership.trust for membership in current.order_by("trust__name", "pk")]
    if len(trusts) == 1:
        return redirect("trust", trust=trusts[0].slug)
    context = {"trusts": trusts, "may_open": settings.OPEN_TRUSTS}
    return render(request, "trusts/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_trust(request):
    """Open a trust, and lead it."""
    if not settings.OPEN_TRUSTS:
        raise Http404("Trusts are opened by whoever looks after this installation.")
    form = TrustForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            trust = actions.open_trust(lead=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("trust", trust.slug)
    status = 422 if form.errors else 200
    return render(request, "trusts/open.html", {"form": form}, status=status)
