"""What is to be looked at again: elements that changed, and ratings that were carried forward."""

from collections.abc import Mapping
from typing import NamedTuple

from frameworks.lineage import Changed, changes, corrected
from frameworks.tree import tree_of

from .comparing import crosses_versions
from .models import Assessment

CARRIED = "carried forward: not looked at yet"


class Standing(NamedTuple):
    """Whether a rating is as it was carried forward, and whether anybody has saved it."""

    carried: bool
    is_saved: bool


def changes_of(assessment: Assessment) -> tuple[Changed, ...]:
    """How each element stands to last time's; nothing where that had the same version."""
    if not crosses_versions(assessment):
        return ()
    old, tree = tree_of(assessment.previous.framework), tree_of(assessment.framework)
    return changes(old, tree, corrected(old, tree, assessment.origins))


def reviews(assessment: Assessment, standings: Mapping[int, Standing]) -> dict[int, list[str]]:
    """What to look at of each element, in a few words, by primary key; until it is saved.

    `standings` are those of one response's ratings, by element. Nothing once it is agreed.
    """
    if assessment.is_agreed:
        return {}
    marks = {one.element.pk: one.marks for one in changes_of(assessment)}
    found = {
        element: [*marks.get(element, ()), *([CARRIED] if carried else ())]
        for element, (carried, is_saved) in standings.items()
        if carried or not is_saved
    }
    return {element: words for element, words in found.items() if words}
