"""Moderation: where people see it differently, and what the trust makes of it."""

from playwright.sync_api import expect

from matcap.assessments.actions import moderate, open_assessment
from matcap.assessments.actions import rate as rate_it
from matcap.assessments.evidence import attach_link
from matcap.assessments.models import Response

from ...conftest import begin, rate, rate_all, rating_of
from ..conftest import PHONE
from ..steps import button, evidence_of, place
from .backdrops import to_rate_apart
from .stage import state


def met(stage):
    """In moderation: three people part over 1A, with words, marks and a link."""
    people = [stage.lead, stage.contributor, stage.board]
    assessment = open_assessment(assessment=to_rate_apart(stage, people), by=stage.lead)
    levels, strand = assessment.tree.levels, assessment.tree.elements[0].strands[0].pk
    for person, level in zip(people, (levels[0], levels[0], levels[3]), strict=True):
        rating = rating_of(assessment, "1A", contributor=person)
        rate_it(
            rating=rating,
            version=1,
            by=person,
            level=level.pk,
            evidence="Few could say what the vision asks of them.",
            marks={strand: level.pk},
        )
    attach_link(rating=rating, title="Staff survey", address="https://example.org/s", by=person)
    return moderate(assessment=assessment, by=stage.lead)


@state
def moderation_widest_first(stage):
    return stage.lead_at(met(stage), "moderation/")


@state
def moderation_of_an_element(stage):
    return stage.lead_at(met(stage), "moderation/1A/")


@state
def moderation_on_a_phone_with_words_copied(stage):
    assessment = met(stage)
    page = stage.visit(stage.lead, **PHONE)
    page.goto(place(assessment, "moderation/1A/"))
    button(page, "Copy to evidence").first.click()
    expect(page.locator("#save-state")).to_contain_text("✓ Saved")
    return page


@state
def moderation_in_conflict(stage):
    stage.expect_failures()
    assessment = met(stage)
    page = stage.own_page(place(assessment, "moderation/1A/"), stage.lead)
    rate(assessment, "1A", "AR", stage.lead, evidence="Written elsewhere.")
    evidence_of(page).fill("Written here.")
    expect(page.locator("#conflict-panel")).to_be_visible()
    return page


@state
def overview_in_moderation(stage):
    return stage.lead_at(met(stage))


@state
def notes_before_agreeing(stage):
    assessment = met(stage)
    rate(assessment, "1A", "G", stage.lead)
    return stage.lead_at(assessment, "checks/")


@state
def nothing_to_note(stage):
    return stage.lead_at(met(stage), "checks/")


def parted(stage):
    """Two schools that rated themselves; the trust sees one of them otherwise."""
    assessment = begin(stage.trust, stage.framework, stage.lead, schools=stage.schools)
    rate_all(assessment, stage.lead)
    for school, level in zip(stage.schools, "GR", strict=True):
        rate(assessment, "1A", level, stage.lead, school=school)
    view = rating_of(assessment, "1A", stage.schools[0], kind=Response.Kind.VIEW)
    level = assessment.tree.levels[1].pk
    rate_it(rating=view, version=view.version, by=stage.lead, level=level)
    return assessment


@state
def heat_map_where_a_school_and_the_trust_part(stage):
    return stage.lead_at(parted(stage), "heat-map/")


@state
def register_of_strength(stage):
    return stage.lead_at(parted(stage), "strengths/")


@state
def view_of_a_school(stage):
    return stage.lead_at(parted(stage), f"schools/{stage.schools[0].pk}/view/1A/")
