"""What changes plans, and the history of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from matcap.assessments.actions import Refused
from matcap.assessments.actions import agree as agree_assessment
from matcap.planning import actions
from matcap.planning.actions import Direction
from matcap.planning.models import Issue, Plan, Priority
from matcap.planning.table import table_of

from ..conftest import rate_all
from .conftest import add, in_order, strands_of


def steps(thing) -> list[tuple]:
    """The history of a priority or an issue, oldest first."""
    return list(
        thing.history.order_by("history_id").values_list(
            "history_type", "history_change_reason", "history_user__name"
        )
    )


def issues_of(assessment) -> list[tuple]:
    return [(issue.cited, issue.text) for issue in table_of(assessment)[0].issues]


def test_the_plan_is_made_with_its_first_priority(assessment, lead):
    assert not Plan.objects.exists()
    priority = add(assessment, "2B", lead)
    plan = Plan.objects.get()
    assert (plan.trust, plan.assessment) == (assessment.trust, assessment)
    add(assessment, "1C", lead)
    assert Plan.objects.get() == plan
    assert in_order(assessment) == "A 2B, B 1C"
    assert (priority.version, priority.changed_by) == (1, lead)
    assert steps(priority) == [("+", "added", "Alice Lead")]


def test_an_element_is_a_priority_once(assessment, lead):
    add(assessment, "2B", lead)
    with pytest.raises(Refused, match=r"^This element is among the priorities already\.$"):
        add(assessment, "2B", lead)
    assert in_order(assessment) == "A 2B"


def test_the_database_holds_one_live_priority_an_element(assessment, lead):
    priority = add(assessment, "2B", lead)
    again = {"plan": priority.plan, "element": priority.element, "position": 9}
    again |= {"changed_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Priority.objects.bulk_create([Priority(**again)])
    Priority.objects.bulk_create([Priority(**again, removed_at=timezone.now())])
    assert Priority.objects.count() == 2


def test_only_elements_of_the_framework_become_priorities(assessment, lead):
    with pytest.raises(Refused, match=r"^That element is not part of this framework\."):
        actions.add_priority(assessment=assessment, element=10**9, by=lead)
    assert not Plan.objects.exists()


def test_an_edit_writes_the_words_and_the_issues(assessment, talent):
    assert talent.version == 2
    assert issues_of(assessment) == [
        ("(i)", "Posts stay empty."),
        ("(ii) and (iii)", "Paths are unclear."),
    ]
    assert steps(talent) == [("+", "added", "Alice Lead"), ("~", "changed", "Alice Lead")]
    first, second = Issue.objects.all()
    assert steps(first) == [("+", "added; (i)", "Alice Lead")]
    assert steps(second) == [("+", "added; (ii) and (iii)", "Alice Lead")]


def test_an_edit_writes_only_what_was_touched(assessment, lead, contributor, talent):
    first, second = Issue.objects.all()
    edited = actions.edit_priority(
        priority=talent,
        version=2,
        by=contributor,
        progress_sought="Every post is filled by May.",
        issues=[
            (first.pk, "Posts stay empty.", strands_of(assessment, "2B", "i")),
            (second.pk, "Paths are unclear.", strands_of(assessment, "2B", "iii")),
        ],
    )
    assert (edited.what_we_will_do, edited.version) == ("Recruit together.", 3)
    assert len(steps(first)) == 1
    assert steps(second)[1:] == [("~", "changed; (iii)", "Bob Contributor")]
    assert talent.history.first().progress_sought == "Every post is filled by May."
    assert issues_of(assessment)[1] == ("(iii)", "Paths are unclear.")


def test_an_edit_that_changes_nothing_is_no_step(lead, talent):
    same = actions.edit_priority(
        priority=talent, version=1, by=lead, what_we_will_do="Recruit together."
    )
    assert same.version == 2
    assert len(steps(talent)) == 2


def test_issues_alone_are_a_step_of_the_priority(assessment, lead, talent):
    actions.edit_priority(priority=talent, version=2, by=lead, issues=[(None, "Exits.", ())])
    assert steps(talent)[-1] == ("~", "issues changed", "Alice Lead")
    assert steps(Issue.objects.last()) == [("+", "added; no strands", "Alice Lead")]


def test_a_stale_edit_is_told_how_it_stands_and_writes_nothing(assessment, lead, talent):
    with pytest.raises(actions.Stale) as stale:
        actions.edit_priority(
            priority=talent,
            version=1,
            by=lead,
            what_we_will_do="Mine.",
            issues=[(None, "Also mine.", ())],
        )
    assert stale.value.priority.what_we_will_do == "Recruit together."
    assert stale.value.priority.version == 2
    assert len(issues_of(assessment)) == 2
    assert table_of(assessment)[0].what_we_will_do == "Recruit together."


def test_an_edit_of_a_removed_priority_is_told_so(lead, talent):
    actions.remove_priority(priority=talent, by=lead)
    with pytest.raises(actions.Removed, match="Put it back to save your words"):
        actions.edit_priority(priority=talent, version=3, by=lead, what_we_will_do="Mine.")


@pytest.mark.parametrize(
    ("code", "numerals", "text", "says"),
    [
        ("2B", ["i"], "  \n", "Write what was found, or remove the issue. Nothing was saved."),
        ("2A", ["i"], "Found.", "That strand is not part of 2B. Nothing was saved."),
    ],
)
def test_issues_without_words_or_with_foreign_strands_are_refused(
    assessment, lead, talent, code, numerals, text, says
):
    with pytest.raises(Refused) as refused:
        actions.edit_priority(
            priority=talent,
            version=2,
            by=lead,
            what_we_will_do="Not to be kept.",
            issues=[(None, text, strands_of(assessment, code, *numerals))],
        )
    assert str(refused.value) == says
    row = table_of(assessment)[0]
    assert (row.what_we_will_do, row.version, len(row.issues)) == ("Recruit together.", 2, 2)
    assert len(steps(talent)) == 2


def test_an_issue_of_another_priority_is_refused(assessment, lead, talent, culture):
    theirs = Issue.objects.first()
    with pytest.raises(Refused, match="not part of this priority any more"):
        actions.edit_priority(
            priority=culture, version=1, by=lead, issues=[(theirs.pk, "Mine now.", ())]
        )
    assert issues_of(assessment)[0] == ("(i)", "Posts stay empty.")


def test_text_is_stored_as_typed(lead, talent):
    typed = "x" * 20_000 + " 🦉 مرحبا <script>alert(1)</script> =cmd()\n\n  end "
    edited = actions.edit_priority(priority=talent, version=2, by=lead, what_we_will_do=typed)
    edited.refresh_from_db()
    assert edited.what_we_will_do == typed


def test_moving_changes_places_and_not_the_version(assessment, lead, talent, culture):
    add(assessment, "3A", lead)
    moved = actions.move_priority(priority=culture, direction=Direction.UP, by=lead)
    assert in_order(assessment) == "A 1C, B 2B, C 3A"
    assert moved.version == 1
    actions.move_priority(priority=culture, direction=Direction.DOWN, by=lead)
    assert in_order(assessment) == "A 2B, B 1C, C 3A"
    assert steps(culture)[1:] == [("~", "moved", "Alice Lead")] * 2


def test_at_the_ends_it_stays(assessment, lead, talent, culture):
    actions.move_priority(priority=talent, direction=Direction.UP, by=lead)
    actions.move_priority(priority=culture, direction=Direction.DOWN, by=lead)
    assert in_order(assessment) == "A 2B, B 1C"
    assert len(steps(culture)) == 1


def test_a_move_passes_over_what_was_removed(assessment, lead, talent, culture):
    third = add(assessment, "3A", lead)
    actions.remove_priority(priority=culture, by=lead)
    actions.move_priority(priority=third, direction=Direction.UP, by=lead)
    assert in_order(assessment) == "A 3A, B 2B"
    actions.restore_priority(priority=culture, by=lead)
    assert in_order(assessment) == "A 3A, B 1C, C 2B"


def test_a_removed_priority_does_not_move(lead, talent, culture):
    actions.remove_priority(priority=culture, by=lead)
    with pytest.raises(actions.Removed):
        actions.move_priority(priority=culture, direction=Direction.UP, by=lead)


@pytest.mark.django_db(transaction=True)
def test_moves_at_the_same_moment_take_turns(assessment, lead):
    codes = ["1A", "1B", "1C", "2A", "2B"]
    priorities = [add(assessment, code, lead) for code in codes]
    start = Barrier(4)

    def press(priority, direction):
        try:
            start.wait()
            for _ in range(5):
                actions.move_priority(priority=priority, direction=direction, by=lead)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        presses = [
            people.submit(press, priorities[0], Direction.DOWN),
            people.submit(press, priorities[4], Direction.UP),
            people.submit(press, priorities[1], Direction.DOWN),
            people.submit(press, priorities[3], Direction.UP),
        ]
        for each in presses:
            each.result()
    assert sorted(row.element.code for row in table_of(assessment)) == codes
    positions = Priority.objects.values_list("position", flat=True)
    assert sorted(positions) == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_the_same_moment_lose_nothing(assessment, lead):
    priority = add(assessment, "2B", lead)
    start = Barrier(2)

    def save(words):
        try:
            start.wait()
            actions.edit_priority(priority=priority, version=1, by=lead, what_we_will_do=words)
            return words
        except actions.Stale as stale:
            return stale.priority.what_we_will_do
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        told = list(people.map(save, ["One.", "Two."]))
    assert told == [table_of(assessment)[0].what_we_will_do] * 2


@pytest.mark.django_db(transaction=True)
def test_two_who_add_the_first_priority_at_the_same_moment(assessment, lead):
    start = Barrier(2)

    def press(code):
        try:
            start.wait()
            return add(assessment, code, lead).element_id
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        list(people.map(press, ["2B", "1C"]))
    assert Plan.objects.count() == 1
    assert {row.element.code for row in table_of(assessment)} == {"2B", "1C"}


def test_removing_can_be_undone(assessment, lead, talent, culture):
    removed = actions.remove_priority(priority=talent, by=lead)
    assert in_order(assessment) == "A 1C"
    assert removed.version == 3
    restored = actions.restore_priority(priority=talent, by=lead)
    assert in_order(assessment) == "A 2B, B 1C"
    assert restored.version == 4
    assert len(issues_of(assessment)) == 2
    assert steps(talent)[2:] == [
        ("~", "removed", "Alice Lead"),
        ("~", "put back", "Alice Lead"),
    ]


def test_pressed_twice_it_is_one_step(lead, talent):
    for verb in (actions.remove_priority, actions.restore_priority):
        verb(priority=talent, by=lead)
        verb(priority=talent, by=lead)
    assert len(steps(talent)) == 4


def test_a_priority_is_not_put_back_beside_its_element(assessment, lead, talent):
    actions.remove_priority(priority=talent, by=lead)
    add(assessment, "2B", lead)
    with pytest.raises(Refused, match=r"^This element is among the priorities already\.$"):
        actions.restore_priority(priority=talent, by=lead)
    assert len(table_of(assessment)) == 1


def test_removing_an_issue_can_be_undone(assessment, lead, talent):
    issue = Issue.objects.last()
    assert actions.remove_issue(issue=issue, by=lead).version == 3
    assert issues_of(assessment) == [("(i)", "Posts stay empty.")]
    assert actions.restore_issue(issue=issue, by=lead).version == 4
    assert issues_of(assessment)[1] == ("(ii) and (iii)", "Paths are unclear.")
    assert steps(issue)[1:] == [
        ("~", "removed; (ii) and (iii)", "Alice Lead"),
        ("~", "put back; (ii) and (iii)", "Alice Lead"),
    ]
    assert steps(talent)[-1] == ("~", "issue put back", "Alice Lead")


def test_an_issue_removed_twice_is_one_step(lead, talent):
    issue = Issue.objects.last()
    actions.remove_issue(issue=issue, by=lead)
    assert actions.remove_issue(issue=issue, by=lead).version == 3
    assert len(steps(issue)) == 2


def test_a_removed_priority_keeps_its_issues(lead, talent):
    actions.remove_priority(priority=talent, by=lead)
    with pytest.raises(actions.Removed):
        actions.remove_issue(issue=Issue.objects.last(), by=lead)


def test_the_plan_of_an_agreed_assessment_is_still_written(assessment, lead, talent):
    rate_all(assessment, lead)
    agree_assessment(assessment=assessment, by=lead)
    actions.edit_priority(priority=talent, version=2, by=lead, what_we_will_do="More.")
    add(assessment, "1C", lead)
    assert in_order(assessment) == "A 2B, B 1C"


def test_each_assessment_has_its_own_plan(agreed, assessment, lead, talent, trust):
    earlier = add(agreed, "1C", lead)
    assert in_order(agreed) == "A 1C"
    assert in_order(assessment) == "A 2B"
    assert earlier.plan.assessment == agreed
