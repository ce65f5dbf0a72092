"""Which versions of which instruments a trust is offered when it starts an assessment."""

from dataclasses import dataclass

from django.db.models import Count

from frameworks.models import Framework
from matcap.trusts.models import Trust

from .models import Assessment


@dataclass(frozen=True)
class Offer:
    """The frameworks to choose from, each with its label; whether any was agreed before.

    `first` is the one that stands chosen: the one used last, or the fullest of the installation's.
    """

    labels: dict[int, str]
    has_last_time: bool
    first: int | None


def offer(trust: Trust) -> Offer:
    """The newest version of each instrument, in two queries.

    And the version that the trust used last, for as long as it has not used a newer one: a trust
    may end what it began in the words it began it in. Other versions are not offered.
    """
    rows = list(
        Framework.objects.used_by(trust)
        .order_by("title", "published_at", "pk")
        .annotate(strands=Count("elements__strands"))
        .values_list("pk", "title", "version", "owner", "slug", "strands")
    )
    versions: dict[tuple, list[int]] = {}
    for pk, _, _, owner, slug, _ in rows:
        versions.setdefault((owner, slug), []).append(pk)
    cycles = trust.assessments.order_by("opened_on", "pk").values_list("framework", "state")
    used = [framework for framework, _ in cycles]
    offered = set()
    for line in versions.values():
        offered |= {line[-1], *[pk for pk in line if pk in used][-1:]}
    fullest = max((row for row in rows if row[3] is None), key=lambda row: row[-1], default=[None])
    titles = [title for pk, title, *_ in rows if pk in offered]
    return Offer(
        labels={
            pk: title if titles.count(title) == 1 else f"{title}, version {version}"
            for pk, title, version, *_ in rows
            if pk in offered
        },
        has_last_time=any(state == Assessment.State.AGREED for _, state in cycles),
        first=next((pk for pk in reversed(used) if pk in offered), fullest[0]),
    )
