"""Choosing a trust, and its home."""

from matcap.trusts.actions import grant_role, open_trust
from matcap.trusts.roles import Role

from .backdrops import compared, planned
from .stage import state


@state
def choose_a_trust(stage):
    grant_role(trust=stage.rival, user=stage.lead, role=Role.BOARD)
    return stage.page("/", stage.lead)


@state
def in_no_trust(stage):
    stage.lead.memberships.all().delete()
    return stage.page("/", stage.lead)


@state
def home_of_an_empty_trust(stage):
    return stage.page(f"/t/{stage.trust.slug}/", stage.lead)


@state
def home_of_an_empty_trust_for_the_board(stage):
    return stage.page(f"/t/{stage.trust.slug}/", stage.board)


@state
def home(stage):
    compared(stage)
    planned(stage)
    return stage.page(f"/t/{stage.trust.slug}/", stage.lead)


@state
def not_found(stage):
    stage.expect_failures()
    return stage.page(f"/t/{open_trust(name='Another').slug}/", stage.lead)


@state
def not_allowed(stage):
    stage.expect_failures()
    return stage.page(f"/t/{stage.trust.slug}/assessments/start/", stage.board)
