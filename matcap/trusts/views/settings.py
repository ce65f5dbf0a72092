"""What a trust asks of its people."""

from django.contrib import messages
from django.shortcuts import redirect, render

from matcap.accounts.models import User
from matcap.accounts.second_step import without_second_step

from .. import actions
from ..access import trust_view
from ..forms.trusts import SettingsForm
from ..models import Membership
from ..roles import Permission


@trust_view(Permission.PEOPLE, methods=("GET", "HEAD", "POST"))
def settings(request, trust):
    """Say whether the trust's people need a second step, and who of them has none yet."""
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=trust)
    if request.method == "POST" and form.is_valid():
        required = form.cleaned_data["requires_second_step"]
        actions.require_second_step(trust=trust, required=required, by=request.user)
        messages.success(request, "Saved.")
        return redirect("trust_settings", trust.slug)
    members = Membership.objects.current().filter(trust=trust)
    people = User.objects.filter(memberships__in=members)
    context = {"trust": trust, "form": form, "without": without_second_step(people)}
    return render(request, "trusts/settings.html", context)
