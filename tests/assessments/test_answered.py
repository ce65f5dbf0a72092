"""What counts as answered is one thing everywhere: a level, or an example that is not blank."""

import pytest
from django.db.models import Count
from django.utils import timezone

from matcap.assessments import actions
from matcap.assessments.models import Rating, Response
from matcap.assessments.reading import ratings_to_give
from matcap.assessments.reminders import to_rate, unfinished
from matcap.trusts.roles import Role

from ..conftest import person, rating_of
from ..pages import read
from .kinds import CHOICES, EXAMPLES, TARGET, apart, at, give, post, together

BLANKS = ("", " ", "\n\t \u00a0")


def finish(made, user) -> None:
    for element in made.assessment.tree.elements:
        give(made, user, element.code, evidence="We saw it.")


def turnout(made) -> dict[str, int]:
    people = Response.objects.of_contributors(made.assessment)
    return {one.contributor.name.split()[0]: one.rated for one in people}


@pytest.mark.parametrize("blank", BLANKS)
def test_a_blank_example_answers_nothing(trust, lead, blank):
    made = apart(trust, EXAMPLES, lead)
    give(made, made.bob, "N1", evidence="They came with soup.")
    give(made, made.bob, "N1", evidence=blank)
    assert turnout(made) == {"Bob": 0, "Cas": 0, "Tia": 0}
    assert not Rating.objects.answered().exists()
    assert rating_of(made.assessment, "N1", contributor=made.bob).evidence == ""
    (mine,) = ratings_to_give(trust, made.bob)
    assert (mine.progress.rated, mine.next.code) == (0, "N1")


def test_an_example_counts_wherever_it_is_counted(trust, lead, sign_in):
    made = apart(trust, EXAMPLES, lead)
    give(made, made.bob, "N1", evidence="They came with soup.")
    assert turnout(made)["Bob"] == 1
    (mine,) = ratings_to_give(trust, made.bob)
    assert (mine.progress.rated, mine.next.code) == (1, "N2")
    (waiting,) = to_rate(made.bob, timezone.now())
    assert waiting.rated == 1
    page = read(sign_in(made.bob).get(at(made.assessment, "rate_mine", code="N1")))
    assert page.one("div", id="progress").text == "1 of 3 1 of 3 answered"
    chips = [chip.text for chip in page.one("aside").find("abbr")]
    assert chips == ["✓", "–", "–"]
    names = [chip.attrs["title"] for chip in page.one("aside").find("abbr")]
    assert names == ["Example given", "No example yet", "No example yet"]


def test_who_has_given_every_example_is_finished_and_not_reminded(trust, lead):
    made = apart(trust, EXAMPLES, lead)
    finish(made, made.bob)
    left = {response.contributor for response in unfinished(timezone.now())}
    assert left == {made.cas, made.tia}
    assert turnout(made)["Bob"] == 3


def test_evidence_alone_answers_no_element_that_has_levels(trust, lead):
    for slug, words in ((TARGET, "Still to rate: C1, C2"), (CHOICES, "Still to choose: D1, F1")):
        assessment = together(trust, slug, lead)
        for element in assessment.tree.elements:
            rating = rating_of(assessment, element.code)
            actions.rate(rating=rating, version=1, by=lead, evidence="We saw it.")
        with pytest.raises(actions.Unrated, match=words):
            actions.agree(assessment=assessment, by=lead)


def test_examples_are_agreed_once_each_element_has_one(trust, lead, sign_in):
    assessment = together(trust, EXAMPLES, lead)
    for code in ("N1", "N2"):
        rating = rating_of(assessment, code)
        actions.rate(rating=rating, version=1, by=lead, evidence="They came with soup.")
    said = "Still to answer: S1. You can agree when every element has an example."
    with pytest.raises(actions.Unrated, match=said):
        actions.agree(assessment=assessment, by=lead)
    overview = read(sign_in(lead).get(at(assessment, "assessment"))).text
    assert "It can be agreed when every element has an example." in overview
    assert "Vote in a workshop" not in overview
    post(sign_in(lead), at(assessment, "rate", code="S1"), evidence="They sweep on Mondays.")
    assert actions.agree(assessment=assessment, by=lead).is_agreed


def test_a_school_gives_examples_of_its_own(trust, lead, schools, sign_in):
    assessment = together(trust, EXAMPLES, lead, schools)
    sam = person(trust, "Sam School", Role.SCHOOL_LEAD, schools=schools[:1])
    address = at(assessment, "rate_school", school=schools[0].pk, code="N1")
    page = post(sign_in(sam), address, evidence="Class 3 wave at the bus.")
    assert page.one("h2", id="rating-heading").text == "Ashdown's own example for N1"
    rows = read(sign_in(lead).get(at(assessment, "assessment"))).text
    assert "Ashdown 1 of 3 answered" in rows
    assert "Birchfield 0 of 3 answered" in rows


def test_the_database_and_the_page_mean_the_same(trust, lead):
    """Each kind, with and without each part of an answer."""
    told = {}
    for slug in (TARGET, CHOICES, EXAMPLES):
        assessment = together(trust, slug, lead)
        first, second = assessment.tree.elements[:2]
        levels = [None, *(level.pk for level in assessment.tree.levels[:1])]
        for element, level in zip((first, second), levels, strict=False):
            rating = rating_of(assessment, element.code)
            actions.rate(rating=rating, version=1, by=lead, level=level, evidence="Seen.")
        for rating in Rating.objects.filter(response__assessment=assessment):
            sign = assessment.tree.sign(rating.level_id, rating.evidence)
            told[rating.pk] = sign is not None
    stored = set(Rating.objects.answered().values_list("pk", flat=True))
    assert {pk for pk, is_answered in told.items() if is_answered} == stored
    assert set(told.values()) == {True, False}
    assert Rating.objects.answered().aggregate(found=Count("pk"))["found"] == 3
