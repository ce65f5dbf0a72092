"""Where the source would put an element is told to who has chosen, and to nobody before."""

import pytest
from django.urls import reverse

from matcap.assessments import actions
from matcap.trusts.roles import Role

from ..addresses import addresses_of
from ..conftest import person, rate
from ..house import furnish
from ..pages import body, read
from ..papers import keep_as_html
from ..visits import signed_in
from .kinds import CHOICES, GUIDE, HTMX, apart, at, give, post, together


def says_guide(client, path: str, **headers) -> bool:
    """Whether the answer at an address holds the guide's words."""
    return GUIDE.encode() in body(client.get(path, headers=headers))


@pytest.fixture
def made(trust, lead, schools):
    return apart(trust, CHOICES, lead, schools)


def to_read(house, codes) -> list[str]:
    """Every address that is read in a trust, and those of its open round of choices."""
    apart_at = [house.trust.slug, house.apart.pk]
    mine = [reverse("rate_mine", args=[*apart_at, code]) for code in codes]
    trusts = [reverse("rate", args=[*apart_at, code]) for code in codes]
    rubric = reverse("rubric", args=[house.trust.slug, CHOICES, "3"])
    paths = [row.at(house.trust) for row in addresses_of(house) if row.read]
    paths += [f"{path}?part=history" for path in (*mine, *trusts)]
    return list(dict.fromkeys([*paths, *mine, *trusts, rubric]))


def test_it_is_on_no_page_that_a_contributor_reaches_before(db):
    house = furnish("Fernleigh Trust")
    keep_as_html(house.agreed, house.open, house.apart)
    codes = [element.code for element in house.apart.tree.elements]
    assert all(element.guide for element in house.apart.tree.elements)
    newcomer = person(house.trust, "Nia Newcomer", Role.CONTRIBUTOR)
    paths = to_read(house, codes)
    chose = reverse("rate_mine", args=[house.trust.slug, house.apart.pk, codes[0]])
    # Bob has chosen for the first element, and is told of that one alone.
    for user, expected in ((house.contributor, {chose}), (newcomer, set())):
        client = signed_in(user)
        told = {path for path in paths for how in ({}, HTMX) if says_guide(client, path, **how)}
        assert told == expected


def test_it_comes_with_the_answer_to_the_choice_and_stays(made, sign_in):
    client, address = sign_in(made.bob), at(made.assessment, "rate_mine", code="D1")
    assert not says_guide(client, address)
    words = client.post(address, {"version": "1", "evidence": "Buses."}, headers=HTMX)
    assert GUIDE not in words.content.decode()
    piece = read(client.post(address, {"version": "2", "level": "SET"}, headers=HTMX))
    said = "The source would put this under Align. It is a guide, not a rule."
    assert piece.one("div", id="guide").text == said
    assert read(client.get(address)).one("div", id="guide").text == said


def test_it_goes_when_the_choice_is_taken_back(made, sign_in):
    client, address = sign_in(made.bob), at(made.assessment, "rate_mine", code="D1")
    client.post(address, {"version": "1", "level": "SET"}, headers=HTMX)
    piece = read(client.post(address, {"version": "2", "level": ""}, headers=HTMX))
    assert piece.one("div", id="guide").text == ""
    assert not says_guide(client, address)


def test_without_javascript_it_is_on_the_next_page(made, sign_in):
    page = post(sign_in(made.bob), at(made.assessment, "rate_mine", code="F1"), level="SET")
    assert "The source would put this under Autonomy." in page.text


def test_a_save_that_is_refused_does_not_tell(made, sign_in):
    client, address = sign_in(made.bob), at(made.assessment, "rate_mine", code="D1")
    give(made, made.bob, "D1", evidence="Newer.")
    for headers in ({}, HTMX):
        sent = {"version": "1", "level": "SET", "evidence": "Older."}
        answer = client.post(address, sent, headers=headers)
        assert answer.status_code == 409
        assert GUIDE not in answer.content.decode()
        wrong = client.post(address, {"version": "2", "level": "NONE"}, headers=headers)
        assert wrong.status_code == 422
        assert GUIDE not in wrong.content.decode()


def test_one_persons_choice_does_not_tell_another(made, sign_in):
    give(made, made.bob, "D1", "SET")
    for user in (made.cas, made.lead):
        assert not says_guide(sign_in(user), at(made.assessment, "rate", code="D1"))
    assert not says_guide(sign_in(made.cas), at(made.assessment, "rate_mine", code="D1"))


def test_for_the_trusts_own_choice_it_is_the_trusts_that_counts(
    trust, lead, contributor, board, sign_in
):
    decisions = together(trust, CHOICES, lead)
    address = at(decisions, "rate", code="D1")
    assert not says_guide(sign_in(contributor), address)
    rate(decisions, "D1", "FREE", lead)
    assert says_guide(sign_in(contributor), address)
    rate(decisions, "F1", "FREE", lead)
    actions.agree(assessment=decisions, by=lead)
    assert says_guide(sign_in(board), address)


@pytest.mark.parametrize("kind", ["rate_school", "rate_view"])
def test_a_school_and_the_view_of_it_each_have_their_own(made, sign_in, kind):
    who = {"rate_school": made.sam, "rate_view": made.lead}[kind]
    client = sign_in(who)
    address = at(made.assessment, kind, school=made.schools[0].pk, code="D1")
    assert not says_guide(client, address)
    assert GUIDE in post(client, address, level="LINE").text


def test_the_page_names_the_choices_with_their_meanings_and_fits_its_words(made, sign_in):
    page = read(sign_in(made.bob).get(at(made.assessment, "rate_mine", code="D1")))
    row = page.one("fieldset", class_="levels unordered")
    assert [label.text for label in row.find("label")] == [
        "SET Standardise one way for every school",
        "LINE Align one aim, and each school's own way",
        "FREE Autonomy",
        "Not chosen",
    ]
    assert page.one("h2", id="rating-heading").text == "Your choice for D1"
    assert "0 of 2 chosen" in page.text
    assert "Not rated" not in page.text
    assert "weak" not in page.one("main").text
