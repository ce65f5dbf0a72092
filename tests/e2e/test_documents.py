"""A new user has the framework in Word: brings it in, takes it as wording, and rates with it."""

import re

from playwright.sync_api import expect

from matcap.assessments.models import Assessment
from tests.frameworks.importing.documents import made, shipped

from .states.documents import choose
from .steps import button, expect_saved, open_element, stored
from .steps import choose as rate_as


def in_other_words() -> dict:
    """The shipped framework in the words of a trust: each text says whose it is."""
    content = shipped()
    for area in content["areas"]:
        for element in area["elements"]:
            for strand in element["strands"]:
                strand["question"] = f"With us: {strand['question']}"
    return content


def test_from_a_word_document_to_a_rating(visit, trust, lead, framework):
    content = in_other_words()
    page = visit(lead)
    page.goto(f"/t/{trust.slug}/")
    page.get_by_role("link", name="Frameworks").click()
    page.get_by_role("link", name="Make one from a Word or Excel file").click()
    choose(page, made(content))
    expect(
        page.get_by_text("12 elements and 73 strands in 5 areas were understood")
    ).to_be_visible()
    seen = {
        code: [
            " ".join(text.split())
            for text in page.locator(f"#element-{code} .question").all_inner_texts()
        ]
        for area in content["areas"]
        for code in [element["code"] for element in area["elements"]]
    }
    meant = {
        element["code"]: [
            f"{strand['numeral']} {' '.join(strand['question'].split())}"
            for strand in element["strands"]
        ]
        for area in content["areas"]
        for element in area["elements"]
    }
    assert sum(map(len, seen.values())) == 73
    assert seen == meant
    button(page, re.compile("^Use them as the wording of")).click()
    expect(page.get_by_text("is shown in your own words now.")).to_be_visible()
    page.get_by_role("link", name="Home").click()
    page.get_by_role("link", name="Start the first assessment").click()
    button(page, "Start the assessment").click()
    button(page, re.compile("^Open ")).click()
    expect(page.locator("#messages")).to_contain_text("is open")
    assessment = Assessment.objects.select_related("framework", "wording").get()
    open_element(page, assessment, "1A")
    question = content["areas"][0]["elements"][0]["strands"][0]["question"]
    expect(page.get_by_text(" ".join(question.split()))).to_be_visible()
    rate_as(page, "Amber Green")
    expect_saved(page)
    assert stored(assessment, "1A")["level"] == "AG"
