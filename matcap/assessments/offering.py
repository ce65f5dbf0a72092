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
    may end what it began in the words it began it in. Other versions are not offered.
    """
    rows = list(
        Framework.objects.used_by(trust)
        .order_by("title", "published_at", "pk")
        .values_list("pk", "title", "version", "owner", "slug")
    )
    versions: dict[tuple, list[int]] = {}
    for pk, _, _, owner, slug in rows:
        versions.setdefault((owner, slug), []).append(pk)
    cycles = set(trust.assessments.order_by().values_list("framework", "state"))
    used = {framework for framework, _ in cycles}
    offered = set()
    for line in versions.values():
        offered |= {line[-1], *[pk for pk in line if pk in used][-1:]}
    titles = [title for pk, title, *_ in rows if pk in offered]
    return Offer(
        labels={
            pk: title if titles.count(title) == 1 else f"{title}, version {version}"
            for pk, title, version, *_ in rows
            if pk in offered
        },
        has_last_time=any(state == Assessment.State.AGREED for _, state in cycles),
    )
