"""Rating an element, and reading it."""

from datetime import date

from django.core.files.base import ContentFile
from playwright.sync_api import expect

from matcap.assessments.actions import agree
from matcap.assessments.evidence import attach_file, attach_link, remove_item

from ...conftest import rate, rate_all, rating_of
from ..steps import (
    UNASKED,
    button,
    choose,
    close,
    evidence_of,
    expect_saved,
    mark,
    open_element,
    place,
    state_of,
)
from .backdrops import compared, with_schools
from .stage import state


@state
def rating(stage):
    return stage.lead_at(stage.assessment, "rate/1A/")


@state
def rating_saved_with_history(stage):
    compared(stage)
    page = stage.lead_at(stage.assessment, "rate/2B/")
    for numeral, code in zip(("i", "ii", "iii", "iv"), ("R", "AR", "AG", "G"), strict=True):
        mark(page, numeral, code)
    choose(page, "Amber Red")
    evidence_of(page).fill("Nine posts were empty in September.")
    expect_saved(page)
    page.get_by_text("History of this rating").click()
    expect(page.locator("#history")).to_contain_text("Amber Red")
    return page


@state
def rating_in_conflict(stage):
    stage.expect_failures()
    page = stage.own_page(place(stage.assessment, "rate/1A/"), stage.lead)
    level = stage.assessment.tree.level_by_code["G"].pk
    strand = stage.assessment.tree.element_by_code["1A"].strands[1].pk
    text = "Six of eight heads could say in June what the trust is for. None named the same aim."
    mine = text.replace("Six of eight", "Only two").replace("None named", "They did not name")
    rate(stage.assessment, "1A", "G", stage.contributor, evidence=text, marks={strand: level})
    page.context.set_offline(True)  # so that all of it goes out at once
    mark(page, "ii", "AR")
    page.get_by_label("Why this rating").fill("Weaker than last year.")
    evidence_of(page).fill(mine)
    page.context.set_offline(False)
    expect(page.get_by_role("region", name="Bob Contributor changed 1A")).to_be_visible()
    return page


def _left_with_words(stage):
    """The browser of somebody whose page was closed with words that are not saved."""
    stage.expect_failures()
    page = stage.visit(stage.lead)
    page.context.add_init_script(UNASKED)
    open_element(page, stage.assessment, "1A")
    page.context.set_offline(True)
    evidence_of(page).fill("Three heads could not say.")
    expect(state_of(page)).to_contain_text("Not saved: no answer")
    close(page)
    return page.context.new_page()


@state
def rating_with_words_put_back(stage):
    page = _left_with_words(stage)
    page.goto(place(stage.assessment, "rate/1A/"))
    expect(page.locator("#unsaved-words")).to_contain_text("and saved.")
    return page


@state
def home_with_words_waiting_elsewhere(stage):
    page = _left_with_words(stage)
    page.goto(place(stage.assessment))
    expect(page.locator("#unsaved-words")).to_contain_text("Words not saved yet: 1A")
    return page


@state
def rating_agreed_with_words_that_were_not_saved(stage):
    page = _left_with_words(stage)
    rate_all(stage.assessment, stage.lead)
    agree(assessment=stage.assessment, by=stage.lead)
    page.goto(place(stage.assessment, "rate/1A/"))
    expect(page.locator("#unsaved-words")).to_contain_text("Three heads could not say.")
    return page


@state
def rating_not_saved(stage):
    stage.expect_failures()
    page = stage.own_page(place(stage.assessment, "rate/1A/"), stage.lead)
    page.context.set_offline(True)
    evidence_of(page).fill("Three heads could not say.")
    expect(state_of(page)).to_contain_text("Not saved")
    return page


@state
def rating_of_a_school(stage):
    assessment = with_schools(stage)
    return stage.lead_at(assessment, f"schools/{stage.schools[0].pk}/3C/")


@state
def links_and_files(stage):
    rating = _with_evidence(stage)
    page = stage.lead_at(rating.response.assessment, "rate/1A/")
    page.locator(".confirm summary").first.click()
    page.get_by_text("Removed (1)").click()
    expect(button(page, "Put back Old survey")).to_be_visible()
    return page


@state
def links_and_files_for_the_board(stage):
    rating = _with_evidence(stage)
    rate_all(rating.response.assessment, stage.lead)
    agree(assessment=rating.response.assessment, by=stage.lead)
    return stage.page(place(stage.assessment, "rate/1A/"), stage.board)


def _with_evidence(stage):
    """A rating with two links and a file, and a file that was removed."""
    rating = rating_of(stage.assessment, "1A")
    for title in ("Minutes of the trust's board", "Survey"):
        attach_link(rating=rating, title=title, address="https://example.org/a", by=stage.lead)
    for name in ("What two hundred and twelve members of staff said.txt", "Old survey"):
        words = ContentFile(b"We know the vision.", name)
        item = attach_file(rating=rating, file=words, dated_on=date(2026, 6, 30), by=stage.lead)
    remove_item(item=item, by=stage.lead)
    return rating


@state
def a_file_that_is_refused(stage):
    page = stage.lead_at(stage.assessment, "rate/1A/")
    page.get_by_text("Add a file").click()
    program = {"name": "report.pdf", "mimeType": "application/pdf", "buffer": b"MZ\0\0"}
    page.get_by_label("File up to 20 MB").set_input_files(program)
    button(page, "Add the file").click()
    expect(page.get_by_text("This kind of file cannot be attached.")).to_be_visible()
    return page


@state
def links_with_a_refused_one_and_a_removed_one(stage):
    stage.expect_failures()
    page = stage.lead_at(_with_evidence(stage).response.assessment, "rate/1A/")
    page.locator(".confirm summary").nth(1).click()
    button(page, "Yes, remove Survey").click()
    expect(page.get_by_text("“Survey” is removed.")).to_be_visible()
    page.get_by_text("Add a link").click()
    page.get_by_label("Web address").fill("nowhere")
    button(page, "Add the link").click()
    expect(page.get_by_text("Give the whole web address")).to_be_visible()
    return page


@state
def rating_agreed_for_the_lead(stage):
    return stage.lead_at(stage.agreed, "rate/2B/")


@state
def rating_for_the_board(stage):
    rate_all(stage.assessment, stage.lead)
    strands = stage.assessment.tree.element_by_code["2B"].strands
    levels = stage.assessment.tree.levels
    marks = {strand.pk: level.pk for strand, level in zip(strands, levels, strict=False)}
    rate(stage.assessment, "2B", "AR", stage.lead, reason="Posts are empty.", marks=marks)
    agree(assessment=stage.assessment, by=stage.lead)
    return stage.page(place(stage.assessment, "rate/2B/"), stage.board)
