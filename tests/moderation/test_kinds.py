"""Moderation with a target, of choices without order, and of examples."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matcap.assessments import actions
from matcap.assessments.evidence import attach_link
from matcap.assessments.models import Response

from ..assessments.apart import Round, set_up
from ..assessments.kinds import CHOICES, EXAMPLES, GUIDE, TARGET, give
from ..conftest import rate, rating_of
from ..house import instruments
from ..pages import read, sent

OLD = datetime.date(2020, 5, 1)


def set_out(trust, lead, slug) -> Round:
    """Open: Bob, Cas and Tia are to rate."""
    made = set_up(trust, instruments()[slug], lead, [])
    made.open()
    return made


@pytest.fixture
def choir(trust, lead) -> Round:
    """Two see C1 far apart, and one of them and a third its target; C2 all see alike."""
    made = set_out(trust, lead, TARGET)
    levels = made.assessment.tree.level_by_code
    give(made, made.bob, "C1", "HUM", target=levels["PARTS"].pk)
    give(made, made.cas, "C1", "SOAR", evidence="People queue.")
    give(made, made.tia, "C1", target=levels["SOAR"].pk)
    for user in (made.bob, made.cas):
        give(made, user, "C2", "SING")
    made.moderate()
    return made


@pytest.fixture
def decisions(trust, lead) -> Round:
    """D1 divides people three ways, F1 not at all."""
    made = set_out(trust, lead, CHOICES)
    for user, code in ((made.bob, "SET"), (made.cas, "FREE"), (made.tia, "LINE")):
        give(made, user, "D1", code)
        give(made, user, "F1", "SET")
    made.moderate()
    return made


@pytest.fixture
def neighbours(trust, lead) -> Round:
    """Two gave an example of N1, one a link alone of S1, and nobody anything of N2."""
    made = set_out(trust, lead, EXAMPLES)
    give(made, made.bob, "N1", evidence="They came with soup.")
    give(made, made.tia, "N1", evidence="They knew our names.")
    own = rating_of(made.assessment, "S1", contributor=made.cas)
    attach_link(rating=own, title="The rota", address="https://example.org/r", by=made.cas)
    made.moderate()
    return made


@pytest.fixture
def client(sign_in, lead):
    return sign_in(lead)


def at(made, code=None, name=None) -> str:
    args = [made.trust.slug, made.assessment.pk, *([code] if code else [])]
    return reverse(name or ("moderate_element" if code else "moderation"), args=args)


def page_of(client, made, code=None):
    return read(client.get(at(made, code)))


def post(client, made, code, **changed):
    form = sent(page_of(client, made, code).one("form", id="rating-form"))
    return client.post(at(made, code), form | changed)


def counts(page) -> dict[str, list[str]]:
    """The line of everybody in each table of counts, by the table's caption."""
    tables = page.find("table", class_="counts by-group")
    return {
        table.one("caption").text: [cell.text for cell in table.one("tbody").find("td")]
        for table in tables
    }


def test_the_spread_of_both_levels_and_targets_is_shown(client, choir):
    page = page_of(client, choir, "C1")
    every = "how many of each group chose each level of C1"
    assert counts(page) == {
        f"Where we are now: {every}": ["1", "0", "0", "1", "1"],
        f"Where we need to be: {every}": ["0", "0", "1", "1", "1"],
    }
    assert "2 people rated this element." in page.text
    assert "2 people set a target. They lie between In parts and Soaring." in page.text


def test_the_list_has_a_bar_for_each(client, choir):
    page = page_of(client, choir)
    first, second = page.one("ol").find("li", class_="panel")
    assert [bar.attrs["aria-label"] for bar in first.find("ul")] == [
        "Where we are now: how many chose each level",
        "Where we need to be: how many chose each level",
    ]
    assert len(second.find("ul")) == 1


def test_the_agreed_target_is_set_there(client, choir):
    answer = post(client, choir, "C1", level="HUM", target="PARTS", onward="yes")
    assert answer.url == at(choir, "C2")
    own = rating_of(choir.assessment, "C1")
    assert (own.level.code, own.target_level.code) == ("HUM", "PARTS")
    agreed = page_of(client, choir).one("ol").find("li", class_="panel")[0]
    assert "Agreed: HUM Humming →, Where we need to be: PARTS In parts" in agreed.text


def test_a_target_that_is_missing_or_below_is_noted_and_stands_in_nobodys_way(client, choir, lead):
    hum = choir.assessment.tree.level_by_code["HUM"].pk
    rate(choir.assessment, "C1", "PARTS", lead, target=hum)
    rate(choir.assessment, "C2", "SOAR", lead, evidence="We heard them.")
    notes = read(client.get(at(choir, name="checks"))).one("main").text
    assert "C1 In parts now, and Humming as the target." in notes
    assert "C2 “Where we need to be” is not set." in notes
    assert actions.agree(assessment=choir.assessment, by=lead).is_agreed
    page = page_of(client, choir, "C1").text
    assert "Where we need to be: HUM Humming" in page


def test_a_target_no_lower_is_not_noted(client, choir, lead):
    soar = choir.assessment.tree.level_by_code["SOAR"].pk
    for code in ("C1", "C2"):
        rate(choir.assessment, code, "SOAR", lead, target=soar, evidence="We heard them.")
    assert "Nothing to note." in read(client.get(at(choir, name="checks"))).text


def test_choices_are_counted_by_group_with_the_guide_beside(client, decisions):
    page = page_of(client, decisions, "D1")
    assert counts(page) == {
        "How many of each group chose each level of D1": ["1", "1", "1", "0"],
    }
    assert [head.text for head in page.one("thead").find("th")][-1] == "Not chosen"
    assert f"{GUIDE} Align. It is a guide, not a rule." in page.text
    assert "3 people chose. People differ within their groups." in page.text
    words = page.one("main").text.lower()
    assert not [word for word in ("mean", "average", "rating", "weak") if word in words]


def test_choices_come_in_order_of_how_divided_people_are(client, decisions):
    page = page_of(client, decisions)
    assert [heading.text for heading in page.find("h2")] == ["D1 Timetable", "F1 Lunch"]
    assert "3 people chose. All chose Standardise." in page.text


def test_a_choice_is_agreed_in_its_own_words(client, decisions):
    page = page_of(client, decisions, "D1")
    assert page.one("h2", id="rating-heading").text == "The trust's agreed choice"
    without = read(client.get(post(client, decisions, "D1", onward="yes").url))
    assert "Choose the trust's choice, then go on." in without.text
    post(client, decisions, "D1", level="FREE", reason="Schools differ.")
    own = rating_of(decisions.assessment, "D1")
    assert (own.level.code, own.reason) == ("FREE", "Schools differ.")


def test_examples_stand_by_group_without_counts(client, neighbours):
    page = page_of(client, neighbours, "N1")
    assert page.find("table") == []
    assert page.find("fieldset", class_="levels unordered") == []
    said = page.one("section", aria_labelledby="said-heading").text
    assert "They came with soup." in said
    assert "They knew our names." in said
    assert "2 of 3 gave an example." in page.text
    assert "Vote on it in a workshop" not in page.text


def test_what_nobody_answered_comes_first(client, neighbours):
    page = page_of(client, neighbours)
    codes = [heading.text.split()[0] for heading in page.find("h2")]
    assert codes == ["N2", "S1", "N1"]
    assert page.one("h1").text == "The examples people gave"
    assert page.find("ul", class_="bar") == []


def test_an_example_is_copied_with_one_press_and_agreed(client, neighbours, lead):
    quote = rating_of(neighbours.assessment, "N1", contributor=neighbours.bob)
    copied = post(client, neighbours, "N1", copy=str(quote.pk))
    assert copied.status_code == 302
    own = rating_of(neighbours.assessment, "N1")
    assert own.evidence == "Everybody: “They came with soup.”"
    assert "1 of 3 agreed" in page_of(client, neighbours).text
    assert "Agreed: ✓ Example given" in page_of(client, neighbours).text


def test_going_on_without_an_example_says_so(client, neighbours):
    answer = post(client, neighbours, "N2", evidence="  ", onward="yes")
    assert "Write the trust's example, then go on." in read(client.get(answer.url)).text


def test_an_example_whose_evidence_is_old_is_noted(client, neighbours, lead):
    own = rating_of(neighbours.assessment, "N1")
    own = actions.rate(rating=own, version=1, by=lead, evidence="They came with soup.")
    attach_link(rating=own, title="May", address="https://example.org", by=lead, dated_on=OLD)
    notes = read(client.get(at(neighbours, name="checks"))).one("main").text
    assert "N1 Its dated evidence is more than a year old." in notes
    assert "priorities" not in notes


def test_the_agreed_example_is_read_when_all_is_agreed(client, neighbours, lead):
    for code in ("N1", "N2", "S1"):
        own = rating_of(neighbours.assessment, code)
        actions.rate(rating=own, version=own.version, by=lead, evidence=f"What {code} is here.")
    actions.agree(assessment=neighbours.assessment, by=lead)
    page = page_of(client, neighbours, "N2")
    assert "What N2 is here." in page.text
    assert page.find("form", id="rating-form") == []


@pytest.mark.parametrize("slug", [TARGET, CHOICES, EXAMPLES])
def test_its_queries_stay_the_same_as_more_is_given(client, trust, lead, slug):
    def queries(code=None) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(at(made, code)).status_code == 200
        return len(captured)

    made = set_out(trust, lead, slug)
    code, *levels = made.assessment.tree.elements[0].code, *made.assessment.tree.level_by_code
    give(made, made.bob, code, *levels[:1], evidence="One.")
    made.moderate()
    queries(code)  # to have the framework in memory
    few = queries(), queries(code)
    made.reopen()
    target = {"target": made.assessment.tree.levels[0].pk} if slug == TARGET else {}
    for user in (made.cas, made.tia):
        give(made, user, code, *levels[-1:], evidence="More.", **target)
    made.moderate()
    assert (queries(), queries(code)) == few
    assert few[0] <= 10
    assert few[1] <= 10
    assert Response.objects.count() == 4
