"""What changes networks. A trust is brought in and taken out by its own lead, by nobody else."""

from django.db import transaction
from django.utils.crypto import get_random_string

from matcap.ui.refusal import Refused

from ..activity import note
from ..models import InNetwork, Network, Trust
from .people import hold

# No letter or digit that is taken for another when it is read out.
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@transaction.atomic
def make_network(*, trust: Trust, name: str, by) -> Network:
    """Make a network with `trust` in it, and a code that lets others in.

    Raises Refused when the trust is in one of that name.
    """
    name = " ".join(name.split())
    hold(trust)
    if trust.networks.filter(name__iexact=name).exists():
        raise Refused(f"{trust} is in a network called {name} already.")
    code = "-".join(get_random_string(4, _ALPHABET) for _ in range(4))
    network = Network(name=name, code=code)
    network.full_clean()
    network.save()
    _bring_in(network, trust, by, f"Made the network {network}.")
    return network


@transaction.atomic
def join_network(*, trust: Trust, code: str, by) -> Network:
    """Bring `trust` into the network with this code. Raises Refused when there is none."""
    network = Network.objects.filter(code=code.strip().upper()).first()
    if network is None:
        raise Refused("No network has this code. Ask the trust that gave it to you to look again.")
    if network.members.filter(trust=trust).exists():
        raise Refused(f"{trust} is in {network} already.")
    return _bring_in(network, trust, by, f"Joined the network {network}.")


def _bring_in(network: Network, trust: Trust, by, sentence: str) -> Network:
    InNetwork.objects.create(network=network, trust=trust, by=by)
    note(trust=trust, by=by, sentence=sentence)
    return network


@transaction.atomic
def leave_network(*, trust: Trust, network: Network, by) -> None:
    """Take `trust` out of a network; one that nobody is in any longer is gone."""
    network.members.filter(trust=trust).delete()
    note(trust=trust, by=by, sentence=f"Left the network {network}.")
    if not network.members.exists():
        network.delete()
