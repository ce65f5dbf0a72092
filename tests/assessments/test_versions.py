"""A new version of an instrument: what it continues, what is carried forward and compared."""

import re
from datetime import date

import pytest
from django.urls import reverse

from frameworks.loader import publish
from matcap.assessments import actions
from matcap.assessments.comparing import comparison
from matcap.assessments.models import Assessment, Rating
from matcap.assessments.offering import offer
from matcap.assessments.timeline import timeline
from matcap.assessments.versions import map_origins
from matcap.insights.reading import trusts_heat_map_of
from matcap.moderation.checks import notes
from matcap.moderation.reading import judged, standings
from matcap.reports.documents import board_pack, heat_map
from matcap.ui.refusal import Refused

from ..conftest import begin, rate, rate_all, rating_of
from ..frameworks.instruments import element, first_version, lined, second_version
from ..pages import body, read, sent

HTMX = {"HX-Request": "true"}
# What a form carries so that no other site can send it: another each time.
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": *"\w+"')
DROPPED = "Not compared: 2C Element 2C was dropped from the framework."


@pytest.fixture
def before(trust, lead):
    """Agreed in the first version: 1A R, 1B AR, 2A G, 2B R, 2C G; 1B with marks and a reason."""
    assessment = begin(trust, publish(first_version()), lead, title="Autumn 2025", year=2025)
    rate_all(assessment, lead, "R AR G R G")
    first, _, third = assessment.tree.element_by_code["1B"].strands
    levels = assessment.tree.level_by_code
    marks = {first.pk: levels["R"].pk, third.pk: levels["G"].pk}
    rate(assessment, "1B", "AR", lead, marks=marks, reason="Two of three say so.")
    return actions.agree(assessment=assessment, by=lead, on=date(2025, 11, 14))


@pytest.fixture
def second(before):
    return publish(second_version())


def start(trust, framework, lead, **terms):
    return actions.start(
        trust=trust,
        framework=framework,
        title="Autumn 2026",
        opened_on=date(2026, 9, 7),
        by=lead,
        **terms,
    )


@pytest.fixture
def draft(trust, second, lead):
    return start(trust, second, lead)


@pytest.fixture
def carried(trust, second, lead):
    """Open in the second version, with what has a home there carried forward."""
    draft = start(trust, second, lead, carries=True)
    return actions.open_assessment(assessment=draft, by=lead)


def at(assessment, name, **kwargs):
    kwargs |= {"trust": assessment.trust.slug, "assessment": assessment.pk}
    return reverse(name, kwargs=kwargs)


# ── what an assessment continues ──────────────────────────────────────────────────────────


def test_the_one_before_may_be_of_an_older_version(draft, before):
    assert draft.previous == before
    assert draft.origins == {"1A": "1A", "1B": "1B", "1C": "2A", "2B": "2B", "2D": ""}


def test_the_one_before_may_be_of_the_original_of_a_copy(trust, lead, before):
    own = lined("1.0", {"1": [element("1A", "i"), element("9Z", "i")]}, slug="own", title="Ours")
    copy = publish(own, owner=trust, follows=before.framework)
    assessment = start(trust, copy, lead)
    assert assessment.previous == before
    assert assessment.origins == {"1A": "1A", "9Z": ""}


def test_in_the_same_version_nothing_is_mapped(trust, lead, before):
    assessment = start(trust, before.framework, lead)
    assert (assessment.previous, assessment.origins) == (before, {})
    with pytest.raises(Refused, match="the same version"):
        map_origins(assessment=assessment, origins={"1A": ""}, by=lead)


def test_a_lead_corrects_what_an_element_continues(draft, lead):
    draft = map_origins(assessment=draft, origins={"2D": "2C", "1C": ""}, by=lead)
    assert draft.origins == {"1A": "1A", "1B": "1B", "1C": "", "2B": "2B", "2D": "2C"}
    said = draft.history.latest().history_change_reason
    assert said == "What elements continue: 1C was new, 2D was 2C."
    steps = draft.history.count()
    map_origins(assessment=draft, origins={"2D": "2C"}, by=lead)
    assert draft.history.count() == steps


@pytest.mark.parametrize("origins", [{"7Z": "1A"}, {"1A": "7Z"}])
def test_what_neither_version_has_is_refused(draft, lead, origins):
    with pytest.raises(Refused, match="Nothing was saved"):
        map_origins(assessment=draft, origins=origins, by=lead)


def test_once_open_it_stays_as_it_is(draft, lead):
    opened = actions.open_assessment(assessment=draft, by=lead)
    with pytest.raises(Refused, match="while it is set up"):
        map_origins(assessment=opened, origins={"2D": "2C"}, by=lead)


def test_starting_leads_to_what_changed_where_it_is_corrected(trust, second, lead, sign_in):
    client = sign_in(lead)
    form = {"framework": second.pk, "title": "Autumn 2026", "opened_on": "2026-09-07"}
    answer = client.post(reverse("start", args=[trust.slug]), form)
    draft = Assessment.objects.get(title="Autumn 2026")
    assert answer.url == at(draft, "what_changed")
    page = read(client.get(answer.url))
    assert page.one("h1").text == "What changed since version 1.0"
    assert [row.one("h2").text for row in page.one("ul", class_="origins").find("li")] == [
        f"{code} Element {name}"
        for code, name in (("1A", "1A"), ("1B", "1B"), ("1C", "2A"), ("2B", "2B"), ("2D", "2D"))
    ]
    assert "Strands: (i) is new, (ii) was (i), the old (ii) was dropped." in page.text
    assert [one.text for one in page.find("span", class_="look-at")] == [
        "reworded",
        "strands changed",
        "was 2A",
        "new",
    ]
    assert "2C Element 2C" in page.text
    corrected = sent(page.find("form")[-1]) | {"2D": "2C"}
    assert client.post(answer.url, corrected).url == answer.url
    draft.refresh_from_db()
    assert draft.origins["2D"] == "2C"
    assert client.post(answer.url, {"onward": "yes"}).url == at(draft, "assessment")
    draft.refresh_from_db()
    assert draft.origins["1A"] == "1A"  # what was not sent stays
    assert client.post(answer.url, corrected | {"2D": "7Z"}).status_code == 422


def test_there_is_no_such_page_within_one_version(before, lead, sign_in):
    assert sign_in(lead).get(at(before, "what_changed")).status_code == 404


# ── carried forward ───────────────────────────────────────────────────────────────────────


def test_what_has_a_home_is_carried_forward(carried):
    found = {
        code: (rating.level and rating.level.code, rating.evidence, rating.reason, rating.carried)
        for code in carried.tree.element_by_code
        for rating in [rating_of(carried, code)]
    }
    saw = "What we saw of {}.".format
    assert found == {
        "1A": ("R", saw("1A"), "", True),
        "1B": ("AR", saw("1B"), "Two of three say so.", True),
        "1C": ("G", saw("2A"), "", True),
        "2B": ("R", saw("2B"), "", True),
        "2D": (None, "", "", False),
    }


def test_marks_go_with_their_strands(carried):
    marks = rating_of(carried, "1B").marks.values_list("strand__position", "level__code")
    assert set(marks) == {(2, "R"), (3, "G")}


def test_carrying_is_told_in_the_history(carried, lead):
    (step,) = [step for step in timeline(rating_of(carried, "1C"), carried.tree) if step.rerated]
    assert (step.event, step.by, step.after.code) == (
        "Carried forward from Autumn 2025.",
        lead.name,
        "G",
    )


def test_nothing_is_carried_unless_asked_for(draft, lead):
    opened = actions.open_assessment(assessment=draft, by=lead)
    own = Rating.objects.filter(response__assessment=opened)
    assert {(one.level_id, one.evidence, one.carried) for one in own} == {(None, "", False)}


def test_within_one_version_it_is_carried_too(trust, before, lead):
    draft = start(trust, before.framework, lead, carries=True)
    opened = actions.open_assessment(assessment=draft, by=lead)
    assert rating_of(opened, "2C").level.code == "G"
    marks = rating_of(opened, "1B").marks.values_list("strand__position", "level__code")
    assert set(marks) == {(1, "R"), (3, "G")}


def test_levels_without_an_equivalent_are_not_carried(trust, before, lead):
    other = publish(second_version(**{"levels.1.code": "A"}))
    draft = start(trust, other, lead, carries=True)
    opened = actions.open_assessment(assessment=draft, by=lead)
    assert {one.level_id for one in Rating.objects.filter(response__assessment=opened)} == {None}
    found = comparison(opened)
    assert found.codes == {}
    assert found.gaps["1A"] == "not compared: the levels were others"
    assert found.left_out == (
        DROPPED,
        "Not compared: Autumn 2025 was rated on another scale.",
    )


def test_opened_again_it_carries_by_the_corrected_mapping(carried, lead):
    rate(carried, "1A", "G", lead)
    back = actions.reopen(assessment=carried, reason="2D is 2C.", by=lead)
    origins = {"2D": "2C", "1C": "", "1A": ""}
    again = actions.open_assessment(
        assessment=map_origins(assessment=back, origins=origins, by=lead), by=lead
    )
    assert rating_of(again, "2D").evidence == "What we saw of 2C."
    moved = rating_of(again, "1C")
    assert (moved.level, moved.evidence, moved.carried, moved.changed_at) == (None, "", False, None)
    assert timeline(moved, again.tree)[0].event == "No longer from Autumn 2025."
    assert rating_of(again, "1A").level.code == "G"  # somebody had looked at it


# ── marked for review ─────────────────────────────────────────────────────────────────────


def marks_on(page) -> dict[str, str]:
    shown = {
        one.attrs["id"].removeprefix("review-"): one.text
        for one in page.find("small", class_="look-at-all")
    }
    return {code: words for code, words in shown.items() if words}


def test_each_element_says_what_to_look_at_until_it_is_saved(carried, lead, sign_in):
    client, address = sign_in(lead), at(carried, "assessment")
    looked = "carried forward: not looked at yet"
    assert marks_on(read(client.get(address))) == {
        "1A": f"reworded {looked}",
        "1B": f"strands changed {looked}",
        "1C": f"was 2A {looked}",
        "2B": looked,
        "2D": "new",
    }
    rate(carried, "1A", "G", lead)
    rate(carried, "2D", "G", lead)
    page = read(client.get(address))
    assert marks_on(page).keys() == {"1B", "1C", "2B"}
    assert "Carried forward, and not looked at yet: 1B" in page.text


def test_still_right_is_a_press_and_a_step_of_the_history(carried, lead, sign_in):
    client, address = sign_in(lead), at(carried, "rate", code="2B")
    page = read(client.get(address))
    (button,) = [one for one in page.find("button") if one.text == "Still right"]
    form = sent(page.one("form", id="rating-form"), press=("still", "yes"))
    assert button.attrs["form"] == "rating-form"
    piece = read(client.post(address, form, headers=HTMX))
    assert piece.one("div", id="review").text == ""
    assert piece.one("small", id="review-2B").text == ""
    rating = rating_of(carried, "2B")
    assert (rating.carried, rating.level.code) == (False, "R")
    assert timeline(rating, carried.tree)[0].event == "Still right."
    assert "2B" not in marks_on(read(client.get(address)))


def test_an_autosave_that_says_nothing_new_is_no_look(carried, lead, sign_in):
    client, address = sign_in(lead), at(carried, "rate", code="2B")
    form = sent(read(client.get(address)).one("form", id="rating-form"))
    assert client.post(address, form, headers=HTMX).status_code == 200
    assert rating_of(carried, "2B").carried


def test_a_mark_alone_is_a_look(carried, lead):
    strand = carried.tree.element_by_code["2B"].strands[0].pk
    steps = rating_of(carried, "2B").history.count()
    rate(carried, "2B", "R", lead, marks={strand: carried.tree.levels[0].pk})
    assert not rating_of(carried, "2B").carried
    assert rating_of(carried, "2B").history.count() == steps


def test_the_checks_before_agreeing_name_what_nobody_looked_at(carried, lead):
    rate(carried, "2D", "G", lead, evidence="Seen.")
    found = notes(carried.tree, judged(carried), date(2026, 11, 1))
    carried_on = [note.element.code for note in found if "not looked at yet" in note.sentence]
    assert carried_on == ["1A", "1B", "1C", "2B"]
    assert actions.agree(assessment=carried, by=lead).is_agreed  # they never block


def test_in_moderation_what_is_carried_is_not_agreed_yet(carried, lead):
    rate(carried, "1A", "R", lead, reason="It is the same.")
    agreed = {one.element.code: one.agreed for one in standings(carried)}
    assert [code for code, level in agreed.items() if level] == ["1A"]


# ── compared ──────────────────────────────────────────────────────────────────────────────


def test_the_heat_map_crosses_versions_and_says_where_it_cannot(draft, lead, sign_in):
    opened = actions.open_assessment(assessment=draft, by=lead)
    rate_all(opened, lead, "G AR AR R R")
    shown = trusts_heat_map_of(opened)
    assert [
        (cell.element.code, cell.before and cell.before.code, cell.change and cell.change.value)
        for cell in shown.cells
    ] == [
        ("1A", "R", "▲"),
        ("1B", "AR", "="),
        ("1C", "G", "▼"),
        ("2B", "R", "="),
        ("2D", None, None),
    ]
    client = sign_in(lead)
    page = read(client.get(at(opened, "heat_map")))
    assert "new: no earlier rating" in page.one("table", class_="heat-map").text
    assert page.one("p", class_="not-compared").text == DROPPED
    rows = client.get(at(opened, "heat_map_csv")).content.decode().splitlines()
    assert rows[3].endswith("AR,Amber Red,G,weaker")
    assert rows[5].endswith("R,Red,,new: no earlier rating")


def test_the_papers_cross_versions(draft, lead):
    opened = actions.open_assessment(assessment=draft, by=lead)
    rate_all(opened, lead, "G AR AR R R")
    for document in (board_pack, heat_map):
        page = document(opened.trust, opened, on=date(2026, 11, 1)).html
        assert DROPPED in page
        assert "new: no earlier rating" in page
        assert "from G" in page
    before = board_pack(opened.trust, opened, on=date(2026, 11, 1)).fingerprint
    Assessment.objects.filter(pk=opened.pk).update(origins=opened.origins | {"2D": "2C"})
    opened.refresh_from_db()
    assert board_pack(opened.trust, opened, on=date(2026, 11, 1)).fingerprint != before


def test_the_rating_page_shows_what_the_element_was(draft, lead, sign_in):
    client, opened = sign_in(lead), actions.open_assessment(assessment=draft, by=lead)
    moved = read(client.get(at(opened, "rate", code="1C"))).text
    assert "Autumn 2025: G Green" in moved
    new = read(client.get(at(opened, "rate", code="2D"))).text
    assert "Autumn 2025: new: no earlier rating" in new


def test_two_steps_are_noted_across_versions(draft, lead):
    opened = actions.open_assessment(assessment=draft, by=lead)
    rate(opened, "1C", "R", lead)
    said = [note.sentence for note in notes(opened.tree, judged(opened), date(2026, 11, 1))]
    assert "Green before, Red now: the reason is not written yet." in said


# ── the version before stays as it was ────────────────────────────────────────────────────


def test_an_old_assessments_pages_and_papers_stay_as_they_were(trust, before, lead, board, sign_in):
    names = ("assessment", "heat_map", "heat_map_csv", "checks", "plan")
    papers = ("rubric_pdf", "heat_map_pdf", "priorities_pdf", "board_pack")
    paths = [at(before, name) for name in (*names, *papers)]
    paths += [at(before, "rate", code=code) for code in before.tree.element_by_code]
    paths.append(reverse("rubric", args=[trust.slug, "lined", "1.0"]))

    def answers():
        return {
            (who.name, path): (page.status_code, TOKEN.sub(b"", body(page)))
            for who in (lead, board)
            for client in [sign_in(who)]
            for path in paths
            for page in [client.get(path)]
        }

    old = answers()
    later = start(trust, publish(second_version()), lead, carries=True)
    later = actions.open_assessment(assessment=later, by=lead)
    rate_all(later, lead, "G G G G G")
    new = answers()
    assert len(old) == 30
    for (who, path), answer in old.items():
        assert new[who, path] == answer, (who, path)


# ── what a trust is offered ───────────────────────────────────────────────────────────────


def test_a_trust_is_offered_the_newest_version(trust, rival, before, second, lead):
    assert offer(rival).labels == {second.pk: "The lined"}
    assert offer(trust).labels == {
        before.framework_id: "The lined, version 1.0",
        second.pk: "The lined, version 2.0",
    }
    assert (offer(rival).has_last_time, offer(trust).has_last_time) == (False, True)


def test_having_used_the_newer_it_is_offered_no_older(trust, draft, second):
    assert offer(trust).labels == {second.pk: "The lined"}
