"""An assessment: start it, see how far it is, agree it, and its heat map."""

from playwright.sync_api import expect

from ...conftest import begin, rate_all
from ..steps import button
from .backdrops import compared, with_schools
from .stage import state


@state
def start(stage):
    assert stage.framework
    assert stage.schools
    return stage.page(f"/t/{stage.trust.slug}/assessments/start/", stage.lead)


@state
def start_refused(stage):
    page = stage.lead_at(stage.assessment, "../start/")
    page.get_by_label("Starts on").fill("2026-09-07")
    page.get_by_label("Ratings are due by").fill("2026-09-01")
    button(page, "Start the assessment").click()
    expect(page.locator(".alert-danger")).to_be_visible()
    return page


@state
def overview(stage):
    return stage.lead_at(with_schools(stage))


@state
def overview_with_long_names(stage):
    assessment = begin(stage.trust, stage.framework, stage.lead, title="Herbst" * 16)
    return stage.lead_at(assessment)


@state
def overview_of_all_rated(stage):
    rate_all(stage.assessment, stage.lead)
    return stage.lead_at(stage.assessment)


@state
def overview_of_an_agreed_one(stage):
    return stage.lead_at(stage.agreed)


@state
def just_agreed(stage):
    rate_all(stage.assessment, stage.lead)
    page = stage.lead_at(stage.assessment)
    button(page, "Agree Autumn 2026").click()
    expect(page.get_by_role("status")).to_contain_text("is agreed")
    return page


@state
def heat_map(stage):
    compared(stage)
    return stage.lead_at(stage.assessment, "heat-map/")


@state
def heat_map_with_schools(stage):
    return stage.lead_at(with_schools(stage), "heat-map/")
