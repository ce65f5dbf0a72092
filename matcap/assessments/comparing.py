"""The one seam between an assessment and the one before it, of whatever version each is.

Everything that sets a rating beside last time's comes through here: `comparison` for all of the
trust's own, `origin_of` for one element. What cannot be compared is said in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from frameworks.lineage import dropped, same_scale
from frameworks.tree import LevelNode, tree_of

from .models import Assessment, Rating

NEW = "new: no earlier rating"
NOT_RATED = "not rated then"
OTHER_SCALE = "not compared: the levels were others"


@dataclass(frozen=True)
class Comparison:
    """What each element was last time, by its code now.

    `codes` are codes of levels; `gaps` say why an element has none, where there was a last time;
    `left_out` are sentences on what of last time is not compared.
    """

    codes: dict[str, str] = field(default_factory=dict)
    gaps: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def crosses_versions(assessment: Assessment) -> bool:
    """Whether the assessment before had another version of the instrument, or a copy of it."""
    previous = assessment.previous
    return previous is not None and previous.framework_id != assessment.framework_id


def origin_of(assessment: Assessment, code: str) -> str:
    """The code that an element had in the assessment before; "" when it has no earlier rating."""
    if assessment.previous_id is None:
        return ""
    return assessment.origins.get(code, "") if crosses_versions(assessment) else code


def levels_compare(assessment: Assessment) -> bool:
    """Whether last time's levels are those of this assessment's scale."""
    if not crosses_versions(assessment):
        return True
    return same_scale(tree_of(assessment.previous.framework), tree_of(assessment.framework))


def comparison(assessment: Assessment) -> Comparison:
    """What the trust's own ratings were last time, in one query."""
    if assessment.previous_id is None:
        return Comparison()
    return compared(assessment, Rating.objects.agreed_codes(assessment.previous))


def compared(assessment: Assessment, earlier: Mapping[str, str]) -> Comparison:
    """The same from what last time had: element code → level code, each as it then was."""
    if assessment.previous_id is None:
        return Comparison()
    compare = levels_compare(assessment)
    codes, gaps = {}, {}
    for element in assessment.tree.elements:
        origin = origin_of(assessment, element.code)
        if not origin:
            gaps[element.code] = NEW
        elif origin not in earlier:
            gaps |= {element.code: NOT_RATED} if assessment.tree.has_levels else {}
        elif not compare:
            gaps[element.code] = OTHER_SCALE
        else:
            codes[element.code] = earlier[origin]
    return Comparison(codes, gaps, _left_out(assessment, compare))


def _left_out(assessment: Assessment, compare: bool) -> tuple[str, ...]:
    if not crosses_versions(assessment):
        return ()
    previous = assessment.previous
    said = [
        f"Not compared: {element.code} {element.name} was dropped from the framework."
        for element in dropped(previous.tree, assessment.origins)
    ]
    if not compare:
        said.append(f"Not compared: {previous.title} was rated on another scale.")
    return tuple(said)


def earlier_gap(assessment: Assessment, code: str, level: LevelNode | None) -> str:
    """Why an element's rating has no earlier one beside it; "" when it has one or needs none."""
    if assessment.previous_id is None or level is not None:
        return ""
    return NOT_RATED if origin_of(assessment, code) else NEW
