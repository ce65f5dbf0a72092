"""What a plan is offered first, and how its rows stand, by the kind of scale."""

import pytest
from django.urls import reverse

from matcap.planning.page import offers_of
from matcap.planning.table import read as read_plan
from matcap.planning.table import table_of

from ..conftest import begin, rate
from ..kinds import aim, by_example, guided, settle, targeted, write
from ..pages import read
from .conftest import add
from .reading import table, words


def first(assessment) -> list[str]:
    return [one.element.code for one in offers_of(assessment.tree, read_plan(assessment)).first]


@pytest.fixture
def aimed(trust, lead):
    assessment = begin(trust, targeted(), lead)
    for code, level in (("1A", "AR"), ("1B", "R"), ("2A", "R")):
        rate(assessment, code, level, lead)
    aim(assessment, **{"1A": "G", "1B": "G", "2A": "R"})
    return assessment


def page_of(client, assessment):
    return read(client.get(reverse("plan", args=[assessment.trust.slug, assessment.pk])))


def test_where_the_target_is_furthest_ahead(sign_in, lead, aimed):
    assert first(aimed) == ["1B", "1A"]
    page = page_of(sign_in(lead), aimed)
    assert page.one("h2", id="offers-heading").text == "Where the target is furthest ahead"
    offers = page.one("section", aria_labelledby="offers-heading").find("li")
    assert "1B Element 1B R needs to be → G 2 steps to go" in words(offers[0])


def test_a_row_says_where_it_is_and_where_it_needs_to_be(sign_in, lead, aimed):
    add(aimed, "1B", lead)
    (row,) = table_of(aimed)
    assert (row.level.code, row.target.code) == ("R", "G")
    assert table(page_of(sign_in(lead), aimed))[1][0] == "A 1B Element 1B R needs to be → G"
    assert first(aimed) == ["1A"]


@pytest.fixture
def chosen(trust, lead):
    """1A was R, is AR, and the guide says R; 1B is as the guide says; 2A is as before."""
    framework = guided()
    before = begin(trust, framework, lead, title="Last year", year=2025)
    for code, level in (("1A", "R"), ("1B", "G"), ("2A", "G")):
        rate(before, code, level, lead)
    settle(before, 2025)
    now = begin(trust, framework, lead)
    for code, level in (("1A", "AR"), ("1B", "G"), ("2A", "AR")):
        rate(now, code, level, lead)
    return now


def test_choices_that_differ_from_the_guide_or_from_before(sign_in, lead, chosen):
    assert first(chosen) == ["1A", "2A"]
    page = page_of(sign_in(lead), chosen)
    assert page.one("h2", id="offers-heading").text == "Choices to look at first"
    one, other = (
        words(item) for item in page.one("section", aria_labelledby="offers-heading").find("li")
    )
    assert "The guide says Red; the trust chose Amber Red." in one
    assert "It was Red in Last year." in one
    assert "The guide" not in other
    assert "It was Green in Last year." in other
    assert "weak" not in page.one("main").text


def test_what_is_not_chosen_gives_no_guide_away(trust, lead):
    assert first(begin(trust, guided(), lead)) == []


def test_elements_without_an_example(sign_in, trust, lead):
    assessment = begin(trust, by_example(), lead)
    write(assessment, "1A", "We do.", lead)
    write(assessment, "1B", " ", lead)
    assert first(assessment) == ["1B", "2A"]
    client = sign_in(lead)
    page = page_of(client, assessment)
    assert page.one("h2", id="offers-heading").text == "Elements without an example yet"
    assert page.find("table") == []
    assert "Not rated" not in page.text
    priority = add(assessment, "1A", lead)
    address = reverse("plan", args=[trust.slug, assessment.pk])
    page = read(client.get(address, {"edit": priority.pk}))
    assert "The example of 1A" in page.one("table").text
    assert "strands" not in page.one("table").text
    assert "Not rated" not in page.text
