"""A search finds the strands in which all its words occur, and marks them."""

import pytest

from frameworks.loader import publish
from frameworks.search import Search
from frameworks.templatetags.marking import marked
from frameworks.tree import tree_of

from .instruments import small

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    first = "areas.0.elements.0.strands"
    return tree_of(
        publish(
            small(
                {
                    f"{first}.0.question": "Do the trust’s leaders visit (each year)?",
                    f"{first}.1.descriptors.G": "Leaders visit every term.",
                    "areas.0.elements.1.name": "Visits and peers",
                    "areas.1.elements.0.trustee_question": "Which peer helped most?",
                }
            )
        )
    )


def found(tree, query: str) -> dict[str, list[str]]:
    return {
        element.code: [strand.numeral for strand in element.strands]
        for area in Search(tree, query).areas
        for element in area.elements
    }


EVERYTHING = {"1A": ["i", "ii"], "1B": ["i", "ii", "iii"], "2A": ["i"]}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", EVERYTHING),
        ("   ", EVERYTHING),
        ("LEADERS visit", {"1A": ["i", "ii"]}),
        ("leaders term", {"1A": ["ii"]}),
        ("trust's", {"1A": ["i"]}),
        ("trust’s", {"1A": ["i"]}),
        ("(each", {"1A": ["i"]}),
        ("visits", {"1B": ["i", "ii", "iii"]}),  # in the element's name: all its strands
        ("peer", {"1B": ["i", "ii", "iii"], "2A": ["i"]}),
        ("2a", {"2A": ["i"]}),
        ("visit nothing", {}),
        (".*", {}),
        ("[", {}),
        ("\\", {}),
        ("(?P<x>", {}),
        ("<script>", {}),
    ],
)
def test_what_a_query_finds(tree, query, expected):
    assert found(tree, query) == expected


def test_how_much_was_found(tree):
    search = Search(tree, "peer")
    assert (search.strand_count, search.element_count) == (4, 2)
    assert [area.code for area in search.areas] == ["1", "2"]


def test_only_the_start_of_a_long_query_is_looked_for(tree):
    assert found(tree, "leaders" + " " * 100 + "nothing") == {"1A": ["i", "ii"]}


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Do peers visit?", "", "Do peers visit?"),
        ("Do peers visit?", "PEER do", "<mark>Do</mark> <mark>peer</mark>s visit?"),
        ("visits", "visit visits", "<mark>visits</mark>"),
        ("a <b> & c", "<b>", "a <mark>&lt;b&gt;</mark> &amp; c"),
        ("a <b> & c", "amp", "a &lt;b&gt; &amp; c"),
        ("it’s (so)", "it's (", "<mark>it’s</mark> <mark>(</mark>so)"),
        ("<script>", "", "&lt;script&gt;"),
    ],
)
def test_marks(tree, text, query, expected):
    assert marked(text, Search(tree, query).words) == expected
