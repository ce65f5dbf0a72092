"""A trust's own words for a framework."""

from copy import deepcopy

import pytest

from frameworks.actions import publish_words, put_words_aside, start_draft
from frameworks.editing import elements_of
from frameworks.loader import publish
from frameworks.models import Framework
from frameworks.tree import tree_of
from frameworks.wordings import fits, worded_in
from matcap.ui.refusal import Refused

from .instruments import SMALL, small

OTHER_CODES = [
    {"code": f"L{number}", "name": f"Level {number}", "colour": "red"} for number in (1, 2, 3)
]


def own_words(changes=None) -> dict:
    """SMALL in other words."""
    content = small({"title": "Ours", **(changes or {})})
    for element in elements_of(content):
        element["name"] = f"Our {element['code']}"
        for strand in element["strands"]:
            strand["question"] = f"Our question {strand['numeral']}"
            strand["descriptors"] = {
                code: f"Our {code} {strand['numeral']}" for code in strand["descriptors"]
            }
    return content


def draft_of(trust, lead, content):
    return start_draft(trust=trust, by=lead, content=content, source_name="ours.docx")


@pytest.fixture
def shipped(db):
    return publish(small())


def take(trust, lead, framework, content) -> Framework:
    draft = draft_of(trust, lead, content)
    return publish_words(draft=draft, framework=framework, version=1, by=lead)


def test_a_framework_in_the_words_of_a_trust(trust, lead, shipped):
    words = take(trust, lead, shipped, own_words())
    tree, before = tree_of(shipped, words), tree_of(shipped)
    assert words.owner == trust
    assert words.wording_of == shipped
    assert [one.pk for one in tree.elements] == [one.pk for one in before.elements]
    assert tree.element_by_code["1B"].name == "Our 1B"
    strand = tree.element_by_code["1B"].strands[2]
    assert strand.pk == before.element_by_code["1B"].strands[2].pk
    assert strand.question == "Our question iii"
    assert [(level.code, text) for level, text in strand.descriptors] == [
        ("R", "Our R iii"),
        ("G", "Our G iii"),
    ]
    assert not Framework.objects.used_by(trust).filter(pk=words.pk)


def test_levels_with_other_codes_are_those_in_the_same_place(trust, lead, shipped):
    content = own_words({"levels": OTHER_CODES})
    for element in elements_of(content):
        for strand in element["strands"]:
            texts = strand["descriptors"]
            strand["descriptors"] = {"L1": texts["R"], "L3": texts["G"]}
    words = take(trust, lead, shipped, content)
    [strand] = tree_of(shipped, words).element_by_code["2A"].strands
    assert [(level.code, text) for level, text in strand.descriptors] == [
        ("R", "Our R i"),
        ("G", "Our G i"),
    ]


def test_a_level_that_the_document_does_not_describe_keeps_the_published_words(
    trust, lead, shipped
):
    content = own_words()
    for element in elements_of(content):
        for strand in element["strands"]:
            del strand["descriptors"]["R"]
    words = take(trust, lead, shipped, content)
    [strand] = tree_of(shipped, words).element_by_code["2A"].strands
    assert [text for _, text in strand.descriptors] == ["It is not (i).", "Our G i"]


OTHERS = {
    "an element more": lambda one: one["areas"][1]["elements"].append({"code": "2B", "name": "B"}),
    "an element less": lambda one: one["areas"][0]["elements"].pop(),
    "another code": lambda one: one["areas"][1]["elements"][0].update(code="2X"),
    "a strand less": lambda one: one["areas"][0]["elements"][0]["strands"].pop(),
    "a level more": lambda one: one["levels"].append({"code": "B", "name": "B", "colour": "blue"}),
    "another kind of scale": lambda one: one.update(scale="choices"),
    "no areas": lambda one: one.update(areas=[]),
}


@pytest.mark.parametrize("what", OTHERS)
def test_another_framework_is_no_wording(trust, lead, shipped, what):
    content = deepcopy(SMALL)
    assert fits(content, tree_of(shipped))
    OTHERS[what](content)
    assert worded_in(content, [shipped]) == []
    with pytest.raises(Refused, match="These are no words for A small instrument"):
        take(trust, lead, shipped, content)
    assert not Framework.objects.words_of(trust)


def test_words_that_are_not_whole_are_refused_and_those_before_stay(trust, lead, shipped):
    words = take(trust, lead, shipped, own_words())
    content = own_words()
    content["areas"][0]["elements"][0]["strands"][1]["question"] = ""
    with pytest.raises(Refused, match="put right first: element 1A, strand ii: question is empty"):
        take(trust, lead, shipped, content)
    assert list(Framework.objects.words_of(trust)) == [words]


def test_new_words_take_the_place_of_those_before(trust, lead, shipped):
    first = take(trust, lead, shipped, own_words())
    second = take(trust, lead, shipped, own_words({"areas.0.name": "Anew"}))
    assert list(Framework.objects.words_of(trust)) == [second]
    assert first.slug == second.slug
    assert first.version != second.version
    assert put_words_aside(trust=trust, framework=shipped)
    assert not Framework.objects.words_of(trust)
    assert not put_words_aside(trust=trust, framework=shipped)


def test_nobody_words_a_framework_that_is_not_theirs(trust, lead, rival):
    theirs = publish(small({"slug": "theirs"}), owner=rival)
    with pytest.raises(Refused, match="not shared with"):
        take(trust, lead, theirs, own_words())
