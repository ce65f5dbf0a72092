"""The heat map as a pure function: areas, rows, cells and changes."""

import pytest

from frameworks.loader import publish
from frameworks.tree import tree_of
from matcap.insights.heatmap import Change, build

from ..frameworks.instruments import small

CHOICES = {"scale": "choices", "version": "2.0"}


@pytest.fixture
def tree(db):
    """Elements 1A, 1B and 2A in two areas; levels R, AR and G."""
    return tree_of(publish(small()))


def ratings(tree, *codes, school=None, name=None):
    """Rows as the database gives them, one a level code; "-" is not rated."""
    return [
        (school, name, element.pk, None if code == "-" else tree.level_by_code[code].pk, None)
        for element, code in zip(tree.elements, codes, strict=True)
    ]


def codes(cells):
    return [cell.level.code if cell.level else None for cell in cells]


def elements(cells):
    return [cell.element.code for cell in cells]


def test_columns_are_areas_in_order_with_their_elements(tree):
    heat_map = build(tree, ratings(tree, "R", "-", "G"))
    assert [column.area.name for column in heat_map.columns] == ["First", "Second"]
    assert [elements(column.cells) for column in heat_map.columns] == [["1A", "1B"], ["2A"]]
    assert codes(heat_map.cells) == ["R", None, "G"]
    assert heat_map.rows == ()


def test_rows_are_schools_by_name_whatever_order_they_come_in(tree):
    heat_map = build(
        tree,
        [
            *ratings(tree, "G", "G", "G", school=1, name="Birch"),
            *ratings(tree, "-", "-", "-"),
            *ratings(tree, "R", "AR", "-", school=2, name="Ash"),
        ],
    )
    assert [(row.label, codes(row.cells)) for row in heat_map.rows] == [
        ("Ash", ["R", "AR", None]),
        ("Birch", ["G", "G", "G"]),
    ]


def test_two_schools_of_one_name_are_two_rows(tree):
    both = ratings(tree, "G", "G", "G", school=1, name="St Mary's")
    both += ratings(tree, "R", "R", "R", school=2, name="St Mary's")
    assert [codes(row.cells)[0] for row in build(tree, both).rows] == ["G", "R"]


def test_a_rating_that_is_missing_is_not_rated(tree):
    assert codes(build(tree, ratings(tree, "R", "AR", "G")[:1]).cells) == ["R", None, None]
    assert codes(build(tree, []).cells) == [None] * 3


def test_changes_are_told_element_by_element(tree):
    heat_map = build(
        tree, ratings(tree, "AR", "R", "G"), {"1A": "R", "1B": "AR", "2A": "G", "9Z": "R"}
    )
    assert [cell.change for cell in heat_map.cells] == [
        Change.STRONGER,
        Change.WEAKER,
        Change.SAME,
    ]
    assert [cell.before.code for cell in heat_map.cells] == ["R", "AR", "G"]
    assert elements(heat_map.moved) == ["1A", "1B"]
    assert heat_map.compares


def test_what_was_not_rated_or_not_on_the_scale_before_is_not_compared(tree):
    heat_map = build(tree, ratings(tree, "-", "R", "G"), {"1A": "R", "1B": "PURPLE"})
    assert [cell.change for cell in heat_map.cells] == [None] * 3
    assert not heat_map.compares
    assert heat_map.moved == ()


def test_schools_are_not_compared(tree):
    heat_map = build(tree, ratings(tree, "G", "G", "G", school=1, name="Ash"), {"1A": "R"})
    assert [cell.change for cell in heat_map.rows[0].cells] == [None] * 3


def test_where_to_build_first_is_the_weaker_half_weakest_first(tree):
    heat_map = build(tree, ratings(tree, "G", "R", "-"))
    assert elements(heat_map.build_first) == ["1B"]
    assert elements(heat_map.strongest) == ["1A"]
    assert elements(heat_map.unrated) == ["2A"]


def test_not_rated_never_counts_as_weak(tree):
    heat_map = build(tree, ratings(tree, "-", "-", "-"), {"1A": "G"})
    assert heat_map.build_first == heat_map.strongest == heat_map.moved == ()
    assert elements(heat_map.unrated) == ["1A", "1B", "2A"]


def test_the_middle_of_an_odd_scale_is_not_weak(tree):
    assert elements(build(tree, ratings(tree, "AR", "AR", "R")).build_first) == ["2A"]


def test_choices_without_order_are_different_and_never_stronger(db):
    tree = tree_of(publish(small(CHOICES)))
    heat_map = build(tree, ratings(tree, "R", "G", "G"), {"1A": "G", "1B": "R", "2A": "G"})
    assert [cell.change for cell in heat_map.cells] == [Change.OTHER, Change.OTHER, Change.SAME]
    assert heat_map.build_first == heat_map.strongest == ()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (Change.STRONGER, "stronger than"),
        (Change.WEAKER, "weaker than"),
        (Change.SAME, "the same as"),
        (Change.OTHER, "different from"),
    ],
)
def test_a_change_has_words_to_stand_before_the_earlier_title(change, word):
    assert change.word == word
