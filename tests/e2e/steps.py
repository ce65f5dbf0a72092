"""What people do on the pages, in the words of the pages; what is stored after it, or printed."""

import re

import pypdfium2
from playwright.sync_api import Locator, Page, expect

from matcap.assessments.models import Assessment

from ..conftest import PASSWORD, rating_of

# What a person does who is asked whether to leave the page, and does.
UNASKED = "addEventListener('beforeunload', event => event.stopImmediatePropagation(), true)"
SAVED_AT = re.compile(r"✓ Saved \d\d:\d\d")


def place(assessment: Assessment, page: str = "") -> str:
    """The address of one of an assessment's pages, such as "plan/" or "rate/2B/"."""
    return f"/t/{assessment.trust.slug}/assessments/{assessment.pk}/{page}"


def open_element(page: Page, assessment: Assessment, code: str) -> None:
    page.goto(place(assessment, f"rate/{code}/"))


def sign_in_by_form(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def choose(page: Page, level: str, row: str = "Rating") -> None:
    """Choose a level by its name, in the row of levels that is headed so."""
    labels = page.get_by_role("group", name=row, exact=True).locator("label")
    labels.filter(has_text=re.compile(rf"^\s*(\S+\s+)?{level}")).click()


def mark(page: Page, numeral: str, code: str) -> None:
    """Mark a strand, by its numeral and the level's code; a dash clears the mark."""
    marks = page.locator(f"#strand-{numeral} .marks label")
    marks.filter(has_text=re.compile(rf"^{code}\b|^{code} ")).click()


def evidence_of(page: Page, label: str = "Key evidence") -> Locator:
    return page.get_by_role("textbox", name=label)


def state_of(page: Page) -> Locator:
    return page.locator("#save-state")


def expect_saved(page: Page) -> None:
    expect(state_of(page)).to_have_text(SAVED_AT)


def button(page: Page | Locator, name: str | re.Pattern) -> Locator:
    return page.get_by_role("button", name=name)


def add_priority(page: Page, element: str) -> None:
    """Press the button that makes an offered element a priority."""
    button(page, re.compile(f"^Add as a priority ?: {element}")).click()


def stored(assessment: Assessment, code: str) -> dict:
    """A rating as the database has it: level, evidence, reason, and marks by numeral."""
    rating = rating_of(assessment, code)
    tree = assessment.tree
    strands, levels = tree.element_by_code[code].strand_by_pk, tree.level_by_pk
    return {
        "level": levels[rating.level_id].code if rating.level_id else None,
        "evidence": rating.evidence,
        "reason": rating.reason,
        "marks": {
            strands[mark.strand_id].numeral: levels[mark.level_id].code
            for mark in rating.marks.all()
        },
    }


def words_of(pdf: bytes) -> str:
    """All the text of a PDF, on one line."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return " ".join(" ".join(pages).split())


def leave(page) -> None:
    """Go elsewhere offline. A page on its way out slips past the emulation of a cut network, and
    saves its words after all: so it is cut in the page as well."""
    page.evaluate("XMLHttpRequest.prototype.send = () => {}")
    page.goto("about:blank")


def close(page) -> None:
    """The tab is gone, with no question asked; the network is back only after it."""
    leave(page)
    page.close()
    page.context.set_offline(False)
