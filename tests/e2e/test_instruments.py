"""Each shipped instrument from start to paper: a lead answers every element on its own page.

In the browser the first and the last of them, whose pages lead on and to the end; those between,
whose pages are the same, through the same views.
"""

import csv
import io
import re
from dataclasses import dataclass

import pytest
import yaml
from django.test import Client
from playwright.sync_api import Page, expect

from frameworks.loader import load
from frameworks.tree import ElementNode, FrameworkTree
from matcap.assessments.models import Assessment

from ..frameworks.instruments import EVERY_SHIPPED
from ..pages import read
from .steps import add_priority, button, choose, evidence_of, open_element, place, words_of

TITLE = "Our first look"
STEP = "Ask every head by half term."


@dataclass(frozen=True)
class Seen:
    """What pages and papers say of one instrument, once `answer` has answered each element.

    `cells` are what its map says of some elements under `heading`, and `row` how its spreadsheet
    says it of the last one; `sheet` is what the map's PDF says, `pack` what the board pack begins
    with. `priority` is an element to add to the plan.
    """

    heading: str
    cells: tuple[str, ...]
    row: str
    sheet: str
    pack: str
    priority: str


STRONG = "Where the trust is strong, and where to build"
SEEN = {
    "commissioner-expectations": Seen(
        heading=STRONG,
        cells=(
            "1A · R Understanding of excellent teaching",
            "1D · G Holding leaders to account",
            "2E · G Part in the wider system",
        ),
        row="2 Capacity to grow|2E|Part in the wider system|G|Green",
        sheet="2B · R Model of school improvement",
        pack="Green is a strength to build on; Red is where to build first.",
        priority="2B Model of school improvement",
    ),
    "improvement-checklist": Seen(
        heading=STRONG,
        cells=(
            "1 · N Mission and values",
            "4 · F Innovation and its impact",
            "6 · S A model of support for schools",
        ),
        row="All 6 questions|6|A model of support for schools|S|To some extent",
        sheet="3 · L Standardisation, alignment and autonomy",
        pack="Fully is a strength to build on; Not yet is where to build first.",
        priority="5 Learning shared across the trust",
    ),
    "leadership-elements": Seen(
        heading="Examples of each element",
        cells=(
            "1 Clear strategic vision, communicated effectively What we saw of 1.",
            "23 Develops an aspirational culture in both school and local community "
            "What we saw of 23.",
        ),
        row="All 23 elements|23|Develops an aspirational culture in both school and local community"
        "|What we saw of 23.",
        sheet="8 Ability to foster discussion and debate What we saw of 8.",
        pack="No example yet Every element has an example.",
        priority="5 Trust between leaders and stakeholders",
    ),
    "mat-capacity": Seen(
        heading=STRONG,
        cells=(
            "1A · R Clarity of purpose",
            "2B · R Recruiting, developing and retaining talent",
            "5B · G Knowing schools well qualitatively",
        ),
        row="5 Quality assurance and accountability|5B|Knowing schools well qualitatively|G|Green",
        sheet="4A · R Curriculum structure and alignment",
        pack="Green is a strength to build on; Red is where to build first.",
        priority="2B Recruiting, developing and retaining talent",
    ),
    "standardise-align-autonomy": Seen(
        heading="What the trust has chosen",
        cells=(
            "The trust sets one practice for every school 1 The format of individual",
            "AU Autonomy 8 Each school determines its own practice "
            "3 Collecting and presenting assessment data: systems and timetables "
            "The guide says Standardise",
        ),
        row="All 25 practices|25|Starting interventions that meet an individual school's needs and "
        "challenges|S|Standardise|Autonomy",
        sheet="2 Setting targets and key performance indicators (the guide says Standardise)",
        pack="The choices have no order: none is better than another.",
        priority="13 Agreeing a Key Stage (KS) 3 curriculum",
    ),
    "trust-characteristics": Seen(
        heading="Where the trust is, and where it needs to be",
        cells=(
            "Overall · B needs to be → D Outcomes for young people 1 step to go",
            "7 · L needs to be → L Risk indicators ✓ on target",
        ),
        row="All 5 characteristics: overall, and steps 1, 5, 7 and 9|9|Networks beyond the trust|"
        "B|Beginning|D|Developing|1",
        sheet="7 · L needs to be → L Risk indicators ✓ on target",
        pack="Where the target is furthest ahead",
        priority="Overall Outcomes for young people",
    ),
}


@pytest.fixture
def every_instrument(db):
    load(EVERY_SHIPPED)


def start(page: Page, trust, title: str) -> Assessment:
    """Start an assessment with the framework of this title, and open it."""
    page.goto(f"/t/{trust.slug}/")
    page.get_by_role("link", name="Start an assessment").click()
    page.get_by_label("Framework").select_option(label=title)
    page.get_by_label("Title").fill(TITLE)
    button(page, "Start the assessment").click()
    button(page, f"Open {TITLE}").click()
    expect(page.get_by_role("heading", name="Agree it")).to_be_visible()
    return trust.assessments.get()


def answers_of(tree: FrameworkTree, element: ElementNode) -> dict[str, str]:
    """What is answered, as its form sends it: the levels in turn, and the one above as a target."""
    answers = {"evidence": f"What we saw of {element.code}."}
    at = tree.elements.index(element)
    if tree.has_levels:
        at %= len(tree.levels)
        answers["level"] = tree.levels[at].code
    if tree.asks_target:
        answers["target"] = tree.levels[min(at + 1, len(tree.levels) - 1)].code
    return answers


def answer(page: Page, tree: FrameworkTree, element: ElementNode) -> None:
    """Answer the element whose page is open, and follow it on."""
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{element.code} {element.name}")
    answers, names = answers_of(tree, element), {one.code: one.name for one in tree.levels}
    evidence_of(page, tree.words.evidence).fill(answers["evidence"])
    if tree.has_levels:
        choose(page, names[answers["level"]], tree.now or tree.words.rating.capitalize())
    if tree.asks_target:
        choose(page, names[answers["target"]], tree.target)
    page.get_by_role("link", name=re.compile("^(Next|Finish)")).click()


def answer_unseen(client: Client, assessment: Assessment, element: ElementNode) -> None:
    """Answer an element on its page as it works without JavaScript."""
    address = place(assessment, f"rate/{element.code}/")
    heading = read(client.get(address)).one("h1")
    assert heading.text == f"{element.code} {element.name}"
    answered = client.post(address, {"version": 1, **answers_of(assessment.tree, element)})
    assert answered.status_code == 302


def plan(page: Page, tree: FrameworkTree, element: str) -> None:
    """Make an element a priority: of those the plan offers, or, all having examples, of any."""
    if tree.has_levels:
        if not tree.is_ordered:
            page.get_by_text(re.compile("^Show all ")).click()
        add_priority(page, re.escape(element))
    else:
        page.get_by_label("Choose an element").select_option(label=element)
        button(page, "Add as a priority").click()
    page.get_by_label("What we will do").fill(STEP)
    button(page, "Save").click()
    expect(page.locator("#plan-said")).to_contain_text("Saved priority")


def fetch(page: Page, name: str) -> bytes:
    """The file behind a link of the page."""
    answered = page.request.get(page.get_by_role("link", name=name).get_attribute("href"))
    assert answered.ok
    return answered.body()


@pytest.mark.looks
@pytest.mark.usefixtures("every_instrument")
@pytest.mark.parametrize("file", EVERY_SHIPPED, ids=lambda file: file.stem)
def test_from_start_to_paper(visit, sign_in, trust, lead, file):
    seen, title = SEEN[file.stem], yaml.safe_load(file.read_text())["title"]
    page = visit(lead)
    assessment = start(page, trust, title)
    tree = assessment.tree
    first, second, *between, last = tree.elements
    page.locator(".element-list").get_by_role("link").first.click()
    answer(page, tree, first)
    answer(page, tree, second)
    expect(page.get_by_role("heading", level=1)).to_contain_text(between[0].name)
    client = sign_in(lead)
    for element in between:
        answer_unseen(client, assessment, element)
    open_element(page, assessment, last.code)
    answer(page, tree, last)

    button(page, f"Agree {TITLE}").click()
    expect(page.get_by_role("status")).to_contain_text(f"{TITLE} is agreed.")
    expect(page.get_by_role("heading", level=1)).to_have_text(seen.heading)
    expect(page.locator(".crumbs")).to_contain_text(title)
    for said in seen.cells:
        expect(page.locator("main")).to_contain_text(said)
    rows = list(csv.reader(io.StringIO(fetch(page, "Spreadsheet (CSV)").decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == [element.code for element in tree.elements]
    assert "|".join(rows[-1]).startswith(seen.row)
    name = "One page" if tree.is_ordered else tree.words.map.capitalize()
    sheet = words_of(fetch(page, f"{name} (PDF)"))
    for said in (title, seen.heading, seen.sheet):
        assert said in sheet

    page.get_by_role("link", name="Plan", exact=True).click()
    plan(page, tree, seen.priority)
    page.goto(place(assessment))
    pack = words_of(fetch(page, "Board pack (PDF)"))
    for said in (title, seen.pack, f"{seen.priority} {STEP}", "Element by element"):
        assert said in pack
    for element in tree.elements:
        assert f"What we saw of {element.code}." in pack
