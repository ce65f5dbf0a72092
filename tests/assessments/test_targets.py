"""A target besides a level: where we are now, and where we need to be."""

import pytest

from matcap.assessments import actions
from matcap.ui.refusal import Refused

from ..conftest import rate, rating_of
from ..pages import read
from .kinds import CHOICES, HTMX, TARGET, apart, at, form_at, give, post, together


@pytest.fixture
def choir(trust, lead):
    return together(trust, TARGET, lead)


def rows(page) -> dict[str, str | None]:
    """The chosen code of each row of levels of a rating page, by what heads it."""
    form = page.one("form", id="rating-form")
    found = {}
    for row in form.find("fieldset", class_="levels"):
        (chosen,) = [one for one in row.find("input") if "checked" in one.attrs]
        found[row.one("legend").text] = chosen.attrs["value"]
    return found


def test_both_are_given_on_the_page_and_stay(choir, lead, sign_in):
    client, address = sign_in(lead), at(choir, "rate", code="C2")
    page = read(client.get(address))
    assert rows(page) == {"Where we are now": "", "Where we need to be": ""}
    page = post(client, address, level="SING", target="SOAR")
    assert rows(page) == {"Where we are now": "SING", "Where we need to be": "SOAR"}
    own = rating_of(choir, "C2")
    assert (own.level.code, own.target_level.code) == ("SING", "SOAR")


@pytest.mark.parametrize("kind", ["rate_mine", "rate_school", "rate_view"])
def test_contributors_schools_and_views_give_them_too(trust, lead, schools, sign_in, kind):
    made = apart(trust, TARGET, lead, schools)
    who, school = {
        "rate_mine": (made.bob, {}),
        "rate_school": (made.sam, {"school": schools[0].pk}),
        "rate_view": (lead, {"school": schools[0].pk}),
    }[kind]
    address = at(made.assessment, kind, **school, code="C1")
    page = post(sign_in(who), address, level="HUM", target="PARTS")
    assert rows(page) == {"Where we are now": "HUM", "Where we need to be": "PARTS"}


def test_only_what_is_sent_is_written_and_it_can_be_taken_back(choir, lead, sign_in):
    client, address = sign_in(lead), at(choir, "rate", code="C1")
    rate(choir, "C1", "HUM", lead, evidence="Kept.")
    client.post(address, {"version": "2", "target": "PARTS"}, headers=HTMX)
    own = rating_of(choir, "C1")
    assert (own.level.code, own.target_level.code, own.evidence) == ("HUM", "PARTS", "Kept.")
    client.post(address, {"version": "3", "target": ""}, headers=HTMX)
    assert rating_of(choir, "C1").target_level is None


def test_it_is_optional_and_no_answer_by_itself(choir, lead):
    soar = choir.tree.level_by_code["SOAR"].pk
    rate(choir, "C1", None, lead, target=soar)
    rate(choir, "C2", "SING", lead)
    with pytest.raises(actions.Unrated, match="Still to rate: C1"):
        actions.agree(assessment=choir, by=lead)
    rate(choir, "C1", "SING", lead)
    assert actions.agree(assessment=choir, by=lead).is_agreed


def test_a_level_of_another_framework_is_no_target(choir, framework, lead, sign_in):
    other = framework.levels.first().pk
    own = rating_of(choir, "C1")
    with pytest.raises(Refused, match="not part of this framework"):
        actions.rate(rating=own, version=1, by=lead, target=other)
    sent = {"version": "1", "target": "R"}
    answer = sign_in(lead).post(at(choir, "rate", code="C1"), sent, headers=HTMX)
    assert answer.status_code == 422
    assert rating_of(choir, "C1").version == 1


def test_a_framework_without_targets_takes_none(trust, lead, sign_in):
    decisions = together(trust, CHOICES, lead)
    level = decisions.tree.levels[0].pk
    own = rating_of(decisions, "D1")
    with pytest.raises(Refused, match="asks for no target"):
        actions.rate(rating=own, version=1, by=lead, target=level)
    client, address = sign_in(lead), at(decisions, "rate", code="D1")
    assert "target" not in form_at(client, address)


def test_a_stale_save_shows_both_and_writes_neither(choir, lead, contributor, sign_in):
    client, address = sign_in(lead), at(choir, "rate", code="C1")
    form = form_at(client, address)
    parts = choir.tree.level_by_code["PARTS"].pk
    rate(choir, "C1", "HUM", contributor, target=parts)
    answer = client.post(address, form | {"level": "HUM", "target": "SOAR"})
    assert answer.status_code == 409
    panel = read(answer).one("section", id="conflict-panel")
    saved, mine = panel.one("div", class_="two-up").find("div")
    assert "Where we need to be: PARTS In parts" in saved.text
    assert "Where we need to be: SOAR Soaring" in mine.text
    assert rating_of(choir, "C1").target_level_id == parts
    both = form | {"target": "", "both": "2", "evidence": "Mine."}
    client.post(address, both)
    own = rating_of(choir, "C1")
    assert (own.target_level_id, own.level.code, own.evidence) == (parts, "HUM", "Mine.")


def test_its_history_says_from_what_to_what(choir, lead, sign_in):
    levels = choir.tree.level_by_code
    rate(choir, "C1", "HUM", lead, target=levels["SING"].pk)
    rate(choir, "C1", "HUM", lead, target=levels["SOAR"].pk)
    address = at(choir, "rate", code="C1") + "?part=history"
    newest, first, *_ = read(sign_in(lead).get(address)).one("ol").find("li")
    assert "Where we need to be: SING Singing →to SOAR Soaring" in newest.text
    assert "Where we are now" not in newest.text
    assert "Where we are now: – Not rated →to HUM Humming" in first.text
    assert "Where we need to be: – Not set →to SING Singing" in first.text


def test_who_only_reads_sees_both(choir, lead, board, sign_in):
    rate(choir, "C1", "HUM", lead, target=choir.tree.level_by_code["SOAR"].pk)
    rate(choir, "C2", "SING", lead)
    actions.agree(assessment=choir, by=lead)
    pages = [read(sign_in(board).get(at(choir, "rate", code=code))) for code in ("C1", "C2")]
    assert "Where we are now: HUM Humming, few sing" in pages[0].text
    assert "Where we need to be: SOAR Soaring" in pages[0].text
    assert "Where we need to be: – Not set" in pages[1].text


def test_an_element_without_strands_has_its_note_and_no_section_of_them(choir, lead, sign_in):
    page = read(sign_in(lead).get(at(choir, "rate", code="C2")))
    assert "Listen from the back row before you choose." in page.text
    assert "strand" not in page.one("main").text
    assert page.one("div", id="suggestion").text == ""


def test_a_rating_leads_to_its_row_in_the_plan(choir, lead, sign_in):
    client = sign_in(lead)
    link = at(choir, "priority_of", code="C1")
    page = read(client.get(at(choir, "rate", code="C1")))
    assert [a.attrs["href"] for a in page.find("a") if "See the plan" in a.text] == [link]
    assert client.get(link).url == at(choir, "plan")
    element = choir.tree.element_by_code["C1"].pk
    client.post(at(choir, "add_priority"), {"element": element})
    row = client.get(link).url.partition("#")[2]
    assert "C1" in read(client.get(at(choir, "plan"))).one("tr", id=row).text
    assert client.get(at(choir, "priority_of", code="C9")).status_code == 404


def test_another_persons_target_is_nobody_elses_before_moderation(trust, lead, sign_in):
    made = apart(trust, TARGET, lead)

    def told() -> list[str]:
        paths = [at(made.assessment, "rate_mine", code="C1"), at(made.assessment, "assessment")]
        paths += [at(made.assessment, "rate", code="C1"), at(made.assessment, "heat_map")]
        return [read(sign_in(made.cas).get(path)).text for path in paths]

    give(made, made.bob, "C1", "HUM")
    before = told()
    give(made, made.bob, "C1", target=made.assessment.tree.level_by_code["SOAR"].pk)
    assert told() == before
    mine = read(sign_in(made.bob).get(at(made.assessment, "rate_mine", code="C1")))
    assert rows(mine)["Where we need to be"] == "SOAR"
