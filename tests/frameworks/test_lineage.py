"""Where elements and strands of one version come from in another."""

import pytest

from frameworks.dumper import content_of
from frameworks.lineage import changes, corrected, dropped, mapping, same_scale
from frameworks.loader import publish
from frameworks.models import Framework
from frameworks.tree import tree_of

from .instruments import element, first_version, lined, second_version, small, third_version, was

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return publish(first_version())


@pytest.fixture
def second(first):
    return publish(second_version())


@pytest.fixture
def third(second):
    return publish(third_version())


def mapped(old, new):
    return mapping(tree_of(old), tree_of(new))


def test_a_version_maps_to_the_one_before(first, second):
    found = mapped(first, second)
    assert found.elements == {"1A": "1A", "1B": "1B", "1C": "2A", "2B": "2B", "2D": ""}
    assert found.strands == {
        ("1A", "i"): "i",
        ("1A", "ii"): "ii",
        ("1B", "ii"): "i",
        ("1B", "iii"): "iii",
        ("1C", "i"): "i",
        ("1C", "ii"): "ii",
        ("2B", "i"): "i",
    }


def test_it_goes_back_over_several_versions(first, third):
    found = mapped(first, third)
    assert found.elements == {"1A": "1A", "1B": "1B", "2B": "2B", "2D": "", "3A": "2A"}
    assert found.strands["3A", "ii"] == "ii"
    assert found.strands["1B", "ii"] == "i"


def test_a_mapping_goes_back_to_an_older_version(first, second):
    found = mapped(second, first)
    assert found.elements == {"1A": "1A", "1B": "1B", "2A": "1C", "2B": "2B", "2C": ""}
    assert found.strands["1B", "i"] == "ii"
    assert ("1B", "ii") not in found.strands


def test_a_trusts_own_copy_meets_its_original(first, second, trust):
    own = lined("1.0", {"1": [element("1A", "i"), was(element("9Z", "i", "ii"), "2A")]}, slug="own")
    copy = publish(own, owner=trust, follows=first)
    assert mapped(second, copy).elements == {"1A": "1A", "9Z": "1C"}
    assert mapped(copy, second).elements == {"1A": "1A", "1B": "", "1C": "9Z", "2B": "", "2D": ""}


def test_two_that_never_meet_are_matched_by_code(first):
    other = publish(lined("1.0", {"1": [element("1A", "i"), element("7A", "i")]}, slug="other"))
    assert mapped(first, other).elements == {"1A": "1A", "7A": ""}


def test_a_version_maps_to_itself(second):
    found = mapped(second, second)
    assert all(code == home for code, home in found.elements.items())
    assert all(numeral == home for (_, numeral), home in found.strands.items())


def test_what_changed_is_said_of_each_element(first, second):
    old, new = tree_of(first), tree_of(second)
    said = {
        one.element.code: (one.marks, one.of_strands)
        for one in changes(old, new, mapping(old, new))
    }
    assert said == {
        "1A": (("reworded",), ()),
        "1B": (("strands changed",), ("(i) is new", "(ii) was (i)", "the old (ii) was dropped")),
        "1C": (("was 2A",), ()),
        "2B": ((), ()),
        "2D": (("new",), ()),
    }
    homes = mapping(old, new).elements
    assert [one.code for one in dropped(old, homes)] == ["2C"]


def test_a_person_can_say_otherwise(first, second):
    old, new = tree_of(first), tree_of(second)
    found = corrected(old, new, {"2D": "2C", "1C": ""})
    assert found.elements == {"1A": "1A", "1B": "1B", "1C": "", "2B": "2B", "2D": "2C"}
    assert found.strands["2D", "i"] == "i"  # it asks the same
    assert not [place for place in found.strands if place[0] == "1C"]
    assert [one.code for one in dropped(old, found.elements)] == ["2A"]


def test_levels_compare_where_their_codes_are_the_same(first):
    renamed = second_version(**{"levels.0.name": "Dark red"})
    other = lined("3.0", {"1": [element("1A", "i")]}, **{"levels.1.code": "A"})
    old = tree_of(first)
    assert same_scale(old, tree_of(publish(renamed)))
    assert not same_scale(old, tree_of(publish(other)))


def test_a_line_is_every_version_and_copy_and_nothing_else(first, second, trust, rival):
    own = publish(lined("1.0", {"1": [element("1A", "i")]}, slug="own"), owner=trust, follows=first)
    own_next = publish(lined("2.0", {"1": [element("1A", "i")]}, slug="own"), owner=trust)
    publish(lined("1.0", {"1": [element("1A", "i")]}, slug="lined"), owner=rival)
    publish(small())
    line = {first.pk, second.pk, own.pk, own_next.pk}
    for one in (first, second, own, own_next):
        assert Framework.objects.in_line_with(one) == line


# ── a file that is changed and loaded again ───────────────────────────────────────────────


def edited(framework, **changes) -> Framework:
    """The file of a framework, changed, as the next version; its dump is the same to the loader."""
    made = publish(content_of(framework) | {"version": "next"} | changes)
    assert publish(content_of(made)) == made
    assert publish(content_of(framework) | {"version": "next"} | changes) == made
    return made


def test_what_a_file_says_of_the_version_before_it_is_not_said_of_it(second):
    found = mapped(second, edited(second, title="Edited"))
    assert found.elements == {code: code for code in ("1A", "1B", "1C", "2B", "2D")}
    assert {(home, was): was for home, was in found.strands} == found.strands


def test_what_a_file_newly_says_is_of_the_version_it_is_of(second):
    content = content_of(second)
    [_, renumbered, moved], [_, new] = (area["elements"] for area in content["areas"])
    moved["code"] = "3A"  # and still says that it was 2A, which the second version does not have
    new |= {"code": "2E"}  # and still says that it is new
    first, second_strand, last = renumbered["strands"]
    renumbered["strands"] = [
        {"numeral": "i", "was": "new", "question": "Anew?", "descriptors": {"R": "N", "G": "Y"}},
        first | {"numeral": "ii", "was": "i"},
        second_strand | {"numeral": "iii", "was": "ii"},
        last | {"numeral": "iv", "was": "iii"},
    ]
    found = mapped(second, edited(second, areas=content["areas"]))
    assert found.elements == {"1A": "1A", "1B": "1B", "3A": "1C", "2B": "2B", "2E": "2D"}
    assert {numeral: was for (code, numeral), was in found.strands.items() if code == "1B"} == {
        "ii": "i",
        "iii": "ii",
        "iv": "iii",
    }
