"""Which instruments a trust is offered when it starts an assessment."""

from frameworks.loader import load
from matcap.assessments.offering import offer

from ..conftest import begin
from ..frameworks.instruments import EVERY_SHIPPED


def test_the_fullest_stands_chosen_until_a_trust_has_used_one(trust, lead):
    shipped = {loaded.framework.slug: loaded.framework for loaded in load(EVERY_SHIPPED)}
    assert offer(trust).labels == {one.pk: one.title for one in shipped.values()}
    assert offer(trust).first == shipped["mat-capacity"].pk
    begin(trust, shipped["improvement-checklist"], lead)
    assert offer(trust).first == shipped["improvement-checklist"].pk


def test_without_any_none_stands_chosen(trust):
    assert (offer(trust).labels, offer(trust).first) == ({}, None)
