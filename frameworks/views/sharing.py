"""With which of its networks a trust shares a framework of its own."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from matcap.trusts.access import trust_view
from matcap.trusts.models import Trust
from matcap.trusts.roles import Permission

from .. import actions
from ..models import Framework


@trust_view(Permission.EDIT_FRAMEWORKS)
def sharing(request, trust, framework):
    """The trust's networks, and with which of them it shares this framework."""
    found = _own(trust, framework)
    shared = set(found.shared_with.values_list("pk", flat=True))
    networks = trust.networks.prefetch_related("trusts")
    rows = [(network, network.pk in shared) for network in networks]
    context = {"trust": trust, "framework": found, "networks": rows}
    return render(request, "frameworks/sharing.html", context)


@trust_view(Permission.EDIT_FRAMEWORKS, methods=("POST",))
def share(request, trust, framework, network):
    """Share it with a network."""
    found, network = _own(trust, framework), get_object_or_404(trust.networks, pk=network)
    actions.share(framework=found, network=network, by=request.user)
    messages.success(request, f"The trusts in {network} can use {found} now.")
    return redirect("sharing", trust.slug, found.pk)


@trust_view(Permission.EDIT_FRAMEWORKS, methods=("POST",))
def take_back(request, trust, framework, network):
    """Share it with a network no longer."""
    found = _own(trust, framework)
    network = get_object_or_404(found.shared_with, pk=network)
    actions.take_back(framework=found, network=network, by=request.user)
    messages.success(request, f"{found} is no longer shared with {network}.")
    return redirect("sharing", trust.slug, found.pk)


def _own(trust: Trust, pk: int) -> Framework:
    related = trust.frameworks.select_related("owner")
    return get_object_or_404(related, wording_of=None, pk=pk)
