"""What a trust is offered to start in, and what stays with it of what it started in once."""

import pytest
from django.urls import reverse

from frameworks.actions import publish, share, start_draft
from frameworks.loader import load
from frameworks.models import Framework
from matcap.assessments.offering import offer
from matcap.trusts.actions import join_network, leave_network, make_network

from ..conftest import begin
from ..frameworks.instruments import EVERY_SHIPPED
from ..pages import read

pytestmark = pytest.mark.django_db

TITLE = "MAT Improvement Capacity Framework"


@pytest.fixture
def network(trust, rival, lead, rival_lead):
    network = make_network(trust=trust, name="The South West", by=lead)
    join_network(trust=rival, code=network.code, by=rival_lead)
    return network


@pytest.fixture
def own(trust, lead, framework, network):
    """A copy with the number of its original, shared with the rival."""
    draft = start_draft(trust=trust, by=lead, copied_from=framework)
    found = publish(draft=draft, version=1, number="1.0", by=lead)
    share(framework=found, network=network, by=lead)
    return found


def test_frameworks_of_one_title_are_told_apart_by_whose_they_are(trust, rival, own, framework):
    shipped = {framework.pk: f"{TITLE}, version 1.0"}
    assert offer(trust).labels == shipped | {own.pk: f"{TITLE}, version 1.0 (your own)"}
    assert offer(rival).labels == shipped | {own.pk: f"{TITLE}, version 1.0 (from {trust})"}


def test_the_fullest_stands_chosen_until_a_trust_has_used_one(trust, lead):
    shipped = {loaded.framework.slug: loaded.framework for loaded in load(EVERY_SHIPPED)}
    assert offer(trust).labels == {one.pk: one.title for one in shipped.values()}
    assert offer(trust).first == shipped["mat-capacity"].pk
    begin(trust, shipped["improvement-checklist"], lead)
    assert offer(trust).first == shipped["improvement-checklist"].pk


def test_where_there_is_none_none_stands_chosen(trust):
    assert (offer(trust).labels, offer(trust).first) == ({}, None)


def test_one_title_needs_no_more_than_itself(trust, framework):
    assert offer(trust).labels == {framework.pk: TITLE}


def test_who_leaves_the_network_goes_on_reading_what_it_started_in(
    sign_in, rival, rival_lead, own, network
):
    assessment = begin(rival, own, rival_lead)
    leave_network(trust=rival, network=network, by=rival_lead)
    assert own not in Framework.objects.used_by(rival)
    client = sign_in(rival_lead)
    page = read(client.get(reverse("trust", args=[rival.slug])))
    rubric = reverse("rubric", args=[rival.slug, own.slug, own.version])
    assert rubric in [link.attrs.get("href") for link in page.find("a")]
    assert read(client.get(rubric)).one("h1").text == TITLE
    pdf = client.get(reverse("rubric_pdf", args=[rival.slug, assessment.pk]))
    assert pdf["Content-Type"] == "application/pdf"


def test_who_leaves_without_an_assessment_reads_it_no_longer(rival, rival_lead, own, network):
    leave_network(trust=rival, network=network, by=rival_lead)
    assert own not in Framework.objects.read_by(rival)
