"""Words that are not saved wait in the browser for their person, and go out when they can."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from matcap.assessments.actions import agree
from matcap.planning.actions import add_priority, edit_priority
from matcap.planning.models import Priority

from ..conftest import rate, rate_all
from .conftest import sign_in
from .steps import (
    UNASKED,
    button,
    choose,
    close,
    evidence_of,
    expect_saved,
    leave,
    mark,
    open_element,
    place,
    sign_in_by_form,
    state_of,
    stored,
)

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("failures_expected")]
WORDS = "Three heads could not say who decides."
NOTHING_KEPT = "!Object.keys(localStorage).some(key => key.startsWith('matcap-words'))"


def type_offline(page, words=WORDS) -> None:
    page.context.set_offline(True)
    evidence_of(page).fill(words)
    expect(state_of(page)).to_contain_text("Not saved: no answer from the server.")


def refuse_saves(route) -> None:
    """Let pages through, and nothing that is sent."""
    route.abort() if route.request.method == "POST" else route.continue_()


def notice(page):
    return page.locator("#unsaved-words")


@pytest.fixture
def page(visit, contributor, assessment):
    """Bob's page of 1A."""
    page = visit(contributor)
    page.context.add_init_script(UNASKED)
    open_element(page, assessment, "1A")
    return page


def again(page, assessment, code="1A"):
    """A new tab of the same browser, at an element."""
    opened = page.context.new_page()
    open_element(opened, assessment, code)
    return opened


def test_a_page_that_was_closed_offline_is_opened_again(page, assessment):
    type_offline(page)
    mark(page, "ii", "AG")
    close(page)
    opened = again(page, assessment)
    expect_saved(opened)
    expect(evidence_of(opened)).to_have_value(WORDS)
    expect(notice(opened)).to_have_text(re.compile("are back on this page, and saved"))
    assert stored(assessment, "1A")["evidence"] == WORDS
    assert stored(assessment, "1A")["marks"] == {"ii": "AG"}
    opened.wait_for_function(NOTHING_KEPT)


def test_other_pages_say_where_words_wait_and_lead_there(page, assessment):
    type_offline(page)
    close(page)
    other = page.context.new_page()
    other.goto(place(assessment))
    expect(notice(other)).to_contain_text("Words not saved yet: 1A Clarity of purpose")
    notice(other).get_by_role("link").click()
    expect_saved(other)
    assert stored(assessment, "1A")["evidence"] == WORDS
    other.goto(place(assessment))
    expect(notice(other)).to_be_hidden()


def test_somebody_elses_change_in_between_is_a_conflict(page, assessment, lead):
    type_offline(page)
    close(page)
    rate(assessment, "1A", "G", lead, evidence="Two heads could say.", reason="Alice's reason.")
    opened = again(page, assessment)
    conflict = opened.get_by_role("region", name="Alice Lead changed 1A")
    expect(conflict).to_contain_text("Two heads could say.")
    expect(conflict).to_contain_text(WORDS)
    expect(evidence_of(opened)).to_have_value(WORDS)
    button(opened, "Save mine instead").click()
    expect_saved(opened)
    expect(opened.get_by_label("Why this rating")).to_have_value("Alice's reason.")
    now = stored(assessment, "1A")
    assert (now["evidence"], now["level"], now["reason"]) == (WORDS, "G", "Alice's reason.")


def test_what_is_given_up_is_forgotten(page, assessment, lead):
    type_offline(page)
    close(page)
    rate(assessment, "1A", "G", lead, evidence="Hers.")
    opened = again(page, assessment)
    opened.get_by_role("link", name="Keep what is saved").click()
    expect(evidence_of(opened)).to_have_value("Hers.")
    opened.wait_for_function(NOTHING_KEPT)


def test_the_next_person_at_this_browser_sees_nothing_of_it(page, assessment, lead, contributor):
    url = page.url.partition("/t/")[0]
    type_offline(page)
    close(page)
    page.context.clear_cookies()
    sign_in(page.context, lead, url)
    hers = again(page, assessment)
    expect(evidence_of(hers)).to_have_value("")
    expect(notice(hers)).to_be_hidden()
    hers.close()
    page.context.clear_cookies()
    sign_in(page.context, contributor, url)
    expect_saved(again(page, assessment))
    assert stored(assessment, "1A")["evidence"] == WORDS


def test_words_of_one_person_are_never_saved_as_anothers(page, assessment, lead):
    Session.objects.all().delete()
    evidence_of(page).fill(WORDS)
    expect(state_of(page)).to_contain_text("Not saved: you are signed out.")
    other = page.context.new_page()
    sign_in_by_form(other, lead.email)
    expect(button(other, "Sign out")).to_be_visible()
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        evidence_of(page).press("End")
        evidence_of(page).press_sequentially("!")
    assert answered.value.status == 401
    assert stored(assessment, "1A")["evidence"] == ""


def test_two_tabs_of_one_person_lose_nothing(page, assessment):
    other = again(page, assessment)
    page.context.set_offline(True)
    evidence_of(page).fill("Of the first tab.")
    evidence_of(other).fill("Of the second tab.")
    for tab in (page, other):
        expect(state_of(tab)).to_contain_text("Not saved: no answer from the server.")
    for tab in (other, page):
        leave(tab)
    page.close()
    page.context.set_offline(False)
    opened = again(page, assessment)
    conflict = opened.get_by_role("region", name="You changed 1A")
    expect(conflict).to_contain_text("Of the first tab.")
    expect(conflict).to_contain_text("Of the second tab.")
    button(opened, "Keep both texts").click()
    both = re.compile(r"^Of the (first|second) tab\.\n\nOf the (?!\1)(first|second) tab\.$")
    expect(evidence_of(opened)).to_have_value(both)
    opened.wait_for_function(NOTHING_KEPT)


def test_a_tab_that_is_open_keeps_its_words_to_itself(page, assessment):
    type_offline(page)
    page.context.set_offline(False)
    page.route("**/rate/1A/", refuse_saves)
    other = page.context.new_page()
    other.goto(place(assessment))
    expect(notice(other)).to_be_hidden()
    page.unroute("**/rate/1A/")
    expect_saved(page)


def test_back_shows_words_that_were_not_saved(page, assessment):
    page.route("**/rate/1A/", refuse_saves)
    evidence_of(page).fill(WORDS)
    expect(state_of(page)).to_contain_text("Not saved: no answer from the server.")
    page.goto(place(assessment))
    page.unroute("**/rate/1A/")
    page.go_back()
    expect_saved(page)
    expect(evidence_of(page)).to_have_value(WORDS)
    assert stored(assessment, "1A")["evidence"] == WORDS


def test_agreed_in_between_the_words_are_still_shown(page, assessment, lead):
    type_offline(page)
    close(page)
    rate_all(assessment, lead)
    agree(assessment=assessment, by=lead)
    opened = again(page, assessment)
    expect(notice(opened)).to_contain_text(WORDS)
    button(opened, "Drop these words").click()
    expect(notice(opened)).to_be_hidden()
    opened.wait_for_function(NOTHING_KEPT)


def test_words_older_than_thirty_days_are_dropped(page, assessment):
    type_offline(page)
    close(page)
    other = page.context.new_page()
    other.goto("/account/login/")
    other.evaluate(
        """for (const key of Object.keys(localStorage)) {
            const draft = JSON.parse(localStorage[key]);
            localStorage[key] = JSON.stringify({...draft, at: draft.at - 31 * 24 * 3600 * 1000});
        }"""
    )
    opened = again(page, assessment)
    expect(evidence_of(opened)).to_have_value("")
    opened.wait_for_function(NOTHING_KEPT)


REFUSED = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }"
BROKEN = "for (const one of ['', 1, '{', '{}', '[]']) localStorage[`matcap-words ${one}`] = one"


@pytest.mark.parametrize("trouble", [REFUSED, BROKEN])
def test_storage_that_is_refused_or_broken_does_no_harm(visit, contributor, assessment, trouble):
    page = visit(contributor)
    page.add_init_script(trouble)
    open_element(page, assessment, "1A")
    type_offline(page)
    page.context.set_offline(False)
    expect_saved(page)
    choose(page, "Green")
    expect_saved(page)
    assert stored(assessment, "1A")["evidence"] == WORDS


def test_only_what_was_touched_is_sent(page, assessment):
    with page.expect_request(lambda request: request.method == "POST") as asked:
        choose(page, "Green")
    assert asked.value.post_data == "version=1&level=G"
    expect_saved(page)
    with page.expect_request(lambda request: request.method == "POST") as asked:
        evidence_of(page).fill("Seen.")
    assert asked.value.post_data == "version=2&evidence=Seen."


# ── the plan ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def priority(assessment, lead):
    element = assessment.tree.element_by_code["1A"].pk
    return add_priority(assessment=assessment, element=element, by=lead)


@pytest.fixture
def plan(visit, lead, assessment, priority):
    page = visit(lead)
    page.context.add_init_script(UNASKED)
    page.goto(place(assessment, f"plan/?edit={priority.pk}"))
    return page


def plan_again(plan, assessment):
    opened = plan.context.new_page()
    opened.goto(place(assessment, "plan/"))
    return opened


def test_the_plans_words_are_back_with_every_issue(plan, assessment, priority):
    found = plan.get_by_label("What was found")
    found.fill("Nobody decides.")
    button(plan, "Add another issue").click()
    expect(found).to_have_count(2)
    plan.context.set_offline(True)
    found.nth(1).fill("Nobody asks.")
    plan.get_by_label("(ii)").nth(1).check()
    close(plan)
    opened = plan_again(plan, assessment)
    found = opened.get_by_label("What was found")
    expect(found.nth(0)).to_have_value("Nobody decides.")
    expect(found.nth(1)).to_have_value("Nobody asks.")
    expect(opened.get_by_label("(ii)").nth(1)).to_be_checked()
    expect(notice(opened)).to_contain_text("Press Save to keep them.")
    assert Priority.objects.get(pk=priority.pk).version == priority.version
    button(opened, "Save").click()
    expect(opened.locator("#plan-said")).to_contain_text("Saved priority A")
    opened.wait_for_function(NOTHING_KEPT)
    texts = priority.issues.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["Nobody decides.", "Nobody asks."]


def test_the_plans_words_meet_somebody_elses_change(plan, assessment, priority, lead):
    plan.context.set_offline(True)
    plan.get_by_label("What we will do").fill("Mine.")
    close(plan)
    edit_priority(
        priority=priority, version=priority.version, by=lead, what_we_will_do="Theirs.", issues=[]
    )
    opened = plan_again(plan, assessment)
    expect(opened.get_by_label("What we will do")).to_have_value("Mine.")
    button(opened, "Save").click()
    expect(opened.get_by_role("table")).to_contain_text("Theirs.")
    expect(opened.get_by_label("What we will do")).to_have_value("Mine.")


def test_cancel_gives_the_plans_words_up(plan, assessment):
    plan.get_by_label("What we will do").fill("Mine.")
    plan.get_by_role("link", name="Cancel").click()
    expect(plan.locator("#plan-said")).to_contain_text("Nothing was changed")
    plan.wait_for_function(NOTHING_KEPT)


def test_presses_in_the_plan_wait_their_turn(visit, lead, assessment):
    for code in ("1A", "1B", "1C", "2A"):
        element = assessment.tree.element_by_code[code].pk
        add_priority(assessment=assessment, element=element, by=lead)
    page = visit(lead)
    page.goto(place(assessment, "plan/"))
    waiting = []
    page.route("**/move/", lambda route: waiting.append(route), times=1)
    up = page.locator("tbody tr").last.get_by_role("button", name="Move up")
    for _ in range(3):
        up.dispatch_event("click")
    expect(page.locator("tbody th").last).to_contain_text("2A")
    waiting[0].continue_()
    expect(page.locator("tbody th").first).to_contain_text("2A")
