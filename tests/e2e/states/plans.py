"""The plan."""

from playwright.sync_api import expect

from matcap.assessments.actions import agree
from matcap.planning.actions import edit_priority

from ...conftest import rate, rate_all
from ..steps import button, place
from .backdrops import planned
from .stage import state


@state
def plan_empty_with_examples(stage):
    rate(stage.assessment, "1C", "AR", stage.lead, evidence="Few ask why. " * 30)
    rate(stage.assessment, "2B", "R", stage.lead)
    return stage.lead_at(stage.assessment, "plan/")


@state
def plan_with_rows_and_one_removed(stage):
    planned(stage)
    page = stage.lead_at(stage.assessment, "plan/")
    button(page, "Remove 1C").click()
    expect(button(page, "put 1C")).to_be_visible()
    return page


@state
def plan_in_edit(stage):
    planned(stage)
    page = stage.lead_at(stage.assessment, "plan/")
    page.get_by_role("link", name="Edit 2B").click()
    button(page, "Add another issue").click()
    expect(page.get_by_role("group", name="Issue 2")).to_be_visible()
    button(page, "Remove issue 1").click()
    expect(button(page, "put issue 1 back")).to_be_visible()
    return page


@state
def plan_in_conflict(stage):
    stage.expect_failures()
    priority = planned(stage)
    page = stage.own_page(place(stage.assessment, f"plan/?edit={priority.pk}"), stage.lead)
    edit_priority(priority=priority, version=2, by=stage.lead, what_we_will_do="Bob's way.")
    page.get_by_label("What we will do").fill("Alice's way.")
    button(page, "Save").click()
    expect(page.get_by_text("Nothing of yours is lost.")).to_be_visible()
    return page


@state
def plan_for_the_board(stage):
    planned(stage)
    rate_all(stage.assessment, stage.lead)
    agree(assessment=stage.assessment, by=stage.lead)
    return stage.page(place(stage.assessment, "plan/"), stage.board)
