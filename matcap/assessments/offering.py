"""Which versions of which instruments a trust is offered when it starts an assessment."""

from dataclasses import dataclass
from typing import NamedTuple

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
    may end what it began in the words it began it in. Other versions are not offered. Where several
    have one title, a label says which version, and whose it is.
    """
    rows = [
        _Row(*row)
        for row in Framework.objects.used_by(trust)
        .order_by("title", "published_at", "pk")
        .annotate(strands=Count("elements__strands"))
        .values_list("pk", "title", "version", "owner", "owner__name", "slug", "strands")
    ]
    versions: dict[tuple, list[int]] = {}
    for row in rows:
        versions.setdefault((row.owner, row.slug), []).append(row.pk)
    cycles = list(trust.assessments.order_by("opened_on", "pk").values_list("framework", "state"))
    used = [framework for framework, _ in cycles]
    offered = set()
    for line in versions.values():
        offered |= {line[-1], *[pk for pk in line if pk in used][-1:]}
    shown = [row for row in rows if row.pk in offered]
    shipped = [row for row in shown if row.owner is None]
    fullest = max(shipped, key=lambda row: row.strands).pk if shipped else None
    return Offer(
        labels={row.pk: _label(row, shown, trust) for row in shown},
        has_last_time=any(state == Assessment.State.AGREED for _, state in cycles),
        first=next((pk for pk in reversed(used) if pk in offered), fullest),
    )


class _Row(NamedTuple):
    pk: int
    title: str
    version: str
    owner: int | None
    owner_name: str | None
    slug: str
    strands: int


def _label(row: _Row, shown: list[_Row], trust: Trust) -> str:
    """A title; with its version and whose it is, where others have it too."""
    owners = [other.owner for other in shown if other.title == row.title]
    label = row.title if len(owners) == 1 else f"{row.title}, version {row.version}"
    if row.owner is None or len(set(owners)) == 1:
        return label
    return f"{label} ({'your own' if row.owner == trust.pk else f'from {row.owner_name}'})"
