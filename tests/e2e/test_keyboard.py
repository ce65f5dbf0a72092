"""With a keyboard alone: everything can be reached, and it is always clear where one is."""

import pytest
from playwright.sync_api import Locator, Page, expect

from matcap.planning.table import table_of

from ..conftest import rate
from .steps import evidence_of, expect_saved, open_element, place, stored

pytestmark = pytest.mark.once

# Whether the element that has the focus, or the label that stands for it, has a visible outline.
OUTLINED = """() => {
    const at = document.activeElement;
    const shown = at.matches("input.visually-hidden") ? at.nextElementSibling : at;
    const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
    return at !== document.body && style.outlineStyle !== "none" && box.width > 1
        && parseFloat(style.outlineWidth) >= 2 && box.bottom > 0 && box.top < innerHeight;
}"""
HAS_FOCUS = "element => element === document.activeElement"


def tab_to(page: Page, goal: Locator) -> None:
    """Press Tab until `goal` has the focus, which is to be visible at every stop."""
    for _ in range(120):
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINED), page.evaluate("document.activeElement.outerHTML")
        if goal.evaluate(HAS_FOCUS):
            return
    raise AssertionError("Tab does not get there.")


def press(page: Page, goal: Locator, key: str = "Enter") -> None:
    tab_to(page, goal)
    page.keyboard.press(key)


def write(page: Page, goal: Locator, words: str) -> None:
    tab_to(page, goal)
    page.keyboard.insert_text(words)


def expect_focus(page: Page, goal: Locator) -> None:
    """`goal` has the focus, once htmx has done with the page."""
    expect(page.locator(".htmx-request, .htmx-added")).to_have_count(0)
    expect(goal).to_be_focused()
    assert page.evaluate(OUTLINED)


@pytest.fixture
def page(visit, lead) -> Page:
    return visit(lead)


def test_rate_an_element(page, assessment):
    open_element(page, assessment, "1A")
    press(page, page.get_by_role("link", name="Skip to the content"))
    expect(page.locator("#main")).to_be_focused()
    for numeral in ("i", "ii", "iii"):
        press(page, page.locator(f"#mark-{numeral}-none"), "ArrowRight")  # round to the first
        page.keyboard.press("ArrowRight")
        expect_focus(page, page.locator(f"#mark-{numeral}-AR"))
    press(page, page.locator("#level-none"), "ArrowRight")
    page.keyboard.press("ArrowRight")
    expect_focus(page, page.locator("#level-AR"))
    write(page, evidence_of(page), "Heads know the vision.")
    write(page, page.get_by_label("Why this rating"), "Staff do not.")
    expect_saved(page)
    expect_focus(page, page.get_by_label("Why this rating"))
    assert stored(assessment, "1A") == {
        "level": "AR",
        "evidence": "Heads know the vision.",
        "reason": "Staff do not.",
        "marks": {"i": "AR", "ii": "AR", "iii": "AR"},
    }
    press(page, page.get_by_role("link", name="Next: 1B"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("1B")


def test_links_and_files(page, assessment, failures_expected):
    open_element(page, assessment, "1A")
    evidence_of(page).focus()
    form = page.locator("details.add-item", has_text="Add a link")
    press(page, form.get_by_text("Add a link"))
    write(page, page.get_by_label("Web address"), "minutes")
    write(page, form.get_by_label("What it is"), "Minutes")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Give the whole web address")).to_be_visible()
    expect_focus(page, page.get_by_label("Web address"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("https://example.org/minutes")
    page.keyboard.press("Enter")
    expect_focus(page, page.get_by_role("link", name="Minutes"))
    press(page, page.locator(".confirm summary"))
    press(page, page.get_by_role("button", name="Yes, remove Minutes"))
    expect_focus(page, page.get_by_role("button", name="Undo"))
    page.keyboard.press("Enter")
    expect_focus(page, page.get_by_role("link", name="Minutes"))


def test_the_plan(page, lead, assessment):
    rate(assessment, "2B", "R", lead)
    rate(assessment, "1C", "AR", lead)
    page.goto(place(assessment, "plan/"))
    for issue in ("Nine posts were empty.", "Few ask why."):
        press(page, page.locator(".offers li button").first)
        expect_focus(page, page.get_by_label("What was found"))
        page.keyboard.insert_text(issue)
        press(page, page.get_by_label("(ii)", exact=True), "Space")
        write(page, page.get_by_label("What we will do"), "Talk.")
        press(page, page.get_by_role("button", name="Save"))
        expect(page.locator("#plan-said")).to_contain_text("Saved priority")
        expect(page.locator(":focus")).to_contain_text("Edit")
    press(page, page.get_by_role("button", name="Move up 1C"))
    expect_focus(page, page.get_by_role("button", name="Move down 1C"))
    press(page, page.get_by_role("button", name="Remove 1C"))
    expect_focus(page, page.get_by_role("button", name="put 1C"))
    page.keyboard.press("Enter")
    expect_focus(page, page.get_by_role("link", name="Edit 1C"))
    page.keyboard.press("Enter")
    expect_focus(page, page.get_by_label("What was found"))
    press(page, page.get_by_role("button", name="Remove issue 1"))
    expect_focus(page, page.get_by_role("button", name="put issue 1 back"))
    page.keyboard.press("Enter")
    expect_focus(page, page.get_by_label("What was found"))
    press(page, page.get_by_role("link", name="Cancel"))
    expect_focus(page, page.get_by_role("link", name="Edit 1C"))
    rows = [(row.code, row.element.code, row.issues[0].text) for row in table_of(assessment)]
    assert rows == [("A", "1C", "Few ask why."), ("B", "2B", "Nine posts were empty.")]
