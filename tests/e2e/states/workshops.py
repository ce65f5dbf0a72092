"""A workshop: on the big screen, and on a phone."""

import re

from playwright.sync_api import expect

from matcap.workshops.actions import reveal, start, vote, vote_again

from ...conftest import rate
from ..steps import button
from .stage import state


def begun(stage, *levels, guests=True):
    """The first round of a workshop on 2B, with votes for `levels` by others."""
    rate(stage.assessment, "1A", "AR", stage.lead)
    tree = stage.assessment.tree
    element = tree.element_by_code["2B"].pk
    shown = start(assessment=stage.assessment, element=element, allows_guests=guests, by=stage.lead)
    return voted(shown, *levels)


def voted(shown, *levels):
    tree = shown.workshop.assessment.tree
    for number, code in enumerate(levels):
        vote(shown=shown, voter=f"phone {number}", level=tree.level_by_code[code].pk)
    return shown


def at_screen(stage, shown, opened=None):
    opened = opened or stage.page
    return opened(f"/t/{stage.trust.slug}/workshops/{shown.workshop_id}/", stage.lead)


def at_phone(stage, shown):
    return stage.page(f"/vote/{shown.workshop.code}/")


@state
def workshop_start(stage):
    return stage.lead_at(stage.assessment, "workshop/?element=2B")


@state
def workshop_start_where_ratings_are_fixed(stage):
    return stage.lead_at(stage.agreed, "workshop/")


@state
def big_screen_voting(stage):
    return at_screen(stage, begun(stage, "R", "AR", "AG"))


@state
def big_screen_revealed(stage, opened=None):
    shown = begun(stage, *["R"] * 3, *["AR"] * 12, *["AG"] * 31, *["G"] * 4)
    page = at_screen(stage, shown, opened)
    button(page, "Reveal the votes").click()
    expect(page.get_by_role("heading", name="50 votes")).to_be_visible()
    return page


@state
def big_screen_kept(stage):
    page = big_screen_revealed(stage)
    page.get_by_text(re.compile("AG Amber Green$")).last.click()
    page.get_by_label("Why this rating").fill("Posts are filled in three of four schools.")
    button(page, "Keep this outcome").click()
    expect(page.get_by_role("status")).to_contain_text(["Kept: AG Amber Green."])
    return page


@state
def big_screen_in_conflict(stage):
    stage.expect_failures()
    page = big_screen_revealed(stage, stage.own_page)
    rate(stage.assessment, "2B", "R", stage.contributor, reason="Bob's reason.")
    page.get_by_text(re.compile("AG Amber Green$")).last.click()
    page.get_by_label("Why this rating").fill("Posts are filled.")
    button(page, "Keep this outcome").click()
    expect(page.get_by_text("Bob Contributor changed this rating")).to_be_visible()
    return page


@state
def workshop_outcomes(stage):
    shown = begun(stage, "R", "G", "G")
    shown = reveal(workshop=shown.workshop, at=shown.pk, by=stage.lead)
    second = voted(vote_again(workshop=shown.workshop, at=shown.pk, by=stage.lead), "AG", "G")
    reveal(workshop=shown.workshop, at=second.pk, by=stage.lead)
    return stage.lead_at(stage.assessment, "votes/")


@state
def phone_code_wrong(stage):
    stage.expect_failures()
    assert stage.assessment
    page = stage.page("/vote/")
    page.get_by_label("The code on the big screen").fill("CDF234")
    button(page, "Go on").click()
    expect(page.get_by_text("No workshop has the code")).to_be_visible()
    return page


@state
def phone_voted(stage):
    page = at_phone(stage, begun(stage))
    button(page, "Amber Green").click()
    expect(page.get_by_role("status")).to_contain_text("You chose Amber Green.")
    return page


@state
def phone_revealed(stage):
    shown = begun(stage, "R", "AG", "AG")
    reveal(workshop=shown.workshop, at=shown.pk, by=stage.lead)
    return at_phone(stage, shown)


@state
def phone_out_of_reach(stage):
    stage.expect_failures()
    page = stage.own_page(f"/vote/{begun(stage).workshop.code}/")
    page.context.set_offline(True)
    button(page, "Amber Green").click()
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached.")
    return page


@state
def phone_of_somebody_signed_out(stage):
    return at_phone(stage, begun(stage, guests=False))
