"""What people type is shown as text, wherever it is shown."""

import pytest
from playwright.sync_api import expect

from matcap.assessments.evidence import attach_link
from matcap.planning.actions import add_priority, edit_priority

from ..conftest import rate, rating_of
from .steps import evidence_of, expect_saved, open_element, place

SCRIPT = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'>"


@pytest.mark.once
def test_a_script_in_the_words_is_shown_and_not_run(visit, lead, assessment):
    page = visit(lead)
    open_element(page, assessment, "1A")
    evidence_of(page).fill(f"</textarea>{SCRIPT}")
    page.get_by_label("Why this rating").fill(SCRIPT)
    expect_saved(page)
    rating = rate(assessment, "1A", "R", lead)
    attach_link(rating=rating, title=SCRIPT, address="https://10.0.0.1/x?<script>", by=lead)
    element = assessment.tree.element_by_code["1A"].pk
    priority = add_priority(assessment=assessment, element=element, by=lead)
    edit_priority(
        priority=priority, version=1, by=lead, what_we_will_do=SCRIPT, issues=[(None, SCRIPT)]
    )
    page.reload()
    expect(evidence_of(page)).to_have_value(f"</textarea>{SCRIPT}")
    expect(page.get_by_role("link", name=SCRIPT)).to_be_visible()
    page.get_by_text("History of this rating").click()
    expect(page.locator("#history")).to_contain_text(SCRIPT)
    assert page.evaluate("window.hacked") is None
    page.goto(place(assessment, f"plan/?edit={priority.pk}"))
    expect(page.get_by_label("What was found")).to_have_value(SCRIPT)
    expect(page.get_by_text("Use this evidence")).to_be_visible()
    expect(page.locator(".draw")).to_contain_text(SCRIPT)
    assert page.evaluate("window.hacked") is None
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_role("table")).to_contain_text(SCRIPT)
    assert page.evaluate("window.hacked") is None


@pytest.mark.once
def test_a_conflict_shows_a_script_as_text(visit, lead, contributor, assessment, failures_expected):
    page = visit(lead)
    open_element(page, assessment, "1A")
    rate(assessment, "1A", "R", contributor, evidence=SCRIPT)
    evidence_of(page).fill(f"Mine. {SCRIPT}")
    conflict = page.get_by_role("region", name="Bob Contributor changed 1A")
    expect(conflict).to_contain_text(SCRIPT)
    expect(conflict).to_contain_text(f"Mine. {SCRIPT}")
    assert page.evaluate("window.hacked") is None
    assert rating_of(assessment, "1A").evidence == SCRIPT


def test_long_words_emoji_and_right_to_left_stay_as_typed(visit, lead, assessment):
    words = "🧑🏽‍🏫 مرحبا " + "x" * 20_000
    page = visit(lead, viewport={"width": 320, "height": 600})
    open_element(page, assessment, "1A")
    evidence_of(page).fill(words)
    expect_saved(page)
    page.reload()
    expect(evidence_of(page)).to_have_value(words)
    widths = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert widths[0] <= widths[1]
    assert rating_of(assessment, "1A").evidence == words
