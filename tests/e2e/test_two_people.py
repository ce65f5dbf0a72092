"""Two people on one element: whoever saves last sees both texts, and nothing of either is lost."""

import pytest
from playwright.sync_api import expect

from matcap.assessments.models import Rating

from .steps import button, choose, evidence_of, expect_saved, mark, open_element, state_of, stored

HERS, HIS = "Alice saw it in six schools.", "Bob saw it in two."


@pytest.fixture
def bobs_page(visit, lead, contributor, assessment, failures_expected):
    """Bob's page, after Alice saved first: it shows both texts."""
    hers, his = visit(lead), visit(contributor)
    open_element(hers, assessment, "1A")
    open_element(his, assessment, "1A")
    mark(hers, "i", "G")
    choose(hers, "Green")
    hers.get_by_label("Why this rating").fill("Alice's reason.")
    evidence_of(hers).fill(HERS)
    expect_saved(hers)
    evidence_of(his).press_sequentially(HIS)
    conflict = his.get_by_role("region", name="Alice Lead changed 1A")
    expect(conflict).to_contain_text(HERS)
    expect(conflict).to_contain_text(HIS)
    expect(conflict).to_be_focused()
    expect(state_of(his)).to_contain_text("Not saved.")
    expect(evidence_of(his)).to_have_value(HIS)
    assert stored(assessment, "1A")["evidence"] == HERS
    return his


def test_keep_both_texts(bobs_page, assessment):
    button(bobs_page, "Keep both texts").click()
    expect(evidence_of(bobs_page)).to_have_value(f"{HERS}\n\n{HIS}")
    assert stored(assessment, "1A") == {
        "level": "G",
        "evidence": f"{HERS}\n\n{HIS}",
        "reason": "Alice's reason.",
        "marks": {"i": "G"},
    }


def test_save_mine_instead(bobs_page, assessment):
    button(bobs_page, "Save mine instead").click()
    expect_saved(bobs_page)
    expect(bobs_page.get_by_role("region", name="Alice Lead changed 1A")).to_have_count(0)
    assert stored(assessment, "1A")["evidence"] == HIS
    steps = Rating.history.filter(response__assessment=assessment, element__code="1A")
    assert HERS in steps.values_list("evidence", flat=True), "hers is in the history"
    evidence_of(bobs_page).press_sequentially(" And more.")
    expect_saved(bobs_page)
    assert stored(assessment, "1A")["evidence"] == f"{HIS} And more."


def test_keep_what_is_saved(bobs_page, assessment):
    bobs_page.get_by_role("link", name="Keep what is saved").click()
    expect(evidence_of(bobs_page)).to_have_value(HERS)
    expect(bobs_page.get_by_role("radio", name="G Green")).to_be_checked()
    assert stored(assessment, "1A")["evidence"] == HERS


def test_words_typed_under_a_conflict_go_with_the_choice(bobs_page, assessment):
    evidence_of(bobs_page).press_sequentially(" And in a third.")
    button(bobs_page, "Save mine instead").click()
    expect_saved(bobs_page)
    assert stored(assessment, "1A")["evidence"] == f"{HIS} And in a third."
