"""The register of examples: what is there, what is not yet, and whose it is."""

from datetime import date

import pytest
from django.urls import reverse

from frameworks.tree import tree_of
from matcap.assessments.actions import choose_contributors, open_assessment, rate, start
from matcap.assessments.evidence import attach_link
from matcap.insights.register import Item, Written, build
from matcap.trusts.actions import make_group
from matcap.trusts.roles import Role

from ..conftest import begin, person, rating_of
from ..kinds import by_example, settle, write
from ..pages import read


@pytest.fixture
def tree(db):
    return tree_of(by_example())


def written(tree, code, text, school=None, name=None, pk=1):
    return Written(pk, school, name, tree.element_by_code[code].pk, text, None, None)


def codes(entries):
    return [entry.element.code for entry in entries]


def test_what_is_only_white_space_is_no_example(tree):
    register = build(tree, [written(tree, "1A", "We do."), written(tree, "1B", " \n")], [])
    assert codes(register.answered) == ["1A"]
    assert codes(register.unanswered) == ["1B", "2A"]
    assert [part.area.name for part in register.parts] == ["First", "Second"]


def test_an_example_has_what_is_behind_it_and_a_schools_is_not_the_trusts(tree):
    rows = [
        written(tree, "1A", "We do.", pk=7),
        written(tree, "1B", "We too.", school=2, name="Birch", pk=8),
        written(tree, "1B", "So do we.", school=1, name="Ash", pk=9),
    ]
    notes = Item(7, 1, "Notes", "https://example.org/", "", None)
    first, second, _ = build(tree, rows, [notes]).entries
    assert first.example.items == (notes,)
    assert second.example is None
    assert [one.school_name for one in second.schools] == ["Ash", "Birch"]


@pytest.mark.parametrize(
    ("words", "show", "left"),
    [
        ("", "", ["1A", "1B", "2A"]),
        ("WE DO", "", ["1A"]),
        ("birch", "", ["1B"]),
        ("2a", "", ["2A"]),
        ("", "with", ["1A"]),
        ("", "without", ["1B", "2A"]),
        ("element", "without", ["1B", "2A"]),
        ("zebra", "", []),
    ],
)
def test_it_can_be_narrowed(tree, words, show, left):
    rows = [written(tree, "1A", "We do."), written(tree, "1B", "Yes.", school=2, name="Birch")]
    assert codes(build(tree, rows, []).narrowed(words, show).entries) == left


@pytest.fixture
def answered(trust, lead, schools):
    """1A has an example with a link, Ashdown and Birchfield have theirs for 1B."""
    assessment = begin(trust, by_example(), lead, schools=schools)
    rating = write(assessment, "1A", "Every school wrote it with us.", lead)
    attach_link(rating=rating, title="=Plan", address="https://example.org/plan", by=lead)
    write(assessment, "1B", "=Ours", lead, school=schools[0])
    write(assessment, "1B", "Theirs", lead, school=schools[1])
    return assessment


def page_of(client, assessment, **asked):
    address = reverse("heat_map", args=[assessment.trust.slug, assessment.pk])
    return read(client.get(address, asked))


def rows_of(page):
    return [
        [cell.text for cell in row.all[1:] if cell.tag in ("th", "td")]
        for body in page.find("tbody")
        for row in body.find("tr")
    ]


def test_the_page_lists_each_element_with_its_example(sign_in, lead, answered):
    page = page_of(sign_in(lead), answered)
    assert page.one("title").text == "Register · Autumn 2026 · matcap"
    assert "1 of 3 elements have an example." in page.one("p", class_="lede").text
    first, second, third = rows_of(page)
    assert first[:2] == [
        "1A Element 1A",
        "Every school wrote it with us. =Plan (opens in a new tab)",
    ]
    assert first[2].endswith("Alice Lead")
    assert second[1:] == ["No example yet Ashdown=Ours BirchfieldTheirs", ""]
    assert third == ["2A Element 2A", "No example yet", ""]


def test_it_finds_words_without_scripts(sign_in, lead, answered):
    client = sign_in(lead)
    assert [row[0] for row in rows_of(page_of(client, answered, q="wrote"))] == ["1A Element 1A"]
    page = page_of(client, answered, show="without")
    assert [row[0] for row in rows_of(page)] == ["1B Element 1B", "2A Element 2A"]
    assert page.one("option", value="without").attrs["selected"] == ""
    assert "1 of 3 elements" in page.text
    assert "No element fits." in page_of(client, answered, q="zebra").text


def test_a_school_lead_reads_the_examples_of_their_own_schools(
    sign_in, trust, schools, lead, answered
):
    head = person(trust, "Sam School", Role.SCHOOL_LEAD, schools=schools[:1])
    text = page_of(sign_in(head), settle(answered)).text
    assert "=Ours" in text
    assert "Theirs" not in text
    assert "Birchfield" not in text


def test_its_spreadsheet_is_harmless(sign_in, trust, lead, answered):
    answer = sign_in(lead).get(reverse("heat_map_csv", args=[trust.slug, answered.pk]))
    assert answer["Content-Disposition"].endswith(f'-{answered.pk}-register.csv"')
    heading, first, second, third = answer.content.decode("utf-8-sig").split("\r\n")[:-1]
    assert heading == (
        "Area,Element,Name,Example,Links and files,Changed on,Changed by,Ashdown,Birchfield"
    )
    assert first.startswith(
        "1 First,1A,Element 1A,Every school wrote it with us.,'=Plan: https://example.org/plan,"
    )
    assert first.endswith(",Alice Lead,,")
    assert second == "1 First,1B,Element 1B,No example yet,,,,'=Ours,Theirs"
    assert third == "2 Second,2A,Element 2A,No example yet,,,,,"


def test_what_contributors_write_for_themselves_is_not_in_it(
    sign_in, trust, lead, contributor, answered
):
    settle(answered)
    group = make_group(trust=trust, name="Heads", by=lead)
    draft = start(
        trust=trust,
        framework=answered.framework,
        title="Apart",
        opened_on=date(2026, 10, 1),
        rated_apart=True,
        by=lead,
    )
    choose_contributors(
        assessment=draft, groups={contributor.pk: group}, shows_names=False, by=lead
    )
    apart = open_assessment(assessment=draft, by=lead)
    mine = rating_of(apart, "1A", contributor=contributor)
    rate(rating=mine, version=1, by=contributor, evidence="For my eyes.")
    client = sign_in(lead)
    assert rows_of(page_of(client, apart))[0] == ["1A Element 1A", "No example yet", ""]
    for name in ("heat_map_csv", "trust"):
        args = [trust.slug, apart.pk] if name == "heat_map_csv" else [trust.slug]
        assert "For my eyes." not in client.get(reverse(name, args=args)).content.decode()
