"""Small groups are not shown by themselves."""

from matcap.moderation.groups import fold


def shown(*groups, names=False):
    """(name, people) of what is shown, from (name, people, how many have begun)."""
    numbered = [(pk, *group) for pk, group in enumerate(groups, 1)]
    return [(group.name, group.people) for group in fold(numbered, shows_names=names)]


def test_groups_of_three_and_more_stand_by_themselves():
    assert shown(("Executives", 3, 3), ("Heads", 8, 5)) == [("Executives", 3), ("Heads", 8)]


def test_small_groups_are_folded_into_others():
    groups = ("Executives", 4, 4), ("Trustees", 2, 2), ("Governors", 1, 1)
    assert shown(*groups) == [("Executives", 4), ("Others", 3)]


def test_one_small_group_takes_the_next_smallest_with_it():
    groups = ("Executives", 4, 4), ("Heads", 9, 9), ("Trustees", 2, 2)
    assert shown(*groups) == [("Heads", 9), ("Others", 6)]


def test_who_has_not_begun_hides_nobody():
    groups = ("Executives", 9, 2), ("Heads", 5, 5), ("Middle leaders", 4, 4)
    assert shown(*groups) == [("Heads", 5), ("Others", 13)]


def test_a_group_in_which_nobody_has_begun_stands_by_itself():
    assert shown(("Executives", 3, 0), ("Heads", 8, 8)) == [("Executives", 3), ("Heads", 8)]


def test_a_few_people_in_all_are_everybody():
    assert shown(("Executives", 1, 1), ("Heads", 1, 1)) == [("Everybody", 2)]
    assert shown() == []


def test_where_names_are_shown_nothing_is_folded():
    groups = ("Executives", 1, 1), ("Heads", 2, 0)
    assert shown(*groups, names=True) == [("Executives", 1), ("Heads", 2)]


def test_a_folded_line_knows_its_groups():
    [executives, others] = fold(
        [(7, "Executives", 3, 3), (8, "Trustees", 2, 2), (9, "Heads", 1, 1)], shows_names=False
    )
    assert executives.groups == {7}
    assert others.groups == {8, 9}
