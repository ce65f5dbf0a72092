"""Clusters of a trust's schools, and networks of trusts."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from matcap.trusts.actions import (
    delete_cluster,
    join_network,
    leave_network,
    make_cluster,
    make_network,
    merge_clusters,
    move_schools,
    rename_cluster,
)
from matcap.trusts.models import Network
from matcap.ui.refusal import Refused

from ..pages import read


@pytest.fixture
def north(trust, lead):
    return make_cluster(trust=trust, name="North", by=lead)


@pytest.fixture
def south(trust, lead):
    return make_cluster(trust=trust, name="South", by=lead)


def test_a_cluster_has_a_name_of_its_own_within_its_trust(trust, rival, lead, north, south):
    make_cluster(trust=rival, name="North", by=lead)
    with pytest.raises(ValidationError, match="with this name already"):
        make_cluster(trust=trust, name=" north ", by=lead)
    with pytest.raises(ValidationError):
        rename_cluster(cluster=south, name="NORTH", by=lead)
    assert rename_cluster(cluster=north, name="The  North", by=lead).name == "The North"
    assert trust.activity.first().sentence == "Renamed the cluster North to The North."


def test_merging_moves_the_schools_and_deletes_the_cluster(trust, lead, schools, north, south):
    move_schools(trust=trust, schools=schools, cluster=north, by=lead)
    with pytest.raises(Refused, match="Choose another"):
        merge_clusters(cluster=north, into=north, by=lead)
    with pytest.raises(Refused, match="has schools in it"):
        delete_cluster(cluster=north, by=lead)
    merge_clusters(cluster=north, into=south, by=lead)
    assert list(trust.clusters.all()) == [south]
    assert list(south.schools.all()) == schools
    assert trust.activity.first().sentence == "Merged the cluster North into South."


def test_clusters_are_kept_with_plain_forms(trust, rival, lead, sign_in, north, south):
    client, theirs = sign_in(lead), make_cluster(trust=rival, name="Theirs", by=lead)

    def post(route, cluster=None, /, **form):
        kwargs = {"trust": trust.slug} | ({"cluster": cluster.pk} if cluster else {})
        return client.post(reverse(route, kwargs=kwargs), form, follow=True).content.decode()

    assert "The cluster East is made" in post("clusters", name="East")
    assert "with this name already" in post("clusters", name="east")
    assert "with this name already" in post("rename_cluster", north, name="South")
    assert "at most 100" in post("rename_cluster", north, name="")
    assert "is called Upper" in post("rename_cluster", north, name="Upper")
    assert "There is nothing here" in post("merge_cluster", north, into=theirs.pk)
    assert "There is nothing here" in post("merge_cluster", north, into="x")
    assert "merged into South" in post("merge_cluster", north, into=south.pk)
    assert "South is deleted" in post("delete_cluster", south)
    assert [one.name for one in trust.clusters.all()] == ["East"]
    assert [one.name for one in rival.clusters.all()] == ["Theirs"]


def test_a_trust_joins_and_leaves_by_its_own_leads_decision(
    trust, rival, lead, rival_lead, sign_in
):
    ours, theirs = sign_in(lead), sign_in(rival_lead)
    page = reverse("networks", args=[trust.slug])
    their_page = reverse("networks", args=[rival.slug])
    ours.post(page, {"name": "The West"})
    assert "is in a network called the west" in read(ours.post(page, {"name": "the west"})).text
    network = Network.objects.get()
    assert "The West" not in theirs.get(their_page).content.decode()
    assert (
        "No network has this code"
        in theirs.post(f"{their_page}join/", {"code": "x"}).content.decode()
    )
    theirs.post(f"{their_page}join/", {"code": f" {network.code.lower()} "})
    assert rival.name in ours.get(page).content.decode()
    assert trust.name in theirs.get(their_page).content.decode()
    with pytest.raises(Refused, match="already"):
        join_network(trust=rival, code=network.code, by=rival_lead)
    ours.post(reverse("leave_network", args=[trust.slug, network.pk]))
    assert list(network.trusts.all()) == [rival]
    assert trust.activity.first().sentence == "Left the network The West."
    leave_network(trust=rival, network=network, by=rival_lead)
    assert not Network.objects.exists()


def test_a_network_needs_a_name(trust, lead):
    with pytest.raises(ValidationError):
        make_network(trust=trust, name="  ", by=lead)
    assert not Network.objects.exists()
