"""Starting, rating, agreeing and reopening, as rules rather than pages."""

import datetime
from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from matcap.assessments import actions
from matcap.assessments.models import Assessment, Mark, Rating
from matcap.assessments.timeline import timeline

from ..conftest import begin, rate, rate_all, rating_of


def history(rating):
    return list(
        rating.history.order_by("history_id").values_list(
            "level__code", "evidence", "reason", "version", "history_user__name"
        )
    )


def test_an_assessment_starts_with_every_element_not_rated(assessment):
    ratings = Rating.objects.filter(response__assessment=assessment)
    assert ratings.count() == 12
    assert set(ratings.values_list("level", "evidence", "version")) == {(None, "", 1)}


def test_schools_in_it_have_ratings_of_their_own(trust, framework, lead, schools):
    assessment = begin(trust, framework, lead, schools=schools)
    rate(assessment, "1A", "G", lead, school=schools[0])
    found = Rating.objects.standing(assessment).filter(level__isnull=False)
    assert [row[:2] for row in found] == [(schools[0].pk, "Ashdown")]
    kinds = Rating.objects.filter(response__assessment=assessment).values_list("response__kind")
    assert Counter(kind for (kind,) in kinds) == {"trust": 12, "school": 24, "view": 24}


def test_only_one_assessment_with_a_framework_is_open(trust, framework, lead, assessment):
    with pytest.raises(ValidationError, match="Agree it before you start another"):
        begin(trust, framework, lead, title="Another")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(
            trust=trust,
            framework=framework,
            title="Behind the form",
            opened_on=datetime.date.today(),
        )


def test_a_due_date_before_the_start_is_refused(trust, framework, lead):
    with pytest.raises(ValidationError, match="before the date it starts"):
        actions.start(
            trust=trust,
            framework=framework,
            title="Backwards",
            opened_on=datetime.date(2026, 9, 2),
            due_on=datetime.date(2026, 9, 1),
            by=lead,
        )


def test_the_assessment_before_is_the_latest_agreed_one(trust, framework, lead, agreed):
    assert begin(trust, framework, lead).previous == agreed


def test_only_touched_fields_are_written(assessment, lead, contributor):
    first = rate(assessment, "1A", "AR", lead, evidence="Survey in June.")
    rate(assessment, "1A", "AG", contributor)
    rating = rating_of(assessment, "1A")
    assert (rating.level.code, rating.evidence, rating.version) == ("AG", "Survey in June.", 3)
    assert (first.version, rating.changed_by) == (2, contributor)


def test_a_save_that_changes_nothing_writes_nothing(assessment, lead):
    rate(assessment, "1A", "AR", lead)
    before = rating_of(assessment, "1A")
    rate(assessment, "1A", "AR", lead)
    after = rating_of(assessment, "1A")
    assert (after.version, after.changed_at) == (before.version, before.changed_at)
    assert len(history(after)) == 1


def test_a_rating_can_be_cleared(assessment, lead):
    rate(assessment, "1A", "AR", lead, evidence="Kept.")
    rate(assessment, "1A", None, lead)
    rating = rating_of(assessment, "1A")
    assert (rating.level, rating.evidence) == (None, "Kept.")


def test_a_stale_save_is_refused_and_changes_nothing(assessment, lead, contributor):
    read_by_contributor = rating_of(assessment, "1A")
    rate(assessment, "1A", "AR", lead, evidence="The lead's words.")
    with pytest.raises(actions.Stale) as caught:
        actions.rate(
            rating=read_by_contributor, version=1, by=contributor, evidence="The contributor's."
        )
    assert caught.value.rating.evidence == "The lead's words."
    assert rating_of(assessment, "1A").evidence == "The lead's words."
    assert [row[4] for row in history(read_by_contributor)] == ["Alice Lead"]


def test_a_level_or_strand_of_another_framework_is_refused(assessment, lead):
    rating = rating_of(assessment, "1A")
    other = rating_of(assessment, "1B")
    strand = other.element.strands.first().pk
    level = assessment.tree.levels[0].pk
    for touched in ({"level": 999_999}, {"marks": {strand: level}}, {"marks": {-1: level}}):
        with pytest.raises(actions.Refused, match="not part of this framework"):
            actions.rate(rating=rating, version=1, by=lead, **touched)
    assert rating_of(assessment, "1A").version == 1
    assert not Mark.objects.exists()


def test_marks_are_set_changed_and_cleared_on_their_own(assessment, lead):
    tree = assessment.tree
    red, green = tree.level_by_code["R"].pk, tree.level_by_code["G"].pk
    first, second, *_ = (strand.pk for strand in tree.elements[0].strands)

    def mark(**marks):
        rating = rating_of(assessment, "1A")
        actions.rate(rating=rating, version=rating.version, by=lead, **marks)
        return dict(rating.marks.values_list("strand", "level"))

    assert mark(marks={first: red, second: green}) == {first: red, second: green}
    assert mark(marks={first: green}) == {first: green, second: green}
    assert mark(marks={first: None}) == {second: green}
    assert rating_of(assessment, "1A").version == 4


def test_each_change_keeps_who_when_from_to_and_why(assessment, lead, contributor):
    rate(assessment, "1A", "AR", lead, evidence="One.")
    rate(assessment, "1A", "AG", contributor, reason="The scheme names who answers.")
    steps = timeline(rating_of(assessment, "1A"), assessment.tree)
    assert [(step.by, step.before and step.before.code, step.after.code) for step in steps] == [
        ("Bob Contributor", "AR", "AG"),
        ("Alice Lead", None, "AR"),
    ]
    assert [step.reason for step in steps] == ["The scheme names who answers.", None]
    assert [step.evidence for step in steps] == [None, "One."]
    assert all(timezone.now() - step.at < timedelta(minutes=5) for step in steps)


def write(assessment, text, by):
    rating = rating_of(assessment, "1A")
    return actions.rate(rating=rating, version=rating.version, by=by, evidence=text)


def test_words_typed_on_are_one_step(assessment, lead):
    for text in ("Heads", "Heads told us", "Heads told us in June."):
        rating = write(assessment, text, lead)
    assert history(rating) == [(None, "Heads told us in June.", "", 4, "Alice Lead")]


def test_words_taken_away_are_a_step_of_their_own(assessment, lead):
    write(assessment, "Heads told us in June.", lead)
    rating = write(assessment, "Heads told us.", lead)
    assert [row[1] for row in history(rating)] == ["Heads told us in June.", "Heads told us."]


def test_another_persons_words_are_a_step_of_their_own(assessment, lead, contributor):
    write(assessment, "Heads", lead)
    rating = write(assessment, "Heads told us", contributor)
    assert [row[4] for row in history(rating)] == ["Alice Lead", "Bob Contributor"]


def test_words_typed_on_much_later_are_a_step_of_their_own(assessment, lead):
    rating = write(assessment, "Heads", lead)
    Rating.objects.filter(pk=rating.pk).update(changed_at=timezone.now() - actions.ONE_STEP)
    rating = write(assessment, "Heads told us", lead)
    assert [row[1] for row in history(rating)] == ["Heads", "Heads told us"]


def test_agreeing_names_what_is_still_unrated(assessment, lead):
    rate_all(assessment, lead)
    rate(assessment, "2B", None, lead)
    rate(assessment, "5A", None, lead)
    with pytest.raises(actions.Unrated, match="Still to rate: 2B, 5A"):
        actions.agree(assessment=assessment, by=lead)
    assert Assessment.objects.get().state == "open"


def test_an_agreed_rating_does_not_change(agreed, lead):
    with pytest.raises(actions.Refused, match="Reopen it"):
        rate(agreed, "1A", "R", lead)
    assert rating_of(agreed, "1A").level.code == "AG"


def test_a_save_on_its_way_while_it_is_agreed_is_told(assessment, lead):
    rate_all(assessment, lead)
    read_before = rating_of(assessment, "1A")
    actions.agree(assessment=assessment, by=lead)
    with pytest.raises(actions.Stale):
        actions.rate(rating=read_before, version=read_before.version, by=lead, evidence="Late.")
    assert rating_of(assessment, "1A").evidence == "What we saw of 1A."


def test_reopening_needs_a_reason_and_keeps_it(agreed, lead):
    with pytest.raises(actions.Refused, match="Say why"):
        actions.reopen(assessment=agreed, reason="  ", by=lead)
    actions.reopen(assessment=agreed, reason="Two heads were missing.", by=lead)
    rate(agreed, "1A", "R", lead)
    events = [step.event for step in timeline(rating_of(agreed, "1A"), agreed.tree) if step.event]
    assert events == ["Reopened: Two heads were missing.", "The assessment was agreed."]
    assert Assessment.objects.get(pk=agreed.pk).agreed_on is None


def test_an_assessment_that_others_compare_with_stays_agreed(trust, framework, lead, agreed):
    begin(trust, framework, lead)
    with pytest.raises(actions.Refused, match="stays as agreed"):
        actions.reopen(assessment=agreed, reason="Second thoughts.", by=lead)
