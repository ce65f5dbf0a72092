"""Frameworks that trusts wrote, as many as a test wants."""

from frameworks.actions import publish as publish_draft
from frameworks.actions import share, start_draft, throw_away
from frameworks.loader import publish
from matcap.trusts.actions import join_network, make_network, open_trust

from .instruments import small


def written(trust, framework, lead, count: int) -> None:
    """Frameworks of the trust's own, each published twice and shared with a network of its own.

    And a draft of each, one thrown away, and one that another trust shares.
    """
    neighbour = open_trust(name=f"Beside {trust}"[:200])
    for number in range(count):
        network = make_network(trust=trust, name=f"Network {number}", by=lead)
        join_network(trust=neighbour, code=network.code, by=None)
        original = publish(small({"slug": f"original-{number}"}))
        for version in ("1.1", "1.2"):
            draft = start_draft(trust=trust, by=lead, copied_from=original)
            own = publish_draft(draft=draft, version=1, number=version, by=lead)
        share(framework=own, network=network, by=lead)
        theirs = start_draft(trust=neighbour, by=None, copied_from=own)
        theirs = publish_draft(draft=theirs, version=1, number="1", by=None)
        share(framework=theirs, network=network, by=None)
        start_draft(trust=trust, by=lead, copied_from=framework)
        throw_away(draft=start_draft(trust=trust, by=lead, copied_from=own), by=lead)
