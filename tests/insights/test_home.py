"""What a trust's home says of each of its instruments."""

from datetime import date

import pytest
from django.urls import reverse

from frameworks.loader import load, publish
from matcap.planning.actions import add_priority
from matcap.trusts.actions import open_trust

from ..assessments.apart import set_up
from ..conftest import begin, rate
from ..frameworks.instruments import small
from ..kinds import by_example, guided, settle, write
from ..pages import read, sent


def home(client, trust):
    return read(client.get(reverse("trust", args=[trust.slug])))


def listed(page):
    """Each instrument: its title, what came of it, its dates, and the button beside it."""
    (items,) = page.one("section", aria_labelledby="instruments-heading").find(
        "ul", class_="instruments"
    )[:1]
    return [
        [
            item.one("h3").text,
            *(line.text for line in item.find("p")),
            *(link.text for link in item.find("a", class_="btn btn-sm btn-outline-primary")),
        ]
        for item in items.find("li")
    ]


@pytest.fixture
def used(trust, lead):
    """Three instruments: one agreed, one under way after an agreed one, one just begun."""
    ordered = begin(trust, publish(small()), lead, title="Last year", year=2025)
    for code, level in (("1A", "R"), ("1B", "G"), ("2A", "G")):
        rate(ordered, code, level, lead)
    settle(ordered, 2025)
    begin(trust, ordered.framework, lead, title="This year", year=2026)
    choices = begin(trust, guided(), lead, title="Choices", year=2026)
    rate(choices, "1A", "AR", lead)
    rate(choices, "1B", "G", lead)
    settle(choices)
    examples = begin(trust, by_example(), lead, title="Examples", year=2026)
    write(examples, "1A", "We do.", lead)
    write(examples, "1B", " \n", lead)
    return {"ordered": ordered, "choices": choices, "examples": examples}


def test_each_instrument_has_its_last_outcome_and_its_next_date(sign_in, trust, lead, used):
    assert listed(home(sign_in(lead), trust)) == [
        [
            "What we do",
            "1 of 3 with an example",
            "Examples, open since 7 September 2026, ratings due by 20 November 2026",
            "Continue Examples, What we do",
        ],
        [
            "Who chooses",
            "1 Amber Red, 1 Green, 1 not chosen",
            "Choices, agreed on 14 November 2026 · next about November 2027",
            "Start the next: Who chooses",
        ],
        [
            "A small instrument",
            "2 G 1 R",
            "Last year, agreed on 14 November 2025 · This year is due by 20 November 2026",
            "Continue This year, A small instrument",
        ],
    ]


def test_a_board_member_sees_what_is_agreed_and_no_buttons(sign_in, trust, board, used):
    assert [[row[0], row[-1]] for row in listed(home(sign_in(board), trust))] == [
        ["Who chooses", "Choices, agreed on 14 November 2026 · next about November 2027"],
        [
            "A small instrument",
            "Last year, agreed on 14 November 2025 · next about November 2026",
        ],
    ]


def test_the_rest_is_folded_below_and_starts_with_itself(sign_in, trust, lead, used):
    load(["fixtures/frameworks/mat-capacity.yaml"])
    publish(small({"slug": "theirs", "title": "Theirs"}), owner=open_trust(name="Another"))
    client = sign_in(lead)
    folded = (
        home(client, trust).one("section", aria_labelledby="instruments-heading").one("details")
    )
    assert folded.one("summary").text == "Other instruments (1)"
    (item,) = folded.find("li")
    assert item.one("h3").text == "MAT Improvement Capacity Framework"
    assert item.one("p").text.startswith("Helps a trust see how strong its capacity is")
    (start,) = item.find("a", class_="btn btn-sm btn-outline-primary")
    form = read(client.get(start.attrs["href"])).one("main").one("form")
    chosen = sent(form)["framework"]
    assert start.attrs["href"].endswith(f"?framework={chosen[0]}")


def test_a_newer_version_is_the_same_instrument(sign_in, trust, lead, used):
    publish(small({"version": "2.0", "title": "A small instrument, again"}))
    page = home(sign_in(lead), trust)
    assert [row[0] for row in listed(page)][-1] == "A small instrument"
    assert page.one("section", aria_labelledby="instruments-heading").find("details") == []


@pytest.mark.parametrize(("agreed", "due"), [("2024-02-29", 2025), ("2026-11-14", 2027)])
def test_a_year_after_it_was_agreed(agreed, due):
    from matcap.assessments.models import Assessment
    from matcap.insights.home import Used

    last = Assessment(agreed_on=date.fromisoformat(agreed))
    assert Used(None, last, None, None).next_on.year == due


def test_the_latest_is_shown_by_its_kind(sign_in, trust, lead, used):
    page = home(sign_in(lead), trust)
    now = page.one("section", aria_labelledby="now")
    assert now.one("h2").text == "Examples"
    assert "1 of 3 elements have an example. No example yet:" in now.text
    assert [item.text for item in now.find("li")] == ["1B Element 1B", "2A Element 2A"]
    assert now.find("a", class_="btn btn-primary")[0].text == "Go on with 1B"


def test_the_latest_choices_are_a_board_and_its_priorities_named(sign_in, trust, lead):
    choices = begin(trust, guided(), lead)
    rate(choices, "2A", "G", lead)
    add_priority(assessment=choices, element=choices.tree.elements[2].pk, by=lead)
    page = home(sign_in(lead), trust)
    piles = page.one("div", class_="piles")
    assert piles.find("li")[0].text == "2A Element 2A"
    assert page.one("ol", class_="priority-list").text == "A 2A Element 2A G"


@pytest.mark.parametrize(
    ("slug", "said"), [("guided", "0 of 3 chosen"), ("by-example", "0 of 3 answered")]
)
def test_what_a_person_is_asked_for_is_said_in_the_words_of_its_kind(
    sign_in, trust, lead, schools, slug, said
):
    made = set_up(trust, guided() if slug == "guided" else by_example(), lead, schools)
    made.open()
    page = home(sign_in(made.bob), trust)
    mine = page.one("section", aria_labelledby="mine-heading").text
    assert said in mine
    assert "rated" not in mine
