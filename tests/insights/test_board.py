"""Choices as a board: piles, tallies, and what differs from the guide and from before."""

import pytest
from django.urls import reverse

from frameworks.tree import tree_of
from matcap.insights.board import piles_of, tallies_of
from matcap.insights.heatmap import build
from matcap.trusts.roles import Role

from ..conftest import begin, person, rate
from ..kinds import guided, settle
from ..pages import read


@pytest.fixture
def tree(db):
    return tree_of(guided())


def ratings(tree, *codes, school=None, name=None):
    """Rows as the database gives them, one a choice; "-" is none."""
    return [
        (school, name, element.pk, None if code == "-" else tree.level_by_code[code].pk, None)
        for element, code in zip(tree.elements, codes, strict=True)
    ]


def laid(piles):
    return [
        (pile.level.code if pile.level else None, [cell.element.code for cell in pile.cells])
        for pile in piles
    ]


def test_a_pile_a_choice_in_the_frameworks_order_and_one_for_what_is_left(tree):
    assert laid(piles_of(build(tree, ratings(tree, "G", "-", "G")))) == [
        ("R", []),
        ("AR", []),
        ("G", ["1A", "2A"]),
        (None, ["1B"]),
    ]
    assert laid(piles_of(build(tree, ratings(tree, "G", "R", "G"))))[-1] == ("G", ["1A", "2A"])


def test_the_guide_is_told_only_once_something_else_is_chosen(tree):
    told = [cell.guide and cell.guide.code for cell in build(tree, []).cells]
    assert told == [None] * 3
    chosen = build(tree, ratings(tree, "G", "G", "R"))
    assert [cell.guide and cell.guide.code for cell in chosen.cells] == ["R", None, None]


def test_schools_are_counted_by_choice(tree):
    heat_map = build(
        tree,
        [
            *ratings(tree, "R", "R", "R"),
            *ratings(tree, "R", "G", "-", school=1, name="Ash"),
            *ratings(tree, "R", "AR", "-", school=2, name="Birch"),
        ],
    )
    assert [(one.element.code, one.level.code, one.counts) for one in tallies_of(heat_map)] == [
        ("1A", "R", (2, 0, 0, 0)),
        ("1B", "R", (0, 1, 1, 0)),
        ("2A", "R", (0, 0, 0, 2)),
    ]
    assert tallies_of(build(tree, ratings(tree, "R", "R", "R"))) == ()


@pytest.fixture
def chosen(trust, lead, schools):
    """1A was R and is AR now, against the guide; 1B is open; 2A is G as before."""
    framework = guided()
    before = begin(trust, framework, lead, title="Last year", year=2025)
    for code, level in (("1A", "R"), ("1B", "G"), ("2A", "G")):
        rate(before, code, level, lead)
    settle(before, 2025)
    now = begin(trust, framework, lead, title="This year", schools=schools)
    for code, level in (("1A", "AR"), ("2A", "G")):
        rate(now, code, level, lead)
    rate(now, "1A", "G", lead, school=schools[0])
    rate(now, "1A", "R", lead, school=schools[1])
    return now


def page_of(client, assessment):
    return read(client.get(reverse("heat_map", args=[assessment.trust.slug, assessment.pk])))


def columns(page):
    return [
        (pile.find("h3")[0].text, [card.text for card in pile.find("li")])
        for pile in page.find("section", class_="pile")
    ]


def test_the_board_says_what_is_chosen_what_it_was_and_what_the_guide_says(sign_in, lead, chosen):
    page = page_of(sign_in(lead), chosen)
    assert page.one("title").text == "Choices · This year · matcap"
    assert page.one("h1").text == "What the trust has chosen"
    assert page.one("nav", aria_label="Main").find("a", aria_current="page")[0].text == "Choices"
    assert columns(page) == [
        ("R Red 0", []),
        ("AR Amber Red 1", ["1A Element 1A ≠ Was Red in Last year The guide says Red"]),
        ("G Green 1", ["2A Element 2A"]),
        ("Not chosen yet 1", ["1B Element 1B"]),
    ]
    assert "strong" not in page.one("main").text


def test_schools_stand_in_counts_and_a_school_lead_sees_their_own(
    sign_in, trust, lead, chosen, schools
):
    table = page_of(sign_in(lead), chosen).one("table", class_="tallies")
    first = table.one("tbody").find("tr")[0]
    assert [cell.text for cell in first.find("td")] == ["Amber Red", "1", "0", "1", "0"]
    head = person(trust, "Sam School", Role.SCHOOL_LEAD, schools=schools[:1])
    page = page_of(sign_in(head), settle(chosen))
    first = page.one("table", class_="tallies").one("tbody").find("tr")[0]
    assert [cell.text for cell in first.find("td")] == ["Amber Red", "0", "0", "1", "0"]
    assert "Birchfield" not in page.text


def test_its_spreadsheet_names_the_guide_once_chosen(sign_in, trust, lead, chosen):
    answer = sign_in(lead).get(reverse("heat_map_csv", args=[trust.slug, chosen.pk]))
    assert answer["Content-Disposition"].endswith(f'-{chosen.pk}-choices.csv"')
    assert answer.content.decode("utf-8-sig").split("\r\n")[:-1] == [
        "Area,Element,Name,Choice,Choice in words,The guide says otherwise,Last year,Change,"
        "Ashdown,Birchfield",
        "1 First,1A,Element 1A,AR,Amber Red,Red,R,other,G,R",
        "1 First,1B,Element 1B,Not chosen,Not chosen,,G,,Not chosen,Not chosen",
        "2 Second,2A,Element 2A,G,Green,,G,same,Not chosen,Not chosen",
    ]


def test_there_is_no_register_of_strength(sign_in, trust, lead, chosen):
    client = sign_in(lead)
    address = reverse("register_of_strength", args=[trust.slug, chosen.pk])
    assert (
        address
        not in client.get(reverse("heat_map", args=[trust.slug, chosen.pk])).content.decode()
    )
    page = read(client.get(address))
    assert "has no scale from weak to strong" in page.one("main").text
    assert page.find("table") == []
