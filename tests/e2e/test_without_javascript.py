"""Everything works without JavaScript; buttons do what otherwise happens by itself."""

import pytest
from playwright.sync_api import expect

from matcap.assessments.models import Assessment
from matcap.planning.table import table_of

from ..conftest import rate, rate_all
from .steps import (
    add_priority,
    button,
    choose,
    evidence_of,
    mark,
    open_element,
    place,
    sign_in_by_form,
    stored,
)


@pytest.fixture
def plainly(visit):
    """Open a page with JavaScript off."""
    return lambda user=None: visit(user, java_script_enabled=False)


def test_sign_in_start_rate_and_agree(plainly, lead, trust, framework):
    page = plainly()
    sign_in_by_form(page, lead.email)
    page.get_by_role("link", name="Start the first assessment").click()
    page.get_by_label("Title").fill("Spring 2027")
    page.get_by_label("Starts on").fill("2027-01-11")
    button(page, "Start the assessment").click()
    button(page, "Open Spring 2027").click()
    expect(page.get_by_role("status")).to_contain_text("Spring 2027 is open.")
    assessment = Assessment.objects.get(trust=trust)
    page.get_by_role("link", name="1A Clarity of purpose").first.click()
    choose(page, "Amber Green")
    button(page, "Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved 1A")
    page.get_by_role("link", name="Next: 1B").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1B")
    rate_all(assessment, lead)
    page.get_by_role("link", name="Spring 2027").first.click()
    button(page, "Agree Spring 2027").click()
    expect(page.get_by_role("status")).to_contain_text("Spring 2027 is agreed.")
    page.get_by_role("link", name="Spring 2027").first.click()
    page.get_by_role("heading", name="Reopen it").click()
    page.get_by_label("Why are you going back?").fill("A head asked for it.")
    button(page, "Reopen Spring 2027").click()
    expect(page.get_by_role("status")).to_contain_text("Spring 2027 is open again.")


def test_the_save_button_saves(plainly, lead, assessment):
    page = plainly(lead)
    open_element(page, assessment, "1A")
    mark(page, "i", "AR")
    mark(page, "ii", "R")
    choose(page, "Amber Red")
    evidence_of(page).fill("Every head knows the vision.")
    page.get_by_label("Why this rating").fill("Nobody else does.")
    button(page, "Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved 1A Clarity of purpose.")
    expect(evidence_of(page)).to_have_value("Every head knows the vision.")
    assert stored(assessment, "1A") == {
        "level": "AR",
        "evidence": "Every head knows the vision.",
        "reason": "Nobody else does.",
        "marks": {"i": "AR", "ii": "R"},
    }


@pytest.mark.usefixtures("failures_expected")
def test_a_stale_save_shows_both_texts(plainly, lead, contributor, assessment):
    page = plainly(lead)
    open_element(page, assessment, "1A")
    rate(assessment, "1A", "G", contributor, evidence="Bob's words.")
    evidence_of(page).fill("Alice's words.")
    button(page, "Save").click()
    conflict = page.get_by_role("region", name="Bob Contributor changed 1A")
    expect(conflict).to_contain_text("Bob's words.")
    expect(evidence_of(page)).to_have_value("Alice's words.")
    button(page, "Keep both texts").click()
    expect(evidence_of(page)).to_have_value("Bob's words.\n\nAlice's words.")
    assert stored(assessment, "1A")["evidence"] == "Bob's words.\n\nAlice's words."
    assert stored(assessment, "1A")["level"] == "G"


@pytest.mark.usefixtures("failures_expected")
def test_links_are_added_removed_and_put_back(plainly, lead, assessment):
    page = plainly(lead)
    open_element(page, assessment, "1A")
    form = page.locator("details.add-item", has_text="Add a link")
    form.get_by_text("Add a link").click()
    form.get_by_label("What it is").fill("Minutes")
    page.get_by_label("Web address").fill("nowhere")
    button(page, "Add the link").click()
    expect(page.get_by_text("Give the whole web address")).to_be_visible()
    expect(form.get_by_label("What it is")).to_have_value("Minutes")
    page.get_by_label("Web address").fill("https://example.org/minutes")
    button(page, "Add the link").click()
    expect(page.get_by_role("link", name="Minutes")).to_be_visible()
    page.locator(".confirm summary").click()
    button(page, "Yes, remove Minutes").click()
    expect(page.get_by_text("“Minutes” is removed.")).to_be_visible()
    expect(page.get_by_role("link", name="Minutes")).to_have_count(0)
    button(page, "Undo").click()
    expect(page.get_by_role("link", name="Minutes")).to_be_visible()


def test_the_whole_plan(plainly, lead, assessment):
    rate_all(assessment, lead)
    page = plainly(lead)
    page.goto(place(assessment, "plan/"))
    said = page.locator("#plan-said")
    for name in ("2B Recruiting", "1B Understanding"):
        add_priority(page, name)
        page.get_by_label("What was found").fill(f"Found in {name}.")
        page.get_by_label("(ii)").check()
        button(page, "Add another issue").click()
        page.get_by_role("group", name="Issue 2").get_by_label("What was found").fill("And more.")
        page.get_by_label("What we will do").fill("Talk.")
        page.get_by_label("Progress we want in 12 months").fill("Fewer gaps.")
        button(page, "Save").click()
        expect(said).to_contain_text("Saved priority")
    button(page, "Move up 1B").click()
    expect(said).to_have_text("1B Understanding of needs is now priority A.")
    button(page, "Remove 2B").click()
    button(page, "put 2B").click()
    expect(said).to_contain_text("is back in the plan")
    page.get_by_role("link", name="Edit 1B").click()
    button(page, "Remove issue 2").click()
    button(page, "put issue 2 back").click()
    expect(button(page, "Remove issue 2")).to_be_visible()
    page.get_by_role("link", name="Cancel").click()
    first, second = table_of(assessment)
    assert (first.element.code, second.element.code) == ("1B", "2B")
    assert [issue.text for issue in first.issues] == ["Found in 1B Understanding.", "And more."]
    assert first.issues[0].cited == "(ii)"
    assert (first.what_we_will_do, first.progress_sought) == ("Talk.", "Fewer gaps.")


def test_the_rubric_is_searched(plainly, lead, framework, trust):
    page = plainly(lead)
    page.goto(f"/t/{trust.slug}/frameworks/{framework.slug}/{framework.version}/")
    page.get_by_label("Search the framework").fill("talent")
    button(page, "Search").click()
    expect(page.get_by_text("for “talent”.")).to_be_visible()
    expect(page.get_by_role("heading", level=3)).to_have_count(1)
