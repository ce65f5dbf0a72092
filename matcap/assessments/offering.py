"""Which versions of which instruments a trust is offered when it starts an assessment."""

from dataclasses import dataclass

from frameworks.models import Framework
from matcap.trusts.models import Trust

from .models import Assessment


@dataclass(frozen=True)
class Offer:
    """The frameworks to choose from, each with its label; whether any was agreed before."""

    labels: dict[int, str]
    has_last_time: bool


def offer(trust: Trust) -> Offer:
    """The newest version of each instrument, in two queries.

    And the version that the trust used last, for as long as it has not used a newer one: a trust
    may end what it began in the words it began it in. Other versions are not offered. Where several
    have one title, a label says which version, and whose it is.
    """
    rows = list(
        Framework.objects.used_by(trust)
        .order_by("title", "published_at", "pk")
        .values_list("pk", "title", "version", "owner", "slug", "owner__name")
    )
    versions: dict[tuple, list[int]] = {}
    for pk, _, _, owner, slug, _ in rows:
        versions.setdefault((owner, slug), []).append(pk)
    cycles = set(trust.assessments.order_by().values_list("framework", "state"))
    used = {framework for framework, _ in cycles}
    offered = set()
    for line in versions.values():
        offered |= {line[-1], *[pk for pk in line if pk in used][-1:]}
    owners: dict[str, list] = {}
    for pk, title, _, owner, *_ in rows:
        if pk in offered:
            owners.setdefault(title, []).append(owner)
    labels = {}
    for pk, title, version, owner, _, name in rows:
        if pk in offered:
            label = title if len(owners[title]) == 1 else f"{title}, version {version}"
            is_clear = owner is None or len(set(owners[title])) == 1
            whose = "your own" if owner == trust.pk else f"from {name}"
            labels[pk] = label if is_clear else f"{label} ({whose})"
    has_last_time = any(state == Assessment.State.AGREED for _, state in cycles)
    return Offer(labels, has_last_time)
