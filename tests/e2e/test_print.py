"""On paper, the pages are what they show, without what they are used with."""

import pytest
from playwright.sync_api import expect

from matcap.planning.actions import add_priority, edit_priority

from .steps import place

pytestmark = pytest.mark.once
SHOWN_COLOUR = "cell => getComputedStyle(cell).backgroundColor"


@pytest.fixture
def printed(visit, board):
    """Open a page as it is printed, for a board member."""

    def opened(address: str):
        page = visit(board)
        page.emulate_media(media="print", color_scheme="light")
        page.goto(address)
        return page

    return opened


def expect_no_furniture(page) -> None:
    for role in ("banner", "navigation", "button"):
        expect(page.get_by_role(role)).to_have_count(0)  # roles are given to visible things only


def test_the_heat_map_prints_as_a_table(printed, agreed):
    page = printed(place(agreed, "heat-map/"))
    table = page.get_by_role("table", name=agreed.title)
    expect(table).to_be_visible()
    expect(table.get_by_role("rowheader")).to_have_count(5)
    expect(table.get_by_role("cell")).to_have_count(12)
    red = table.get_by_role("cell").filter(has_text="1B · R")
    expect(red).to_be_visible()
    assert red.evaluate(SHOWN_COLOUR) == "rgb(179, 38, 30)"
    expect(page.get_by_role("list", name="Key")).to_contain_text("Amber Red, nearer to weak")
    expect_no_furniture(page)


def test_the_rubric_prints_whole(printed, trust, framework):
    page = printed(f"/t/{trust.slug}/frameworks/{framework.slug}/{framework.version}/")
    expect(
        page.get_by_role("heading", name="5B Knowing schools well qualitatively")
    ).to_be_visible()
    expect(page.locator(".rubric-strands > li")).to_have_count(73)
    chip = page.locator("#element-1A .chip", has_text="R").first
    expect(chip).to_be_visible()
    assert chip.evaluate(SHOWN_COLOUR) == "rgb(179, 38, 30)"
    expect(page.get_by_role("search")).to_have_count(0)
    expect_no_furniture(page)


def test_the_plan_prints_as_a_table(printed, lead, agreed):
    element = agreed.tree.element_by_code["1B"].pk
    priority = add_priority(assessment=agreed, element=element, by=lead)
    edit_priority(priority=priority, version=1, by=lead, issues=[(None, "Needs are not known.")])
    page = printed(place(agreed, "plan/"))
    expect(page.get_by_role("columnheader", name="Key issues")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("Needs are not known.")
    expect_no_furniture(page)
