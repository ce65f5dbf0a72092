"""What workshops let happen, and what they refuse."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from frameworks.loader import load
from frameworks.models import Framework
from matcap.assessments.actions import Stale, agree
from matcap.trusts.actions import open_trust
from matcap.ui.refusal import Refused
from matcap.workshops import actions
from matcap.workshops.codes import ALPHABET, as_meant, may_be, new_code
from matcap.workshops.models import Round, Vote, Workshop
from matcap.workshops.reading import own_vote, tally, turnout, voted_on

from ..conftest import begin, rate, rate_all, rating_of
from ..frameworks.instruments import DATA
from .conftest import element_of, level_of


def vote(shown, voter, code):
    level = shown.workshop.assessment.tree.level_by_code[code].pk
    return actions.vote(shown=shown, voter=voter, level=level)


def counts(shown) -> dict[str, int]:
    return {bar.level.code: bar.votes for bar in tally(shown).bars}


def revealed(shown, by, **votes):
    """The round after each of `votes` (voter=level) was given and all were revealed."""
    for voter, code in votes.items():
        vote(shown, voter, code)
    return actions.reveal(workshop=shown.workshop, at=shown.pk, by=by)


def keep(shown, by, code="AG", reason="Posts are filled.", **instead):
    assessment = shown.workshop.assessment
    rating = rating_of(assessment, shown.shown.code)
    sent = {"rating": rating, "version": rating.version, "level": level_of(assessment, code)}
    return actions.keep(
        workshop=shown.workshop, at=shown.pk, reason=reason, by=by, **(sent | instead)
    )


# ── starting ──────────────────────────────────────────────────────────────────────────────


def test_a_workshop_begins_with_a_hidden_vote_on_the_element(shown, lead, assessment):
    workshop = shown.workshop
    assert (shown.shown.code, shown.number, shown.begun_by) == ("2B", 1, lead)
    assert (workshop.assessment, workshop.started_by, workshop.closed) == (assessment, lead, "")
    assert may_be(workshop.code)
    assert tally(shown) is None


def test_one_at_a_time_an_assessment(shown, assessment, lead):
    element = element_of(assessment, "1A")
    with pytest.raises(Refused, match="under way already"):
        actions.start(assessment=assessment, element=element, allows_guests=True, by=lead)
    actions.end(workshop=shown.workshop, by=lead)
    again = actions.start(assessment=assessment, element=element, allows_guests=True, by=lead)
    assert again.workshop.code != shown.workshop.code


def test_the_database_holds_one_at_a_time_too(shown):
    with pytest.raises(IntegrityError), transaction.atomic():
        Workshop.objects.create(
            assessment=shown.workshop.assessment, code="222222", good_until=timezone.now()
        )


def test_one_that_is_over_by_itself_makes_room(shown, assessment, lead):
    over = timezone.now() - timedelta(minutes=1)
    Workshop.objects.update(good_until=over)
    element = element_of(assessment, "1A")
    actions.start(assessment=assessment, element=element, allows_guests=False, by=lead)
    shown.workshop.refresh_from_db()
    assert shown.workshop.ended_at == over


def test_no_workshop_where_the_trusts_ratings_cannot_change(agreed, lead):
    with pytest.raises(Refused, match="This assessment is agreed"):
        actions.start(
            assessment=agreed, element=element_of(agreed, "1A"), allows_guests=True, by=lead
        )
    assert not Workshop.objects.exists()


def test_no_element_of_another_framework(assessment, shown, lead):
    load([DATA / "four-stages.yaml"])
    other = Framework.objects.get(slug="garden-stages").elements.first().pk
    with pytest.raises(Refused, match="not part of this framework"):
        actions.show(workshop=shown.workshop, element=other, at=shown.pk, by=lead)
    actions.end(workshop=shown.workshop, by=lead)
    with pytest.raises(Refused, match="not part of this framework"):
        actions.start(assessment=assessment, element=other, allows_guests=True, by=lead)
    assert Round.objects.count() == 1


def test_codes_are_of_an_alphabet_without_lookalikes():
    codes = {new_code() for _ in range(200)}
    assert len(codes) > 190
    assert all(may_be(code) for code in codes)
    assert not set("01OILSZBAEU") & set(ALPHABET)
    assert as_meant(" c7f-szb ") == "C7F528"
    assert not may_be("C7F52")
    assert not may_be("C7F520")


# ── voting ────────────────────────────────────────────────────────────────────────────────


def test_each_vote_counts_once_and_the_last_choice_stands(shown, lead):
    vote(shown, "ann", "R")
    vote(shown, "ben", "AG")
    vote(shown, "ann", "AG")
    assert turnout(shown) == 2
    assert own_vote(shown, "ann").code == "AG"
    shown = actions.reveal(workshop=shown.workshop, at=shown.pk, by=lead)
    assert counts(shown) == {"R": 0, "AR": 0, "AG": 2, "G": 0}


def test_what_is_stored_of_a_vote_does_not_say_whose_it_is(shown, lead):
    vote(shown, "person 5", "R")
    revealed(shown, lead)
    again = actions.vote_again(workshop=shown.workshop, at=shown.pk, by=lead)
    vote(again, "person 5", "R")
    first, second = Vote.objects.order_by("pk").values_list("ballot", flat=True)
    assert first != second
    assert "person 5" not in first


def test_no_vote_after_it_is_revealed(shown, lead):
    shown = revealed(shown, lead, ann="R")
    for voter in ("ann", "ben"):
        with pytest.raises(Refused, match="That vote is over"):
            vote(shown, voter, "G")
    assert counts(shown) == {"R": 1, "AR": 0, "AG": 0, "G": 0}


def test_no_vote_in_a_round_that_the_workshop_has_left(shown, assessment, lead):
    actions.show(
        workshop=shown.workshop, element=element_of(assessment, "1A"), at=shown.pk, by=lead
    )
    with pytest.raises(Refused, match="That vote is over"):
        vote(shown, "ann", "G")
    assert not Vote.objects.exists()


def test_no_vote_after_the_workshop(shown, lead):
    actions.end(workshop=shown.workshop, by=lead)
    with pytest.raises(Refused, match="This workshop has ended"):
        vote(shown, "ann", "G")
    assert not Vote.objects.exists()


def test_no_vote_once_the_assessment_is_agreed(shown, assessment, lead):
    rate_all(assessment, lead)
    agree(assessment=assessment, by=lead)
    with pytest.raises(Refused, match="This workshop has ended"):
        vote(shown, "ann", "G")


def test_no_level_of_another_scale(shown):
    load([DATA / "four-stages.yaml"])
    other = Framework.objects.get(slug="garden-stages").levels.first().pk
    with pytest.raises(Refused, match="not on this framework's scale"):
        actions.vote(shown=shown, voter="ann", level=other)
    assert not Vote.objects.exists()


# ── steering ──────────────────────────────────────────────────────────────────────────────


def test_nothing_to_reveal_without_a_vote(shown, lead):
    with pytest.raises(Refused, match="Nobody has voted yet"):
        actions.reveal(workshop=shown.workshop, at=shown.pk, by=lead)


def test_vote_again_keeps_what_was_voted_before(shown, lead):
    first = revealed(shown, lead, ann="R", ben="G")
    second = actions.vote_again(workshop=shown.workshop, at=first.pk, by=lead)
    assert (second.number, second.shown.code, tally(second)) == (2, "2B", None)
    second = revealed(second, lead, ann="AG", ben="G")
    assert [counts(one)["G"] for one in (first, second)] == [1, 1]
    (voted,) = voted_on(shown.workshop.assessment)
    assert [tally.votes for tally in voted.tallies] == [2, 2]


def test_vote_again_waits_for_the_reveal(shown, lead):
    with pytest.raises(Refused, match="still open"):
        actions.vote_again(workshop=shown.workshop, at=shown.pk, by=lead)


def test_who_steers_from_an_old_page_is_told(shown, assessment, lead):
    element = element_of(assessment, "1A")
    actions.show(workshop=shown.workshop, element=element, at=shown.pk, by=lead)
    steps = {
        "show": {"element": element_of(assessment, "1B")},
        "reveal": {},
        "vote_again": {},
    }
    for name, more in steps.items():
        with pytest.raises(Refused, match="has moved on"):
            getattr(actions, name)(workshop=shown.workshop, at=shown.pk, by=lead, **more)
    assert Round.objects.shown_in(shown.workshop).shown.code == "1A"


def test_nobody_steers_what_has_ended(shown, assessment, lead):
    actions.end(workshop=shown.workshop, by=lead)
    with pytest.raises(Refused, match="This workshop has ended"):
        actions.show(
            workshop=shown.workshop, element=element_of(assessment, "1A"), at=shown.pk, by=lead
        )


def test_ending_twice_keeps_who_ended_it_first(shown, lead, contributor):
    actions.end(workshop=shown.workshop, by=lead)
    actions.end(workshop=shown.workshop, by=contributor)
    shown.workshop.refresh_from_db()
    assert shown.workshop.ended_by == lead


# ── keeping ───────────────────────────────────────────────────────────────────────────────


def test_what_is_kept_is_the_trusts_rating(shown, assessment, lead):
    rate(assessment, "2B", "R", lead, evidence="Nine posts were empty.")
    shown = keep(revealed(shown, lead, ann="AG"), lead)
    rating = rating_of(assessment, "2B")
    assert (rating.level.code, rating.reason) == ("AG", "Posts are filled.")
    assert rating.evidence == "Nine posts were empty."
    assert rating.history.first().reason == "Posts are filled."
    shown.refresh_from_db()
    assert (shown.outcome.code, shown.reason, shown.kept_by) == ("AG", "Posts are filled.", lead)


def test_nothing_is_kept_before_the_reveal_or_without_a_reason(shown, assessment, lead):
    with pytest.raises(Refused, match="Reveal the votes first"):
        keep(shown, lead)
    shown = revealed(shown, lead, ann="AG")
    with pytest.raises(Refused, match="Say why"):
        keep(shown, lead, reason=" \n")
    assert rating_of(assessment, "2B").level is None


def test_nothing_is_kept_over_somebody_elses_change_unseen(shown, assessment, lead):
    shown = revealed(shown, lead, ann="AG")
    version = rating_of(assessment, "2B").version
    rate(assessment, "2B", "R", lead, reason="Theirs.")
    with pytest.raises(Stale):
        keep(shown, lead, version=version)
    shown.refresh_from_db()
    assert shown.kept_at is None
    assert rating_of(assessment, "2B").reason == "Theirs."


def test_nothing_is_kept_in_another_elements_rating_or_another_trusts(
    shown, assessment, framework, lead
):
    shown = revealed(shown, lead, ann="AG")
    theirs = begin(open_trust(name="Rival Trust"), framework, lead)
    for rating in (rating_of(assessment, "1A"), rating_of(theirs, "2B")):
        with pytest.raises(Refused, match="not of the element"):
            keep(shown, lead, rating=rating)


def test_nothing_is_kept_of_another_scale(shown, assessment, lead):
    load([DATA / "four-stages.yaml"])
    other = Framework.objects.get(slug="garden-stages").levels.first().pk
    shown = revealed(shown, lead, ann="AG")
    with pytest.raises(Refused, match="not part of this framework"):
        keep(shown, lead, level=other)


def test_choices_without_order_are_voted_on_alike(trust, lead):
    load([DATA / "three-choices.yaml"])
    assessment = begin(trust, Framework.objects.get(slug="who-decides"), lead)
    element = element_of(assessment, "F1")
    shown = actions.start(assessment=assessment, element=element, allows_guests=True, by=lead)
    shown = revealed(shown, lead, ann="FREE", ben="SET")
    assert counts(shown) == {"SET": 1, "LINE": 0, "FREE": 1}
    keep(shown, lead, code="LINE", reason="One aim.")
    assert rating_of(assessment, "F1").level.code == "LINE"
