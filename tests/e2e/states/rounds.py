"""People rate separately: the groups, who rates, and what each of them sees."""

from datetime import date

from playwright.sync_api import expect

from matcap.assessments.actions import start
from matcap.trusts.actions import make_group

from ..conftest import PHONE
from ..steps import button, choose, expect_saved, place
from .backdrops import rated_apart, to_rate_apart
from .stage import state


@state
def groups_without_one(stage):
    return stage.page(f"/t/{stage.trust.slug}/people/groups/", stage.lead)


@state
def groups_and_a_name_that_is_taken(stage):
    stage.expect_failures()
    for name in ("Executives", "Headteachers"):
        make_group(trust=stage.trust, name=name, by=stage.lead)
    page = stage.page(f"/t/{stage.trust.slug}/people/groups/", stage.lead)
    page.get_by_text("Change Executives").click()
    page.locator("#id_name").fill("executives")
    button(page, "Make the group").click()
    expect(page.get_by_text("There is a group with this name already.")).to_be_visible()
    return page


@state
def who_rates_without_groups(stage):
    draft = start(
        trust=stage.trust,
        framework=stage.framework,
        title="Autumn 2026",
        opened_on=date(2026, 9, 7),
        rated_apart=True,
        by=stage.lead,
    )
    return stage.lead_at(draft, "people/")


@state
def who_rates(stage):
    return stage.lead_at(to_rate_apart(stage, [stage.contributor, stage.board]), "people/")


@state
def overview_of_a_draft_that_nobody_rates_yet(stage):
    return stage.lead_at(to_rate_apart(stage))


@state
def overview_of_a_draft(stage):
    return stage.lead_at(to_rate_apart(stage, [stage.contributor, stage.board]))


@state
def overview_of_a_draft_for_a_contributor(stage):
    draft = to_rate_apart(stage, [stage.contributor])
    return stage.page(place(draft), stage.contributor)


@state
def overview_of_one_rated_apart(stage):
    page = stage.lead_at(rated_apart(stage))
    page.get_by_text("Go a step back").click()
    return page


@state
def overview_of_one_rated_apart_for_a_contributor(stage):
    return stage.page(place(rated_apart(stage)), stage.contributor)


@state
def home_with_ratings_to_give(stage):
    rated_apart(stage)
    return stage.page(f"/t/{stage.trust.slug}/", stage.board)


@state
def ones_own_rating_on_a_phone(stage):
    page = stage.visit(stage.board, **PHONE)
    page.goto(place(rated_apart(stage), "mine/1A/"))
    choose(page, "Amber Green")
    expect_saved(page)
    return page
