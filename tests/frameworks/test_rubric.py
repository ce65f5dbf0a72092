"""The rubric: a framework as a page to read, search, jump about in and print."""

import itertools
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from frameworks.loader import load, publish
from frameworks.tree import tree_of

from .instruments import DATA, EVERY_SHIPPED, grown, small

pytestmark = pytest.mark.django_db


def address(trust, framework) -> str:
    return reverse("rubric", args=[trust.slug, framework.slug, framework.version])


@pytest.fixture
def read(sign_in, board, trust):
    """Reads the rubric of a framework, as a board member."""

    def page(framework, query: str | None = None, **headers) -> str:
        asked = {} if query is None else {"q": query}
        response = sign_in(board).get(address(trust, framework), asked, headers=headers)
        assert response.status_code == 200
        return response.content.decode()

    return page


def words(html: str) -> str:
    """The text of some HTML, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def ids(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


def strands(html: str) -> list[str]:
    return [name for name in ids(html) if name.startswith("strand-")]


def headings(html: str) -> list[int]:
    return [int(level) for level in re.findall(r"<h([1-6])", html)]


def test_the_whole_framework_is_there(framework, read):
    html = read(framework)
    text = words(html)
    tree = tree_of(framework)
    said = [tree.title, tree.summary, tree.source]
    said += [words(part["text"]) for part in tree.guidance]
    said += [f"{level.code} {level.name} {level.meaning}" for level in tree.levels]
    for element in tree.elements:
        said += [f"{element.code} {element.name}", " · ".join(element.topics)]
        said += [element.note, element.trustee_question]
        for strand in element.strands:
            (weak, weak_text), (strong, strong_text) = strand.descriptors
            said.append(
                f"{strand.numeral} {strand.question} {weak.code} {weak.name} {weak_text} "
                f"{strong.code} {strong.name} {strong_text}"
            )
    assert [sentence for sentence in said if sentence not in text] == []
    assert strands(html) == [
        f"strand-{element.code}-{strand.numeral}"
        for element in tree.elements
        for strand in element.strands
    ]


def test_every_area_and_element_can_be_jumped_to(framework, read):
    html = read(framework)
    links = re.findall(r'href="#((?:area|element)-[^"]+)"', html)
    tree = tree_of(framework)
    assert len(links) == 5 + 12
    assert set(links) == {f"area-{area.code}" for area in tree.areas} | {
        f"element-{element.code}" for element in tree.elements
    }
    assert set(links) <= set(ids(html))


def test_the_outline_is_sound(framework, read):
    html = read(framework)
    levels = headings(html)
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert len(ids(html)) == len(set(ids(html)))


def test_a_search_narrows_it_and_says_how_much_was_found(read):
    [(framework, _)] = load([DATA / "four-stages.yaml"])
    html = read(framework, "compost Teach")
    assert "1 strand in 1 element for “compost Teach”. Clear the search" in words(html)
    assert strands(html) == ["strand-G.1-i"]
    assert "Pupils make <mark>compost</mark>, and <mark>teach</mark> the younger" in html
    assert "2 strands in 2 elements for “pupil”." in words(read(framework, "pupil"))


def test_a_search_that_finds_nothing_says_so(framework, trust, read):
    html = read(framework, "zebra crossing")
    sentence = "Nothing in this framework has “zebra crossing”. Try fewer or shorter words."
    assert f"{sentence} Clear the search" in words(html)
    assert f'<a href="{address(trust, framework)}">Clear the search</a>' in html
    assert strands(html) == []


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", '"><b x="', "(", "[a-", "\\", "%s"])
def test_a_search_for_anything_is_harmless(query, framework, read):
    html = read(framework, query)
    assert query in unescape(html)
    assert "<script>alert" not in html
    assert '<b x="' not in html


def test_a_query_of_any_length_and_kind_is_answered(framework, read):
    assert strands(read(framework, "a\x00b")) == []
    assert strands(read(framework, "zz " * 1_000)) == []
    assert len(strands(read(framework, " "))) == 73


def test_htmx_gets_what_changes_and_no_more(framework, read):
    piece = read(framework, "peer review", **{"HX-Request": "true"})
    assert "<h1" not in piece
    assert '<div id="search-state" hx-swap-oob="innerHTML">' in piece
    whole = read(framework, "peer review")
    state = re.search(r'<div id="search-state" role="status">(.*?)</div>', whole, re.DOTALL)[1]
    assert state.strip() in piece
    body = whole[whole.index('<div class="rubric-body">') : whole.index("</main>")]
    start = piece.index('<div class="rubric-body">')
    assert body.startswith(piece[start:].strip())


def test_going_back_in_history_gets_the_whole_page(framework, read):
    restore = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<h1" in read(framework, **restore)


def test_an_answer_to_htmx_is_not_kept_for_the_page(framework, sign_in, board, trust):
    response = sign_in(board).get(address(trust, framework))
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("person", ["lead", "contributor", "board"])
def test_every_member_may_read_it(person, request, framework, sign_in, trust):
    client = sign_in(request.getfixturevalue(person))
    assert client.get(address(trust, framework)).status_code == 200


def test_nobody_else_may(framework, sign_in, rival_lead, trust):
    assert sign_in(rival_lead).get(address(trust, framework)).status_code == 404
    assert Client().get(address(trust, framework)).status_code == 302


@pytest.mark.parametrize(
    "path", ["mat-capacity/9.9/", "other/1.0/", "mat-capacity/1%000/", "mat-capacity/../"]
)
def test_what_is_not_there_is_not_found(path, framework, sign_in, board, trust):
    response = sign_in(board).get(f"/t/{trust.slug}/frameworks/{path}")
    assert response.status_code == 404


def test_it_takes_as_many_queries_however_large_it_is(
    sign_in, board, trust, django_assert_num_queries
):
    client = sign_in(board)
    for elements, count in ((12, 73), (40, 400)):
        framework = publish(grown(elements=elements, strands=count))
        tree_of(framework)
        # The session, the person, the membership with its trust, the framework's row, own words.
        with django_assert_num_queries(5):
            html = client.get(address(trust, framework), {"q": "is"}).content.decode()
        assert len(strands(html)) == count


def test_four_described_stages(read):
    [(framework, _)] = load([DATA / "four-stages.yaml"])
    text = words(read(framework))
    assert "The levels, from Bare to In fruit BARE Bare nothing grows yet SOWN Sown" in text
    assert (
        "ii Is there water? BARE Bare Water is carried from indoors. SOWN Sown There is a tap. "
        "LEAF In leaf Rain is caught in butts. FRUIT In fruit Rain waters the beds by itself."
    ) in text
    assert "Count what can be used today." in text


def test_choices_without_order(read):
    [(framework, _)] = load([DATA / "three-choices.yaml"])
    html = read(framework)
    text = words(html)
    assert (
        "The choices, in no order None is better than another. Choose the one that fits. "
        "SET Standardise one way for every school LINE Align"
    ) in text
    assert "i Who chooses how long a lesson is? ii Who chooses when the day starts?" in text
    assert "i Who chooses the caterer? SET Standardise One contract feeds every school." in text
    assert "The levels" not in text
    assert "How to use it" not in text


@pytest.fixture
def read_shipped(read):
    """Reads the rubric of a shipped framework, by its slug."""

    def page(slug: str, query: str | None = None) -> str:
        [(framework, _)] = load([path for path in EVERY_SHIPPED if path.stem == slug])
        return read(framework, query)

    return page


@pytest.mark.parametrize("path", EVERY_SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_framework_has_its_rubric(path, read):
    [(framework, _)] = load([path])
    html = read(framework)
    tree = tree_of(framework)
    titles = [words(title) for title in re.findall(r"<h3 id=.*?</h3>", html)]
    assert titles == [f"{element.code} {element.name}" for element in tree.elements]
    said = [
        sentence
        for element in tree.elements
        for sentence in (
            element.note,
            element.trustee_question,
            *(f"{strand.numeral} {strand.question}" for strand in element.strands),
        )
    ]
    text = words(html)
    assert [sentence for sentence in said if sentence not in text] == []


def test_examples_have_no_scale(read_shipped):
    html = read_shipped("leadership-elements")
    text = words(html)
    assert "Each element is answered with an example, in your own words. It has no levels." in text
    assert "level-key" not in html
    assert "chip" not in html
    assert strands(html) == []


def test_a_guide_is_not_given_away(read_shipped):
    """Each choice is explained once, and no practice says where the source would put it."""
    html = read_shipped("standardise-align-autonomy")
    assert html.count('class="chip') == 3
    practices = html[html.index('<div class="rubric-body">') :]
    assert "chip" not in practices
    assert not re.search("standardise|autonomy|>(S|AL|AU)<", practices, re.IGNORECASE)
    assert "None is better than another. Choose the one that fits." in words(html)


def test_both_levels_are_explained_where_there_is_a_target(read_shipped):
    text = words(read_shipped("trust-characteristics"))
    assert "The levels, from Beginning to Leading" in text
    assert (
        "Each element gets two levels: Where we are now , the one that fits today, "
        "and Where we need to be , the one to reach."
    ) in text
    assert "Each element gets two levels" not in words(read_shipped("improvement-checklist"))


def test_a_search_finds_elements_without_strands(read_shipped):
    html = read_shipped("leadership-elements", "vision")
    found = [name for name in ids(html) if name.startswith("element-")]
    assert found == [f"element-{code}" for code in (1, 4, 12, 21)]
    assert "4 elements for “vision”. Clear the search" in words(html)
    assert "Nothing in this framework has “zebra”" in words(
        read_shipped("leadership-elements", "zebra")
    )


def test_what_a_framework_says_is_shown_as_text(read):
    hostile = "<script>alert(1)</script><b onclick=x>"
    html = read(
        publish(
            small(
                {
                    "title": hostile,
                    "summary": hostile,
                    "source": hostile,
                    "levels.0.name": hostile,
                    "levels.0.meaning": hostile,
                    "guidance.0.text": hostile,
                    "areas.0.name": hostile,
                    "areas.0.elements.0.name": hostile,
                    "areas.0.elements.0.topics": [hostile],
                    "areas.0.elements.0.note": hostile,
                    "areas.0.elements.0.strands.0.question": hostile,
                    "areas.0.elements.0.strands.0.descriptors.R": hostile,
                }
            )
        ),
        "script",
    )
    assert "<script>alert" not in html
    assert "<b onclick" not in html
