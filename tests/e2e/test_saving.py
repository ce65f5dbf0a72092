"""A rating saves itself, and the page says when."""

import re

import pytest
from playwright.sync_api import expect

from ..assessments.apart import set_up
from ..conftest import rate
from .conftest import PHONE
from .steps import (
    button,
    choose,
    evidence_of,
    expect_saved,
    mark,
    open_element,
    place,
    state_of,
    stored,
)


@pytest.fixture
def moderated(trust, framework, lead):
    """What people rated separately, in moderation."""
    apart = set_up(trust, framework, lead, [])
    apart.open()
    return apart.moderate()


def test_typing_saves_itself(visit, lead, assessment):
    page = visit(lead)
    open_element(page, assessment, "1A")
    evidence_of(page).press_sequentially("Every head knows the vision.")
    expect_saved(page)
    assert stored(assessment, "1A")["evidence"] == "Every head knows the vision."


def test_a_mark_saves_itself_and_brings_the_suggestion(visit, lead, assessment):
    page = visit(lead)
    open_element(page, assessment, "1A")
    for numeral in ("i", "ii", "iii", "iv"):
        mark(page, numeral, "AR")
    expect_saved(page)
    expect(page.locator("#suggestion")).to_have_text(re.compile(r"Amber Red is nearest\."))
    assert stored(assessment, "1A")["marks"] == dict.fromkeys(("i", "ii", "iii", "iv"), "AR")
    assert stored(assessment, "1A")["level"] is None, "a suggestion is never imposed"


def test_a_rating_and_a_mark_can_be_cleared(visit, lead, assessment):
    page = visit(lead)
    open_element(page, assessment, "1A")
    choose(page, "Green")
    mark(page, "ii", "G")
    expect_saved(page)
    expect(page.locator("#progress")).to_contain_text("1 of 12")
    assert stored(assessment, "1A")["level"] == "G"
    choose(page, "Not rated")
    mark(page, "ii", "–")
    expect_saved(page)
    expect(page.locator("#progress")).to_contain_text("0 of 12")
    assert stored(assessment, "1A") == {"level": None, "evidence": "", "reason": "", "marks": {}}


def test_next_in_mid_typing_loses_nothing(visit, lead, assessment):
    page = visit(lead)
    open_element(page, assessment, "1A")
    choose(page, "Amber Green")
    evidence_of(page).press_sequentially("Half of the schools have")
    page.get_by_role("link", name="Next: 1B").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^1B "))
    assert stored(assessment, "1A")["evidence"] == "Half of the schools have"
    assert stored(assessment, "1A")["level"] == "AG"


def test_a_place_on_the_page_is_gone_to_at_once_and_once(visit, lead, assessment):
    page = visit(lead, **PHONE)
    open_element(page, assessment, "1A")
    evidence_of(page).press_sequentially("Half")
    page.get_by_role("link", name="Go to the rating").click()
    assert page.url.endswith("#rating-heading")
    expect_saved(page)
    page.evaluate("history.replaceState(null, '', location.pathname)")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        evidence_of(page).press_sequentially(" of the schools")
    expect_saved(page)
    assert "#" not in page.url


def test_back_and_forward_show_what_is_saved(visit, lead, contributor, assessment):
    page = visit(lead)
    open_element(page, assessment, "1A")
    evidence_of(page).fill("As Alice left it.")
    choose(page, "Amber Red")
    expect_saved(page)
    page.get_by_role("link", name="Next: 1B").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^1B "))
    evidence_of(page).fill("Of the next element.")
    expect_saved(page)
    page.go_back()
    expect(evidence_of(page)).to_have_value("As Alice left it.")
    expect(page.get_by_role("radio", name="AR Amber Red")).to_be_checked()
    page.go_forward()
    expect(evidence_of(page)).to_have_value("Of the next element.")
    rate(assessment, "1A", "G", contributor, evidence="As Bob left it.")
    page.go_back()
    expect(evidence_of(page)).to_have_value("As Bob left it.")
    expect(page.get_by_role("radio", name="G Green")).to_be_checked()


def test_the_history_is_on_the_page_and_as_new_as_when_it_is_opened(visit, lead, assessment):
    page = visit(lead)
    open_element(page, assessment, "1A")
    choose(page, "Red")
    expect_saved(page)
    page.get_by_text("History of this rating").click()
    history = page.locator("#history")
    expect(history).to_contain_text("Alice Lead")
    expect(history).to_contain_text(re.compile(r"Not rated\s*→\s*to\s*R\s*Red"))


def test_a_page_just_opened_says_who_saved_it_last(visit, lead, contributor, assessment):
    rate(assessment, "1A", "G", contributor)
    page = visit(lead)
    open_element(page, assessment, "1A")
    expect(state_of(page)).to_have_text(re.compile(r"^Saved .+ by Bob Contributor$"))


@pytest.mark.once
def test_a_press_waits_for_the_save_before_it(visit, lead, moderated):
    page = visit(lead)
    page.goto(place(moderated, "moderation/1A/"))
    waiting = []
    page.route("**/moderation/1A/", lambda route: waiting.append(route), times=1)
    page.locator("label[for=level-AR]").click()
    expect(state_of(page)).to_have_text("Not saved yet…")
    button(page, "Make this a priority in the plan").click()
    page.get_by_label("Why this rating").focus()  # the button is left, and still meant
    # The timers that a field sets when it is left have run.
    page.evaluate("() => new Promise((done) => setTimeout(() => setTimeout(done)))")
    waiting[0].continue_()
    expect(page.locator(".priority")).to_contain_text("A priority in the plan.")
    assert stored(moderated, "1A")["level"] == "AR"


def test_a_press_comes_after_the_save_that_was_lost(visit, lead, moderated, failures_expected):
    page = visit(lead)
    page.goto(place(moderated, "moderation/1A/"))
    page.route("**/moderation/1A/", lambda route: route.abort(), times=1)
    page.locator("label[for=level-AR]").click()
    expect(state_of(page)).to_contain_text("Not saved: no answer from the server.")
    button(page, "Make this a priority in the plan").click()
    expect(page.locator(".priority")).to_contain_text("A priority in the plan.")
    assert stored(moderated, "1A")["level"] == "AR"


@pytest.mark.once
def test_a_press_that_leads_on_is_sent_once(visit, lead, moderated):
    page = visit(lead)
    page.goto(place(moderated, "moderation/1A/"))
    page.locator("label[for=level-AR]").click()
    expect_saved(page)
    pressed = []
    page.route(
        "**/moderation/1A/",
        lambda route: (
            pressed.append(route)
            if "onward" in (route.request.post_data or "")
            else route.continue_()
        ),
    )
    page.get_by_label("Why this rating").fill("Staff have not felt it yet.")
    onward = button(page, "Agree and next")
    with page.expect_request(lambda sent: "onward" in (sent.post_data or "")):
        onward.click()
    page.get_by_label("Why this rating").dispatch_event("focusout")
    page.evaluate("() => new Promise((done) => setTimeout(() => setTimeout(done)))")
    onward.click()
    pressed[0].continue_()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1B")
    expect(page.get_by_text("Agreed 1A ")).to_have_count(1)
    assert len(pressed) == 1
    assert stored(moderated, "1A")["reason"] == "Staff have not felt it yet."
