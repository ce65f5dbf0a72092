"""A trust makes the capacity framework its own, by mouse and keyboard, and starts in it."""

import re

from playwright.sync_api import expect

from frameworks.models import Framework
from frameworks.tree import tree_of

from .steps import UNASKED, button


def press(page, control, key="Enter") -> None:
    control.focus()
    page.keyboard.press(key)


def to_part(page, name: str) -> None:
    page.get_by_role("navigation", name="Parts of this draft").get_by_text(name).click()


def drop_a_strand(page) -> None:
    page.get_by_role("link", name=re.compile("^1B ")).click()
    second = page.get_by_label("Question").nth(1).input_value()
    button(page, "Drop strand i").first.click()
    expect(page.locator("#draft-said")).to_contain_text("Dropped strand i of 1B")
    expect(page.get_by_label("Question").first).to_have_value(second)
    expect(button(page, "Undo")).to_be_focused()


def add_an_element(page) -> None:
    to_part(page, "Outline")
    button(page, "Add an element to area 5").click()
    expect(page.get_by_role("link", name="5C No name yet")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_label("Name", exact=True).fill("Knowing our places")
    button(page, "Add a strand").click()
    expect(page.get_by_label("Question")).to_be_focused()
    page.keyboard.insert_text("Do schools know their streets?")
    page.get_by_label("R Red", exact=True).fill("They do not.")
    page.get_by_label("G Green", exact=True).fill("They do.")
    button(page, "Save").click()
    expect(page.locator("#draft-said")).to_contain_text("Changed element 5C")
    expect(page.locator("form[data-touched]")).to_have_count(0)


def move_it_by_keyboard(page) -> None:
    to_part(page, "Outline")
    press(page, button(page, "Move up 5C"))
    moved = "Moved element 5C Knowing our places up"
    expect(page.locator("#draft-said")).to_contain_text(moved)
    expect(button(page, "Move up 5C")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".elements a b")).to_have_text(
        ["1A", "1B", "1C", "2A", "2B", "3A", "3B", "3C", "4A", "4B", "5C", "5A", "5B"]
    )
    expect(button(page, "Move up 5C")).to_be_focused()


def change_a_colour(page) -> None:
    to_part(page, "Levels")
    red = page.locator("#level-0")
    red.get_by_label("Violet").check()
    button(page, "Save").click()
    expect(red.locator("h2 .chip")).to_have_class(re.compile("level-violet"))


def test_from_copy_to_assessment(visit, lead, trust, framework):
    page = visit(lead)
    page.goto(f"/t/{trust.slug}/")
    page.get_by_role("link", name="Frameworks").click()
    button(page, "Copy and change").click()
    drop_a_strand(page)
    add_an_element(page)
    move_it_by_keyboard(page)
    change_a_colour(page)

    to_part(page, "Preview")
    expect(page.locator("#strand-5C-i")).to_contain_text("Do schools know their streets?")
    expect(page.locator(".rubric-strands > li")).to_have_count(73)
    to_part(page, "Publish")
    expect(page.get_by_label("Number of this version")).to_have_value("1.1")
    button(page, "Publish this version").click()
    expect(page.locator("#messages")).to_contain_text("1.1 is published.")

    own = Framework.objects.get(owner=trust)
    assert own.follows == framework
    tree = tree_of(own)
    assert tree.element_by_code["5C"].was == "new"
    assert [strand.was for strand in tree.element_by_code["1B"].strands][:2] == ["ii", "iii"]
    assert tree.levels[0].colour == "violet"

    page.goto(f"/t/{trust.slug}/assessments/start/")
    page.get_by_label("Framework").select_option(str(own.pk))
    button(page, "Start the assessment").click()
    expect(page.locator("#messages")).to_contain_text("is set up")
    assert trust.assessments.get().framework == own


def test_words_typed_in_a_draft_come_back_after_the_tab_closed(visit, lead, trust, framework):
    page = visit(lead)
    page.add_init_script(UNASKED)
    page.goto(f"/t/{trust.slug}/frameworks/")
    button(page, "Copy and change").click()
    page.get_by_role("link", name=re.compile("^1A ")).click()
    address = page.url
    page.get_by_label("Note for those who rate").fill("Look at the minutes.")
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator("#unsaved-words")).to_contain_text("are back on this page")
    expect(page.get_by_label("Note for those who rate")).to_have_value("Look at the minutes.")
    button(page, "Save").click()
    expect(page.locator("#draft-said")).to_contain_text("Changed element 1A")
    page.reload()
    expect(page.get_by_label("Note for those who rate")).to_have_value("Look at the minutes.")
    expect(page.locator("#unsaved-words")).to_be_hidden()


def test_a_button_pressed_twice_sends_once(visit, lead, trust):
    page, sent = visit(lead), []
    page.goto(f"/t/{trust.slug}/frameworks/")
    page.on("request", lambda one: one.method == "POST" and sent.append(one))
    press = "document.querySelector(\"form[action$='/frameworks/new/']\").requestSubmit()"
    page.evaluate(f"() => {{ {press}; setTimeout(() => {press}) }}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Details")
    assert len(sent) == 1
