"""The history of a rating, told as steps: who, when, from what, to what, why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from frameworks.tree import FrameworkTree, LevelNode

from .models import Assessment, Rating


@dataclass(frozen=True)
class Step:
    """One step. `rerated` says that the level changed, from `before` to `after` (None: not rated).

    `evidence` and `reason` hold the new text where that changed; `event` is a sentence where the
    step is the assessment's (agreed, reopened) and not the rating's.
    """

    at: datetime
    by: str
    rerated: bool = False
    before: LevelNode | None = None
    after: LevelNode | None = None
    evidence: str | None = None
    reason: str | None = None
    event: str = ""


def timeline(rating: Rating, assessment: Assessment) -> list[Step]:
    """The steps of a rating, newest first, in two queries."""
    records = rating.history.select_related("history_user").order_by("history_date", "history_id")
    cycles = assessment.history.select_related("history_user").order_by(
        "history_date", "history_id"
    )
    steps = [*_ratings(assessment.tree, records), *_events(cycles)]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _ratings(tree: FrameworkTree, records: Iterable) -> Iterable[Step]:
    level, evidence, reason = None, "", ""
    for record in records:
        yield Step(
            at=record.history_date,
            by=_name(record),
            rerated=record.level_id != level,
            before=tree.level_by_pk.get(level),
            after=tree.level_by_pk.get(record.level_id),
            evidence=record.evidence if record.evidence != evidence else None,
            reason=record.reason if record.reason != reason else None,
        )
        level, evidence, reason = record.level_id, record.evidence, record.reason


def _events(records: Iterable) -> Iterable[Step]:
    state = Assessment.State.OPEN
    for record in records:
        if record.state != state:
            agreed = record.state == Assessment.State.AGREED
            why = record.history_change_reason
            yield Step(
                at=record.history_date,
                by=_name(record),
                event="The assessment was agreed." if agreed else f"Reopened: {why}",
            )
        state = record.state


def _name(record) -> str:
    return record.history_user.name if record.history_user else "Somebody no longer here"
