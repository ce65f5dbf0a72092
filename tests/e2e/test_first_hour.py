"""A new user's first hour with the demo trust, on a phone: from signing in to the board pack."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from frameworks.loader import load
from matcap.assessments.models import Assessment
from matcap.demo import story
from matcap.planning.table import table_of

from ..frameworks.instruments import EVERY_SHIPPED
from .conftest import PHONE
from .steps import (
    add_priority,
    button,
    evidence_of,
    expect_saved,
    place,
    sign_in_by_form,
    stored,
    words_of,
)

CHOICES = {"3C": "AR", "4A": "AG", "4B": "R", "5A": "G", "5B": "AR"}


@pytest.fixture
def demo(db) -> Assessment:
    """The demo trust's assessment of its capacity, which is half done."""
    load(EVERY_SHIPPED)
    call_command("load_demo")
    is_open = Assessment.objects.filter(state=Assessment.State.OPEN)
    return is_open.get(framework__slug="mat-capacity")


def rate_by_tapping(page: Page, assessment: Assessment, code: str, level: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"^{code} "))
    page.wait_for_load_state()
    strands = page.locator("details.strands")
    if strands.get_attribute("open") is None:  # once: then it stays as it is wanted
        strands.locator("> summary").tap()
    for strand in assessment.tree.element_by_code[code].strands:
        page.locator(f"label[for=mark-{strand.numeral}-{level}]").tap()
    expect(page.locator("#suggestion")).to_contain_text("It is your call.")
    page.locator(f"label[for=level-{level}]").tap()
    evidence_of(page).tap()
    evidence_of(page).press_sequentially(f"What five heads told us of {code}.")
    expect_saved(page)


def write_priority(page: Page, name: str, words: str) -> None:
    add_priority(page, name)
    expect(page.locator("#plan-said")).to_contain_text("is now priority")
    page.get_by_label("What was found").fill(f"{words} issue.")
    page.get_by_label("(i)", exact=True).check()
    page.get_by_label("(iii)", exact=True).check()
    page.get_by_label("What we will do").fill(f"{words} step.")
    page.get_by_label("Progress we want in 12 months").fill(f"{words} progress.")
    button(page, "Save").tap()
    expect(page.locator("#plan-said")).to_contain_text("Saved priority")


def test_from_signing_in_to_the_board_pack(visit, demo):
    told = story.read()
    page = visit(**PHONE)
    sign_in_by_form(page, told["people"]["judith"]["email"], told["password"])
    expect(page.get_by_role("heading", level=1)).to_have_text(told["trust"])

    codes = [element.code for element in demo.tree.elements]
    assert [code for code in codes if stored(demo, code)["level"] is None] == list(CHOICES)
    page.get_by_role("link", name="Go on with 3C").tap()
    for code, level in CHOICES.items():
        rate_by_tapping(page, demo, code, level)
        page.get_by_role("link", name=re.compile("^(Next|Finish)")).tap()
    assert {code: stored(demo, code)["level"] for code in CHOICES} == CHOICES

    button(page, f"Agree {demo.title}").tap()
    expect(page.get_by_role("status")).to_contain_text(f"{demo.title} is agreed.")
    cell = page.get_by_role("cell", name=re.compile("^4B"))
    expect(cell).to_contain_text("4B · R")
    expect(cell.get_by_title("Red")).to_be_visible()

    page.get_by_role("link", name="Plan").tap()
    write_priority(page, "4B", "Assessment")
    write_priority(page, "5B", "Knowing")
    rows = {row.element.code: row for row in table_of(demo)}
    assert [i.cited for i in rows["4B"].issues] == ["(i) and (iii)"]
    assert rows["5B"].progress_sought == "Knowing progress."

    page.goto(place(demo))
    pack = page.get_by_role("link", name="Board pack (PDF)").get_attribute("href")
    answer = page.request.get(pack)
    assert answer.headers["content-type"] == "application/pdf"
    words = words_of(answer.body())
    for written in ("What five heads told us of 5B.", "Assessment issue.", "Knowing progress."):
        assert written in words
    assert told["trust"] in words
    assert "Draft" not in words
