"""What changes a trust's clusters."""

from django.db import transaction

from matcap.ui.refusal import Refused

from ..activity import note
from ..models import Cluster, Trust


@transaction.atomic
def make_cluster(*, trust: Trust, name: str, by) -> Cluster:
    """Make a cluster. Raises ValidationError when the trust has one of that name."""
    cluster = _named(Cluster(trust=trust), name)
    note(trust=trust, by=by, sentence=f"Made the cluster {cluster}.")
    return cluster


@transaction.atomic
def rename_cluster(*, cluster: Cluster, name: str, by) -> Cluster:
    """Give a cluster another name. Raises ValidationError when it is another's."""
    before = cluster.name
    _named(cluster, name)
    if cluster.name != before:
        note(trust=cluster.trust, by=by, sentence=f"Renamed the cluster {before} to {cluster}.")
    return cluster


def _named(cluster: Cluster, name: str) -> Cluster:
    cluster.name = " ".join(name.split())
    cluster.full_clean()
    cluster.save()
    return cluster


@transaction.atomic
def merge_clusters(*, cluster: Cluster, into: Cluster, by) -> Cluster:
    """Move all schools of `cluster` to another of its trust, and delete it."""
    if into == cluster:
        raise Refused("Choose another cluster to merge this one into.")
    cluster.schools.update(cluster=into)
    note(trust=into.trust, by=by, sentence=f"Merged the cluster {cluster} into {into}.")
    cluster.delete()
    return into


@transaction.atomic
def delete_cluster(*, cluster: Cluster, by) -> None:
    """Delete a cluster that no school is in."""
    if cluster.schools.exists():
        raise Refused(f"{cluster} has schools in it. Move them first, or merge it into another.")
    note(trust=cluster.trust, by=by, sentence=f"Deleted the cluster {cluster}.")
    cluster.delete()
