"""What marks point to."""

import pytest

from frameworks.tree import ElementNode, FrameworkTree, LevelNode, StrandNode
from matcap.assessments.suggestion import suggest

NAMES = {"R": "Red", "AR": "Amber Red", "AG": "Amber Green", "G": "Green"}
LEVELS = tuple(
    LevelNode(place, place, code, name, "", "red")
    for place, (code, name) in enumerate(NAMES.items(), start=1)
)
ELEMENT = ElementNode(
    1, 1, "1A", "", (), "", "", "1", tuple(StrandNode(n, n, "?", ()) for n in range(1, 7))
)


def framework(scale="ordered"):
    return FrameworkTree((), 1, "s", "1", "", "", "", scale, "", "", (), (), LEVELS, ())


def said(codes, **shape):
    by_code = {level.code: level for level in LEVELS}
    return suggest(framework(**shape), ELEMENT, [by_code[code] for code in codes.split()])


def test_without_marks_there_is_nothing_to_say():
    assert said("") is None


@pytest.mark.parametrize(
    ("marks", "level", "reason"),
    [
        ("R", "Red", "Your marks so far lean to the weak end: 1 Red of 6."),
        ("R R AR", "Red", "Your marks so far lean to the weak end: 2 Red, 1 Amber Red of 6."),
        ("G G G G G G", "Green", "Your marks so far lean to the strong end: 6 Green of 6."),
        ("R G G G", "Amber Green",
         "Your marks so far lean to the strong end: 1 Red, 3 Green of 6."),
        ("AR AG AG", "Amber Green",
         "Your marks so far lean to the strong end: 1 Amber Red, 2 Amber Green of 6."),
        ("R AR", None, "Your marks so far lean to the weak end: 1 Red, 1 Amber Red of 6. "
         "They fall between Red and Amber Red."),
        ("R G", None, "Your marks so far balance between the two ends: 1 Red, 1 Green of 6. "
         "They fall between Amber Red and Amber Green."),
    ],
)  # fmt: skip
def test_the_nearest_level_and_why(marks, level, reason):
    suggestion = said(marks)
    assert (suggestion.level and suggestion.level.name, suggestion.reason) == (level, reason)


def test_choices_without_order_suggest_nothing():
    assert said("R G G", scale="choices") is None
