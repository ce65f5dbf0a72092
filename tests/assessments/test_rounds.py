"""People rate separately: who rates, the moves from state to state, and what each refuses."""

import datetime

import pytest
from django.urls import reverse

from matcap.assessments import actions
from matcap.assessments.evidence import attach_link
from matcap.assessments.models import Assessment, Rating, Response
from matcap.trusts.actions import grant_role, make_group, remove_member
from matcap.trusts.roles import Role
from matcap.ui.refusal import Refused

from ..conftest import begin, rate_all, rating_of
from ..house import instruments
from ..pages import read, sent


@pytest.fixture
def executives(trust, lead):
    return make_group(trust=trust, name="Executives", by=lead)


@pytest.fixture
def trustees(trust, lead):
    return make_group(trust=trust, name="Trustees", by=lead)


@pytest.fixture
def draft(trust, framework, lead, schools) -> Assessment:
    """Set up to be rated separately; nobody is chosen yet."""
    return actions.start(
        trust=trust,
        framework=framework,
        title="Autumn 2026",
        opened_on=datetime.date(2026, 9, 7),
        schools=schools,
        rated_apart=True,
        by=lead,
    )


@pytest.fixture
def apart(draft, lead, contributor, board, executives, trustees) -> Assessment:
    """Open: Bob rates with the executives, Bea with the trustees."""
    choose(draft, lead, {contributor: executives, board: trustees})
    return actions.open_assessment(assessment=draft, by=lead)


def choose(assessment, by, groups, shows_names=False) -> Assessment:
    return actions.choose_contributors(
        assessment=assessment,
        groups={user.pk: group for user, group in groups.items()},
        shows_names=shows_names,
        by=by,
    )


def who(assessment) -> dict[str, str]:
    """Who rates, and in which group."""
    found = Response.objects.of_contributors(assessment)
    return {one.contributor.name: one.group.name for one in found}


def give(assessment, user, code="1A", level="AG", **touched) -> Rating:
    """Rate an element as a contributor."""
    rating = rating_of(assessment, code, contributor=user)
    chosen = assessment.tree.level_by_code[level].pk
    return actions.rate(rating=rating, version=rating.version, by=user, level=chosen, **touched)


def mine(assessment, code="1A") -> str:
    return reverse("rate_mine", args=[assessment.trust.slug, assessment.pk, code])


def page_of(assessment, name, *args) -> str:
    return reverse(name, args=[assessment.trust.slug, assessment.pk, *args])


# ── who rates ─────────────────────────────────────────────────────────────────────────────


def test_contributors_are_chosen_moved_and_left_out(
    draft, lead, contributor, board, executives, trustees
):
    after = choose(draft, lead, {contributor: executives, board: trustees, lead: None}, True)
    assert who(draft) == {"Bob Contributor": "Executives", "Bea Board": "Trustees"}
    assert after.shows_names
    assert after.history.first().history_change_reason == "Who rates was changed."
    codes = Rating.objects.filter(response__contributor=board).values_list("element__code")
    assert codes.count() == 12
    choose(draft, lead, {contributor: trustees, board: None})
    assert who(draft) == {"Bob Contributor": "Trustees"}
    assert not Rating.objects.filter(response__contributor=board).exists()
    choose(draft, lead, {board: executives})
    assert who(draft) == {"Bob Contributor": "Trustees", "Bea Board": "Executives"}


def test_who_has_begun_may_change_group_and_is_not_left_out(
    apart, lead, contributor, board, trustees
):
    kept = give(apart, contributor, evidence="Mine.")
    with pytest.raises(Refused, match="Bob Contributor has begun to rate"):
        choose(apart, lead, {contributor: None, board: None})
    assert who(apart) == {"Bob Contributor": "Executives", "Bea Board": "Trustees"}
    choose(apart, lead, {contributor: trustees, board: None})
    assert who(apart) == {"Bob Contributor": "Trustees"}
    assert rating_of(apart, "1A", contributor=contributor).pk == kept.pk


def test_who_has_put_a_link_behind_a_rating_has_begun(apart, lead, contributor, board):
    link = {"title": "Survey", "address": "https://example.org/june"}
    rating = rating_of(apart, "1A", contributor=contributor)
    attach_link(rating=rating, by=contributor, **link)
    give(apart, board)
    with pytest.raises(Refused, match="Bob Contributor and Bea Board have begun"):
        choose(apart, lead, {contributor: None, board: None})
    assert rating.items.count() == 1


def test_only_the_trusts_own_people_and_groups_are_chosen(
    draft, lead, contributor, rival, rival_lead, executives
):
    theirs = make_group(trust=rival, name="Executives", by=rival_lead)
    for groups in ({rival_lead: executives}, {contributor: theirs}, {rival_lead: None}):
        with pytest.raises(Refused, match="this trust's own people and groups"):
            choose(draft, lead, groups)
    assert who(draft) == {}


def test_nobody_is_chosen_where_people_rate_together_or_rating_is_over(
    trust, lead, contributor, apart, executives
):
    together = begin(trust, instruments()["who-decides"], lead, title="Together")
    with pytest.raises(Refused, match="rate this assessment together"):
        choose(together, lead, {contributor: executives})
    actions.moderate(assessment=apart, by=lead)
    with pytest.raises(Refused, match="Go back to rating"):
        choose(apart, lead, {lead: executives})


def test_a_lead_chooses_on_the_page(sign_in, draft, lead, contributor, board, executives):
    grant_role(trust=draft.trust, user=board, role=Role.BOARD, group=executives)
    client, address = sign_in(lead), page_of(draft, "who_rates")
    (form,) = [one for one in read(client.get(address)).find("form") if one.find("select")]
    offered = sent(form)
    assert offered[f"group-{board.pk}"] == [str(executives.pk)], "as their membership says"
    assert offered[f"group-{contributor.pk}"] == [""]
    chosen = offered | {f"group-{contributor.pk}": [str(executives.pk)], "shows_names": ["yes"]}
    answer = client.post(address, chosen, follow=True)
    assert "Saved: 2 people rate in 1 group." in read(answer).text
    assert who(draft) == {"Bea Board": "Executives", "Bob Contributor": "Executives"}
    wrong = client.post(address, {f"group-{board.pk}": "999999"})
    assert wrong.status_code == 422
    assert "Choose Bea Board's group again." in read(wrong).text
    assert who(draft) == {"Bea Board": "Executives", "Bob Contributor": "Executives"}


def test_the_page_tells_that_somebody_has_begun(sign_in, apart, lead, contributor):
    give(apart, contributor)
    answer = sign_in(lead).post(page_of(apart, "who_rates"), {f"group-{contributor.pk}": ""})
    assert answer.status_code == 422
    assert "Bob Contributor has begun to rate." in read(answer).text


def test_without_groups_the_page_leads_to_them(sign_in, draft, lead):
    page = read(sign_in(lead).get(page_of(draft, "who_rates")))
    assert "Make the groups first" in page.text
    assert page.find("select") == []


# ── the moves ─────────────────────────────────────────────────────────────────────────────


def test_the_way_there_and_back(apart, lead):
    moved = actions.moderate(assessment=apart, by=lead)
    assert moved.in_moderation
    rate_all(moved, lead)
    assert actions.agree(assessment=moved, by=lead).is_agreed
    for state in ("moderation", "open", "draft"):
        back = actions.reopen(assessment=apart, reason=f"To {state}.", by=lead)
        assert back.state == state
    with pytest.raises(Refused, match="no step to go back to"):
        actions.reopen(assessment=apart, reason="Further.", by=lead)
    events = [row.history_change_reason for row in back.history.order_by("history_id")]
    assert events == [
        "The assessment was started.",
        "Who rates was changed.",
        "The assessment was opened.",
        "Moderation began.",
        "The assessment was agreed.",
        "Reopened: To moderation.",
        "Back to open: To open.",
        "Back to being set up: To draft.",
    ]


def test_each_move_is_refused_out_of_its_turn(trust, framework, lead, draft, contributor):
    executives = make_group(trust=trust, name="Executives", by=lead)
    for move in (actions.moderate, actions.agree):
        with pytest.raises(Refused):
            move(assessment=draft, by=lead)
    with pytest.raises(Refused, match="Choose who rates before"):
        actions.open_assessment(assessment=draft, by=lead)
    choose(draft, lead, {contributor: executives})
    actions.open_assessment(assessment=draft, by=lead)
    with pytest.raises(Refused, match="open already"):
        actions.open_assessment(assessment=draft, by=lead)
    with pytest.raises(Refused, match="after moderation"):
        actions.agree(assessment=draft, by=lead)
    actions.moderate(assessment=draft, by=lead)
    with pytest.raises(Refused, match="Only an open assessment"):
        actions.moderate(assessment=draft, by=lead)
    with pytest.raises(actions.Unrated, match="Still to rate: 1A"):
        actions.agree(assessment=draft, by=lead)
    assert Assessment.objects.get(pk=draft.pk).in_moderation


def test_what_is_rated_together_has_no_moderation(assessment, lead):
    with pytest.raises(Refused, match="rate separately goes to moderation"):
        actions.moderate(assessment=assessment, by=lead)


def test_going_back_takes_a_reason(apart, lead):
    actions.moderate(assessment=apart, by=lead)
    with pytest.raises(Refused, match="Say why"):
        actions.reopen(assessment=apart, reason=" ", by=lead)
    assert Assessment.objects.get().in_moderation


@pytest.mark.parametrize("name", ["open_assessment", "moderate", "agree", "reopen"])
def test_only_leads_move_it(sign_in, apart, contributor, board, name):
    for user in (contributor, board):
        answer = sign_in(user).post(page_of(apart, name), {"reason": "Because."})
        assert answer.status_code == 403
    assert Assessment.objects.get().is_open


def test_the_way_through_the_pages(sign_in, draft, lead, contributor, executives):
    client = sign_in(lead)
    overview = page_of(draft, "assessment")
    refused = client.post(page_of(draft, "open_assessment"), follow=True)
    assert "Choose who rates before you open it." in read(refused).text
    choose(draft, lead, {contributor: executives})
    assert "1 person rates separately" in read(client.get(overview)).text
    opened = client.post(page_of(draft, "open_assessment"), follow=True)
    assert "Autumn 2026 is open." in read(opened).text
    assert "0 of 1 have finished; 0 are part of the way, 1 has not begun." in read(opened).text
    give(draft, contributor)
    assert "1 is part of the way, 0 have not begun." in read(client.get(overview)).text
    client.post(page_of(draft, "moderate"))
    sent = {"reason": "A head was missing.", "at": "moderation"}
    back = client.post(page_of(draft, "reopen"), sent, follow=True)
    assert "Autumn 2026 is open again." in read(back).text
    again = client.post(page_of(draft, "reopen"), sent)
    assert "It has moved on since you opened this page." in read(again).text
    assert Assessment.objects.get(pk=draft.pk).is_open
    back = client.post(page_of(draft, "reopen"), sent | {"at": "open"}, follow=True)
    assert "Autumn 2026 is being set up again." in read(back).text


# ── rating ────────────────────────────────────────────────────────────────────────────────


def test_nobody_rates_a_draft(draft, lead, contributor, executives, sign_in, schools):
    choose(draft, lead, {contributor: executives})
    for of in ({"contributor": contributor}, {"kind": "trust"}):
        rating = rating_of(draft, "1A", **of)
        with pytest.raises(Refused, match="still being set up"):
            actions.rate(rating=rating, version=1, by=lead, evidence="Early.")
    assert sign_in(contributor).get(mine(draft)).status_code == 404


def test_the_trusts_ratings_wait_for_moderation(apart, lead, contributor, sign_in):
    address = page_of(apart, "rate", "1A")
    data = {"version": "1", "level": "AG"}
    assert sign_in(contributor).post(address, data).status_code == 403
    answer = sign_in(lead).post(address, data)
    assert answer.status_code == 409
    assert "agreed in moderation" in read(answer).text
    actions.moderate(assessment=apart, by=lead)
    assert sign_in(contributor).post(address, data | {"version": "1"}).status_code == 403
    assert sign_in(lead).post(address, data).status_code == 302
    assert rating_of(apart, "1A").level.code == "AG"


def test_a_board_member_rates_their_own_and_sees_nothing_else(apart, board, contributor, sign_in):
    give(apart, contributor, evidence="Bob's words.")
    client, trust = sign_in(board), apart.trust
    home = read(client.get(reverse("trust", args=[trust.slug])))
    link = home.one("section", aria_labelledby="mine-heading").one("a", class_="btn btn-primary")
    assert link.attrs["href"] == mine(apart)
    form = sent(read(client.get(mine(apart))).one("form", id="rating-form"))
    saved = client.post(mine(apart), form | {"level": ["G"], "evidence": ["Minutes."]})
    assert saved.status_code == 302
    rating = rating_of(apart, "1A", contributor=board)
    assert (rating.level.code, rating.evidence, rating.changed_by) == ("G", "Minutes.", board)
    link = {"title": "Minutes", "address": "https://example.org/minutes"}
    assert client.post(reverse("attach_link", args=[trust.slug, rating.pk]), link).url == (
        f"{mine(apart)}#links-and-files"
    )
    bobs = rating_of(apart, "1A", contributor=contributor)
    assert client.post(reverse("attach_link", args=[trust.slug, bobs.pk]), link).status_code == 404
    shut = [page_of(apart, name) for name in ("assessment", "heat_map", "plan")]
    shut.append(page_of(apart, "rate", "1A"))
    assert [client.get(path).status_code for path in shut] == [404] * 4
    assert "Go on with 1B" in read(client.get(reverse("trust", args=[trust.slug]))).text


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["form", "htmx"])
def test_a_save_that_comes_after_moderation_began_is_told(
    apart, lead, contributor, sign_in, headers
):
    give(apart, contributor, evidence="In time.")
    actions.moderate(assessment=apart, by=lead)
    data = {"version": "2", "evidence": "Too late."}
    answer = sign_in(contributor).post(mine(apart), data, headers=headers)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Rating is over: the trust is in moderation now." in page
    assert "Too late." in page or headers
    assert rating_of(apart, "1A", contributor=contributor).evidence == "In time."


def test_a_save_on_its_way_while_moderation_begins_is_told(apart, lead, contributor):
    read_before = rating_of(apart, "1A", contributor=contributor)
    actions.moderate(assessment=apart, by=lead)
    with pytest.raises(actions.Stale):
        actions.rate(
            rating=read_before, version=read_before.version, by=contributor, evidence="Late."
        )


def test_what_a_contributor_gave_is_theirs_again_after_going_back(apart, lead, contributor):
    give(apart, contributor, level="R")
    actions.moderate(assessment=apart, by=lead)
    actions.reopen(assessment=apart, reason="Too soon.", by=lead)
    give(apart, contributor, level="G")
    assert rating_of(apart, "1A", contributor=contributor).level.code == "G"


def test_a_removed_members_response_is_kept(apart, lead, board, sign_in):
    give(apart, board, evidence="Minutes.")
    remove_member(membership=board.memberships.get(), by=lead)
    assert sign_in(board).get(mine(apart)).status_code == 404
    assert who(apart)["Bea Board"] == "Trustees"
    choose(apart, lead, {lead: None})
    actions.moderate(assessment=apart, by=lead)
    assert rating_of(apart, "1A", contributor=board).evidence == "Minutes."


def test_a_level_of_another_scale_is_refused(apart, contributor, sign_in):
    answer = sign_in(contributor).post(mine(apart), {"version": "1", "level": "FREE"})
    assert answer.status_code == 422
    assert "not on this framework's scale" in read(answer).text
    other = begin(apart.trust, instruments()["who-decides"], contributor, title="Other")
    with pytest.raises(Refused, match="not part of this framework"):
        actions.rate(
            rating=rating_of(apart, "1A", contributor=contributor),
            version=1,
            by=contributor,
            level=other.tree.levels[0].pk,
        )
