"""The networks that a trust is in."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from matcap.ui.refusal import Refused

from .. import actions
from ..access import trust_view
from ..forms.schools import CodeForm, NameForm
from ..roles import Permission


@trust_view(Permission.SCHOOLS, methods=("GET", "HEAD", "POST"))
def networks(request, trust):
    """The trust's networks with who else is in them; a POST makes one."""
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_network(trust=trust, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, f"{made} is made. Give its code to the trusts that may join.")
            return redirect("networks", trust.slug)
    return _page(request, trust, form, CodeForm())


@trust_view(Permission.SCHOOLS, methods=("POST",))
def join(request, trust):
    """Bring the trust into the network with a code."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            joined = actions.join_network(trust=trust, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            messages.success(request, f"{trust} is in {joined} now.")
            return redirect("networks", trust.slug)
    return _page(request, trust, NameForm(), form)


@trust_view(Permission.SCHOOLS, methods=("POST",))
def leave(request, trust, network):
    """Take the trust out of a network."""
    network = get_object_or_404(trust.networks, pk=network)
    actions.leave_network(trust=trust, network=network, by=request.user)
    messages.success(request, f"{trust} has left {network}.")
    return redirect("networks", trust.slug)


def _page(request, trust, form, code_form):
    found = trust.networks.prefetch_related("trusts")
    context = {"trust": trust, "networks": list(found), "form": form, "code_form": code_form}
    return render(request, "trusts/networks.html", context)
