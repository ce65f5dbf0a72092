"""When a save does not get through, the words stay, and the page says so in plain English."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from matcap.assessments.actions import agree
from matcap.trusts.actions import grant_role
from matcap.trusts.models import Membership
from matcap.trusts.roles import Role

from ..conftest import rate_all
from .steps import (
    button,
    evidence_of,
    expect_saved,
    open_element,
    place,
    sign_in_by_form,
    state_of,
    stored,
)

pytestmark = pytest.mark.usefixtures("failures_expected")
WORDS = "Three heads could not say who decides."


@pytest.fixture
def page(visit, contributor, assessment):
    """Bob's page of 1A, with something saved already."""
    page = visit(contributor)
    open_element(page, assessment, "1A")
    evidence_of(page).fill("Begun.")
    expect_saved(page)
    return page


def expect_unsaved(page, assessment, why: str) -> None:
    expect(state_of(page)).to_contain_text(why)
    expect(evidence_of(page)).to_have_value(WORDS)
    assert stored(assessment, "1A")["evidence"] == "Begun."


@pytest.mark.once
def test_offline_in_mid_typing(page, assessment):
    page.context.set_offline(True)
    evidence_of(page).fill(WORDS)
    expect_unsaved(page, assessment, "Not saved: no answer from the server.")
    page.context.set_offline(False)
    expect_saved(page)
    assert stored(assessment, "1A")["evidence"] == WORDS


def test_signed_out_in_mid_typing_and_in_again_in_another_tab(page, contributor, assessment):
    Session.objects.all().delete()
    evidence_of(page).fill(WORDS)
    expect_unsaved(page, assessment, "Not saved: you are signed out.")
    other = page.context.new_page()
    sign_in_by_form(other, contributor.email)
    expect(button(other, "Sign out")).to_be_visible()
    expect_saved(page)
    assert stored(assessment, "1A")["evidence"] == WORDS


def test_removed_from_the_trust_in_mid_typing(page, contributor, assessment):
    Membership.objects.get(user=contributor).delete()
    evidence_of(page).fill(WORDS)
    expect_unsaved(page, assessment, "Not saved: this page is no longer there for you.")


def test_given_another_role_in_mid_typing(page, trust, contributor, assessment):
    grant_role(trust=trust, user=contributor, role=Role.BOARD)
    evidence_of(page).fill(WORDS)
    expect_unsaved(page, assessment, "Not saved: you may not change this any more")


def test_agreed_by_somebody_else_in_mid_typing(page, lead, assessment):
    rate_all(assessment, lead)
    agree(assessment=assessment, by=lead)
    evidence_of(page).fill(WORDS)
    expect(state_of(page)).to_contain_text("Not saved. This assessment is agreed.")
    expect(evidence_of(page)).to_have_value(WORDS)
    assert stored(assessment, "1A")["evidence"] == "What we saw of 1A."


@pytest.mark.once
def test_leaving_with_words_not_saved_asks_first(page, assessment, complaints):
    page.context.set_offline(True)
    evidence_of(page).fill(WORDS)
    expect_unsaved(page, assessment, "Not saved: no answer from the server.")
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Next: 1B").click()
    expect_unsaved(page, assessment, "Not saved: no answer from the server.")
    assert "It asked: beforeunload" in complaints
    complaints.remove("It asked: beforeunload")


def test_the_plan_keeps_its_words_too(visit, lead, assessment):
    page = visit(lead)
    page.goto(place(assessment, "plan/"))
    page.get_by_label("Choose an element").select_option(label="1A Clarity of purpose (not rated)")
    button(page, "Add as a priority").click()
    page.get_by_label("What was found").fill(WORDS)
    page.context.set_offline(True)
    button(page, "Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Not saved: no answer from the server.")
    page.context.set_offline(False)
    Session.objects.all().delete()
    button(page, "Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Not saved: you are signed out.")
    expect(page.get_by_label("What was found")).to_have_value(WORDS)
    other = page.context.new_page()
    sign_in_by_form(other, lead.email)
    expect(button(other, "Sign out")).to_be_visible()
    button(page, "Save").click()
    expect(page.locator("#plan-said")).to_contain_text("Saved priority A")
    expect(page.get_by_role("table")).to_contain_text(WORDS)


def test_a_link_says_so_too_and_stays_in_its_fields(page, assessment):
    Session.objects.all().delete()
    page.get_by_text("Add a link").click()
    page.get_by_label("Web address").fill("https://example.org/minutes")
    button(page, "Add the link").click()
    links = page.get_by_role("region", name="Links and files")
    expect(links.get_by_role("alert")).to_contain_text("Not saved: you are signed out.")
    expect(page.get_by_label("Web address")).to_have_value("https://example.org/minutes")
