"""How far apart people are, in numbers and in words."""

from fractions import Fraction
from itertools import product
from statistics import mean

import pytest

from frameworks.tree import tree_of
from matcap.moderation.groups import ShownGroup
from matcap.moderation.spread import Line, Standing, spread, widest_first

from ..house import instruments


@pytest.fixture
def tree(framework):
    return tree_of(framework)


@pytest.fixture
def choices(db):
    """A tree whose levels have no order."""
    return tree_of(instruments()["who-decides"])


def counts(tree, text: str) -> dict:
    """Counts by level, from such as "AR 3, G 1"."""
    pairs = [pair.split() for pair in text.split(", ") if pair]
    return {tree.level_by_code[code]: int(people) for code, people in pairs}


def standing(tree, agreed=None, element=0, **groups) -> Standing:
    lines = tuple(
        Line(ShownGroup(name.replace("_", " "), frozenset([number]), 5), counts(tree, text))
        for number, (name, text) in enumerate(groups.items())
    )
    return Standing(tree, tree.elements[element], lines, agreed)


@pytest.mark.parametrize("text", ["R 1, G 1", "R 2, AR 1, G 4", "AR 5, AG 5", "G 3", "R 7, AR 1"])
def test_it_is_the_mean_distance_between_two_people(tree, text):
    people = [level for level, n in counts(tree, text).items() for _ in range(n)]
    pairs = [
        abs(one.position - other.position)
        for (i, one), (j, other) in product(enumerate(people), repeat=2)
        if i != j
    ]
    assert spread(tree, counts(tree, text)) == Fraction(mean(map(Fraction, pairs)))


def test_one_person_and_nobody_are_not_apart(tree):
    assert spread(tree, {}) == spread(tree, counts(tree, "G 1")) == 0


def test_choices_without_order_are_the_same_or_different(choices):
    first, second, *_ = choices.levels
    last = choices.levels[-1]
    assert spread(choices, {first: 1, last: 1}) == spread(choices, {first: 1, second: 1}) == 1
    assert spread(choices, {first: 2, last: 2}) == Fraction(2, 3)


def test_widest_first_and_the_frameworks_order_among_equals(tree):
    all_agree = standing(tree, element=0, Heads="G 5")
    far = standing(tree, element=5, Heads="R 2, G 3")
    near = standing(tree, element=2, Heads="AR 2, AG 3")
    nobody = standing(tree, element=1, Heads="")
    assert widest_first([nobody, all_agree, near, far]) == [far, near, all_agree, nobody]


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ({"Heads": ""}, "No people rated this element."),
        ({"Heads": "G 1"}, "1 person rated this element."),
        ({"Heads": "G 2", "Trustees": "G 2"}, "4 people rated this element. All chose Green."),
        (
            {"Executives": "AG 3, G 1", "Heads": "AR 3, AG 2", "Middle_leaders": "R 3, AR 2"},
            "14 people rated this element. Executives and middle leaders see it differently.",
        ),
        (
            {"Heads": "AR 2, AG 2", "Trustees": "AG 2"},
            "6 people rated this element. They lie between Amber Red and Amber Green.",
        ),
        (
            {"Heads": "R 2, G 2", "Trustees": "AR 2, AG 2"},
            "8 people rated this element. People differ within their groups.",
        ),
        (
            {"Heads": "R 3", "SLT": "G 3"},
            "6 people rated this element. Heads and SLT see it differently.",
        ),
    ],
)
def test_the_sentence(tree, groups, said):
    assert standing(tree, **groups).in_words == said


def test_the_sentence_of_choices_without_order(choices):
    one, other, *_ = (level.code for level in choices.levels)
    apart = standing(choices, Heads=f"{one} 3", Trustees=f"{other} 3")
    assert apart.in_words.endswith("Heads and trustees see it differently.")
    mixed = standing(choices, Heads=f"{one} 3, {other} 1", Trustees=f"{other} 3")
    assert mixed.in_words.endswith("People differ within their groups.")


def test_a_line_counts_who_did_not_rate(tree):
    [line] = standing(tree, Heads="R 1, G 2").lines
    assert (line.rated, line.unrated) == (3, 2)
