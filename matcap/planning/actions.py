"""What changes plans: add, edit, move, remove and restore priorities and their issues.

Each is one transaction that holds the plan, so that two people who press at once take turns. What
may not be done raises `Refused`, whose text is for the person to read.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from frameworks.tree import ElementNode
from matcap.assessments.actions import KEEP, Refused
from matcap.assessments.models import Assessment
from matcap.ui.moment import now

from .models import TO_ITS_TREE, Issue, Plan, Priority
from .table import cite


class Direction(StrEnum):
    """Where a priority moves to."""

    UP = "up"
    DOWN = "down"


class IssueEdit(NamedTuple):
    """An issue as it should be: `pk` None adds it; `strands` are primary keys."""

    pk: int | None
    text: str
    strands: Iterable[int] = ()
    from_evidence: bool = False


class Stale(Refused):
    """The form was read before somebody else's change; `priority` is how it stands now."""

    def __init__(self, priority: Priority, text: str = ""):
        who = priority.changed_by or "Somebody"
        super().__init__(text or f"{who} changed this while you were editing it.")
        self.priority = priority


class Removed(Stale):
    """The priority was removed before the words came."""

    def __init__(self, priority: Priority):
        who = priority.changed_by or "Somebody"
        super().__init__(priority, f"{who} removed this priority. Put it back to save your words.")


@transaction.atomic
def add_priority(*, assessment: Assessment, element: int, by) -> Priority:
    """Make an element (a primary key) the last priority, and the plan with it if it is the first.

    Raises Refused when it is a priority already or not an element of the assessment's framework.
    """
    if element not in assessment.tree.element_by_pk:
        raise Refused("That element is not part of this framework. Nothing was added.")
    plan, _ = Plan.objects.get_or_create(
        assessment=assessment, defaults={"trust_id": assessment.trust_id}
    )
    Plan.objects.select_for_update().get(pk=plan.pk)
    last = plan.priorities.aggregate(last=Max("position"))["last"] or 0
    priority = Priority(
        plan=plan,
        element_id=element,
        position=last + 1,
        changed_at=now(),
        changed_by=by,
    )
    _check(priority)
    priority._history_user, priority._change_reason = by, "added"
    priority._history_date = priority.changed_at
    priority.save()
    return priority


@transaction.atomic
def edit_priority(
    *,
    priority: Priority,
    version: int,
    by,
    what_we_will_do: str = KEEP,
    progress_sought: str = KEEP,
    issues: Iterable[tuple] = (),
) -> Priority:
    """Write what was touched of one priority, and return it as it stands.

    `version` is the version that the person read. `issues` are `IssueEdit`s or tuples of their
    first fields; one left out stays as it is, and so does a field left out or equal to what is
    stored. Raises Stale when the priority has moved on, Removed when it is no longer in the plan,
    Refused when an issue has no words or names a strand of another element.
    """
    priority = _hold(priority)
    words = {"what_we_will_do": what_we_will_do, "progress_sought": progress_sought}
    touched = {
        name: value
        for name, value in words.items()
        if value is not KEEP and value != getattr(priority, name)
    }
    stored = {issue.pk: issue for issue in priority.issues.prefetch_related("strands")}
    edits = [edit for edit in map(_as_edit, issues) if _differs(edit, stored)]
    if not touched and not edits:
        return priority
    if priority.removed_at:
        raise Removed(priority)
    _write(priority, version, by, "changed" if touched else "issues changed", **touched)
    for edit in edits:
        _write_issue(priority, edit, stored, by)
    return priority


@transaction.atomic
def move_priority(*, priority: Priority, direction: Direction, by) -> Priority:
    """Let a priority and its live neighbour change places. At the end of the table it stays."""
    priority = _hold(priority)
    if priority.removed_at:
        raise Removed(priority)
    live = list(Priority.objects.filter(plan=priority.plan_id, removed_at=None))
    place = live.index(priority)
    to = place + (1 if direction == Direction.DOWN else -1)
    if not 0 <= to < len(live):
        return priority
    moved, other = live[place], live[to]
    moved.position, other.position = other.position, moved.position
    Priority.objects.bulk_update([moved, other], ["position"])
    Priority.history.bulk_history_create(
        [moved, other],
        update=True,
        default_user=by,
        default_change_reason="moved",
        default_date=now(),
    )
    return moved


@transaction.atomic
def remove_priority(*, priority: Priority, by) -> Priority:
    """Take a priority out of the plan with its issues, so that `restore_priority` can undo it."""
    priority = _hold(priority)
    if priority.removed_at is None:
        _write(priority, priority.version, by, "removed", removed_at=now())
    return priority


@transaction.atomic
def restore_priority(*, priority: Priority, by) -> Priority:
    """Put a removed priority back. Raises Refused when its element has been added again since."""
    priority = _hold(priority)
    if priority.removed_at is None:
        return priority
    priority.removed_at = None
    _check(priority)
    _write(priority, priority.version, by, "put back", removed_at=None)
    return priority


@transaction.atomic
def remove_issue(*, issue: Issue, by) -> Priority:
    """Take an issue away, so that `restore_issue` can undo it; its priority as it stands."""
    return _set_removed(issue, now(), "removed", by)


@transaction.atomic
def restore_issue(*, issue: Issue, by) -> Priority:
    """Put a removed issue back. Returns its priority as it stands."""
    return _set_removed(issue, None, "put back", by)


def _set_removed(issue: Issue, at, done: str, by) -> Priority:
    priority = _hold(issue.priority)
    if priority.removed_at:
        raise Removed(priority)
    issue.refresh_from_db()
    if bool(issue.removed_at) == bool(at):
        return priority
    _write(priority, priority.version, by, f"issue {done}")
    issue.removed_at = at
    issue.save_without_historical_record(update_fields=["removed_at"])
    _keep_issue(issue, done, (strand.position for strand in issue.strands.all()), by)
    return priority


def _hold(priority: Priority) -> Priority:
    """Lock the plan, so that what is read from here on stays true, and read the priority again."""
    Plan.objects.select_for_update().get(pk=priority.plan_id)
    related = Priority.objects.select_related(*TO_ITS_TREE, "changed_by")
    return related.get(pk=priority.pk)


def _check(priority: Priority) -> None:
    try:
        priority.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _write(priority: Priority, version: int, by, reason: str, **fields) -> None:
    fields |= {"version": version + 1, "changed_at": now(), "changed_by": by}
    if not Priority.objects.filter(pk=priority.pk, version=version).update(**fields):
        raise Stale(priority)
    for name, value in fields.items():
        setattr(priority, name, value)
    Priority.history.bulk_history_create(
        [priority],
        update=True,
        default_user=by,
        default_change_reason=reason,
        default_date=priority.changed_at,
    )


def _as_edit(issue: tuple) -> IssueEdit:
    edit = IssueEdit(*issue)
    return edit._replace(strands=frozenset(edit.strands))


def _differs(edit: IssueEdit, stored: dict[int, Issue]) -> bool:
    issue = stored.get(edit.pk)
    if issue is None:
        return True
    return edit.text != issue.text or edit.strands != {s.pk for s in issue.strands.all()}


def _write_issue(priority: Priority, edit: IssueEdit, stored: dict[int, Issue], by) -> None:
    element = priority.plan.assessment.tree.element_by_pk[priority.element_id]
    _check_issue(element, edit, stored)
    if edit.pk is None:
        last = priority.issues.aggregate(last=Max("position"))["last"] or 0
        issue, done = Issue(priority=priority, position=last + 1), "added"
        issue.from_evidence = edit.from_evidence
    else:
        issue, done = stored[edit.pk], "changed"
    issue.text = edit.text
    issue.save_without_historical_record()
    issue.strands.set(edit.strands)
    _keep_issue(issue, done, (element.strand_by_pk[pk].position for pk in edit.strands), by)


def _check_issue(element: ElementNode, edit: IssueEdit, stored: dict[int, Issue]) -> None:
    if edit.pk is not None and (edit.pk not in stored or stored[edit.pk].removed_at):
        raise Refused("That issue is not part of this priority any more. Nothing was saved.")
    if not edit.text.strip():
        raise Refused("Write what was found, or remove the issue. Nothing was saved.")
    if not edit.strands <= element.strand_by_pk.keys():
        raise Refused(f"That strand is not part of {element.code}. Nothing was saved.")


def _keep_issue(issue: Issue, done: str, strands: Iterable[int], by) -> None:
    """Add a step to the issue's history, with the strands it cites from then on."""
    Issue.history.bulk_history_create(
        [issue],
        update=done != "added",
        default_user=by,
        default_change_reason=f"{done}; {cite(strands) or 'no strands'}",
        default_date=now(),
    )
