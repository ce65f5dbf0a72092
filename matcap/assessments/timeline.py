"""The history of a rating, told as steps: who, when, from what, to what, why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from frameworks.tree import FrameworkTree, LevelNode

from .models import Rating

NOBODY = "Somebody no longer here"


@dataclass(frozen=True)
class Step:
    """One step. `rerated` says that the level changed, from `before` to `after` (None: not rated).

    `retargeted` says the same of the target level, from `target_before` to `target_after`.
    `evidence` and `reason` hold the new text where that changed; `event` is a sentence where the
    whole assessment was agreed or reopened.
    """

    at: datetime
    by: str
    rerated: bool = False
    before: LevelNode | None = None
    after: LevelNode | None = None
    retargeted: bool = False
    target_before: LevelNode | None = None
    target_after: LevelNode | None = None
    evidence: str | None = None
    reason: str | None = None
    event: str = ""


def timeline(rating: Rating, tree: FrameworkTree) -> list[Step]:
    """The steps of a rating, newest first, in one query."""
    records = rating.history.order_by("history_date", "history_id").values_list(
        "history_date",
        "history_user__name",
        "history_change_reason",
        "level",
        "target_level",
        "evidence",
        "reason",
    )
    return list(_steps(tree, records))[::-1]


def _steps(tree: FrameworkTree, records: Iterable[tuple]) -> Iterable[Step]:
    before = (None, None, "", "")
    for at, name, event, level, target, evidence, reason in records:
        yield Step(
            at=at,
            by=name or NOBODY,
            rerated=level != before[0],
            before=tree.level_by_pk.get(before[0]),
            after=tree.level_by_pk.get(level),
            retargeted=target != before[1],
            target_before=tree.level_by_pk.get(before[1]),
            target_after=tree.level_by_pk.get(target),
            evidence=evidence if evidence != before[2] else None,
            reason=reason if reason != before[3] else None,
            event=event,
        )
        before = (level, target, evidence, reason)
