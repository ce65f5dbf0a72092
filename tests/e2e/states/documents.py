"""Documents brought in: chosen, looked over, paired, taken as words, made an assessment."""

import re

import docx

from frameworks.actions import start_draft
from frameworks.importing.document import read_document
from matcap.assessments.wordings import use_words

from ...frameworks.importing.documents import COLUMNS, HEADINGS, Shape, made, saved, shipped
from ...frameworks.importing.documents import table_of as table_in
from ..steps import button
from .stage import state

LEVELS = dict(zip(("1A", "1B", "2A", "2B"), ("R", "AR", "AG", "G"), strict=True))


def choose(page, document, name="Our framework 2024.docx"):
    """Choose a document on the page for it, and have it read."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.get_by_label("File").set_input_files(
        {"name": name, "mimeType": kind, "buffer": document.getvalue()}
    )
    button(page, "Read it").click()
    return page


def at_the_form(stage):
    return stage.page(f"/t/{stage.trust.slug}/frameworks/import/", stage.lead)


def uneven():
    """A document with text outside its table, and an element whose strands do not pair."""
    document = docx.Document()
    document.add_heading("How we lead", 0)
    rows = [
        [HEADINGS[column] for column in COLUMNS],
        ["1. Vision"],
        ["1A. Clarity of purpose", "i. Is it clear?", "i. It is not.", "i. It is.", ""],
        [
            "1B. Reach",
            "Who hears of it?\nWhat do they hear?\nWhen do they hear it?",
            "Nobody hears of it.\nThey hear it late.",
            "Everybody does.\nThey hear the same.\nThey hear it in time.",
            "",
        ],
    ]
    table_in(document, rows)
    document.add_paragraph("Seen by the board in May, and to be looked at again next year.")
    return saved(document)


@state
def import_a_framework(stage):
    return at_the_form(stage)


@state
def import_refused(stage):
    stage.expect_failures()
    page = choose(at_the_form(stage), saved(docx.Document()))
    page.get_by_text("There is no table in this document.").wait_for()
    return page


@state
def imported_with_pieces_left_and_strands_to_pair(stage):
    page = choose(at_the_form(stage), uneven())
    page.get_by_role("heading", name="To be paired").wait_for()
    return page


@state
def pairing(stage):
    page = choose(at_the_form(stage), uneven())
    page.get_by_role("link", name="pair them in 1B").click()
    button(page, re.compile("^Down, with those below ?: weak descriptor ii$")).click()
    page.locator(".cell.moved").wait_for()
    return page


@state
def imported_as_words_and_filled_in(stage):
    assert stage.framework
    ratings = {code: [level, f"What we saw of {code}."] for code, level in LEVELS.items()}
    ratings["1A"] += ["(i) AR", "(ii) Green", "Our minutes: https://minutes.example/june"]
    page = choose(at_the_form(stage), made(shipped(), Shape(ratings=ratings)))
    button(page, re.compile("^Use them as the wording of")).wait_for()
    return page


@state
def bring_in_an_assessment(stage):
    page = imported_as_words_and_filled_in(stage)
    page.get_by_role("link", name="Make an assessment of it").click()
    page.get_by_role("heading", name="What is not brought in").wait_for()
    return page


@state
def bring_in_refused(stage):
    stage.expect_failures()
    page = bring_in_an_assessment(stage)
    button(page, "Bring it in").click()
    page.get_by_text("Say when it was started.").wait_for()
    return page


@state
def rubric_in_own_words(stage):
    reading = read_document(made(shipped()), "ours.docx")
    draft = start_draft(trust=stage.trust, by=stage.lead, content=reading.content)
    use_words(draft=draft, framework=stage.framework, version=1, by=stage.lead)
    page = stage.rubric()
    page.get_by_text("These are your own words for it").wait_for()
    return page
