"""Every fault of an instrument is told in words with its place, and nothing is written."""

from datetime import date

import pytest
import yaml
from django.core.management import CommandError, call_command

from frameworks import models
from frameworks.faults import Faulty
from frameworks.loader import publish

from .instruments import GONE, element, small, strand

pytestmark = pytest.mark.django_db

FIRST = "areas.0.elements.0"
SECOND = "areas.0.elements.1"
LEVEL = {"code": "R", "name": "Red", "colour": "red"}
QUESTIONS_ALONE = {
    "areas.0.elements": [
        {"code": "1B", "name": "B", "strands": [{"numeral": "i", "question": "Is it?"}]}
    ],
    "areas.1.elements": [
        {"code": "2A", "name": "A", "strands": [{"numeral": "i", "question": "Is it?"}]}
    ],
    "examples": [],
}

FAULTS = {
    "no slug": ({"slug": GONE}, "framework: no slug"),
    "slug for an address": (
        {"slug": "MAT capacity"},
        "framework: slug is MAT capacity; it may have lower-case letters, digits and hyphens only",
    ),
    "long slug": (
        {"slug": "a" * 61},
        "framework: slug has 61 characters, and 60 is the most",
    ),
    "version a number": (
        {"version": 1.0},
        'framework: version is 1.0 without quotes, which YAML reads as a number: write "1.0"',
    ),
    "version a date": (
        {"version": date(2026, 9, 1)},
        "framework: version is 2026-09-01 without quotes, which YAML reads as a date: "
        'write "2026-09-01"',
    ),
    "version for an address": (
        {"version": "1/2"},
        "framework: version is 1/2; it may have letters, dots, digits and hyphens only",
    ),
    "long version": (
        {"version": "1" + ".0" * 10},
        "framework: version has 21 characters, and 20 is the most",
    ),
    "title gone": ({"title": GONE}, "framework: no title"),
    "title empty": ({"title": "  "}, "framework: title is empty"),
    "title nothing": ({"title": None}, "framework: title is empty"),
    "title a list": ({"title": ["a"]}, "framework: title is a list, not text"),
    "title on two lines": (
        {"title": "One\ntwo"},
        "framework: title is on more than one line",
    ),
    "long title": (
        {"title": "é" * 201},
        "framework: title has 201 characters, and 200 is the most",
    ),
    "NUL": ({"summary": "a\x00b"}, "framework: summary has a control character, U+0000"),
    "source a set of keys": (
        {"source": {"a": "b"}},
        "framework: source is a set of keys, not text",
    ),
    "unknown key": (
        {"colour": "red"},
        "framework: unknown key colour; the keys here are slug, version, title, source, summary, "
        "scale, now, target, levels, guidance, areas, examples",
    ),
    "no scale": ({"scale": GONE}, "framework: no scale"),
    "unknown scale": (
        {"scale": "sideways"},
        "framework: scale is sideways; it has to be ordered, choices or examples",
    ),
    "no levels": ({"levels": []}, "framework: no levels"),
    "one level": (
        {"levels": [LEVEL]},
        "framework: one level only; a scale has two or more",
    ),
    "levels text": (
        {"levels": "R G"},
        "framework: levels is text, and a list is needed",
    ),
    "first level without code": ({"levels.0.code": GONE}, "level no. 1: no code"),
    "level without code": (
        {"levels.1.code": GONE},
        "level no. 2: no code",
    ),
    "level code yes or no": (
        {"levels.1.code": False},
        'level no. 2: code is false without quotes, which YAML reads as yes or no: write "false"',
    ),
    "level doubled": (
        {"levels.1.code": "R"},
        "level R: 2 levels have this code",
    ),
    "long level code": (
        {"levels.1.code": "AMBERISHRED"},
        "level AMBERISHRED: code has 11 characters, and 10 is the most",
    ),
    "code with a space": (
        {"levels.1.code": "A R"},
        "level A R: code is A R; it may have letters, dots, digits and hyphens only",
    ),
    "level without name": ({"levels.1.name": GONE}, "level AR: no name"),
    "long level name": (
        {"levels.1.name": "a" * 61},
        "level AR: name has 61 characters, and 60 is the most",
    ),
    "long meaning": (
        {"levels.1.meaning": "a" * 201},
        "level AR: meaning has 201 characters, and 200 is the most",
    ),
    "no colour": ({"levels.1.colour": GONE}, "level AR: no colour"),
    "unknown colour": (
        {"levels.1.colour": "mauve"},
        "level AR: colour is mauve; it has to be one of red, amber-red, amber-green, green, blue, "
        "violet, teal, stone",
    ),
    "level text": ({"levels.1": "AR"}, "level no. 2: this is text, and a set of keys is needed"),
    "guidance without text": ({"guidance.0.text": GONE}, "guidance no. 1: no text"),
    "guidance empty": ({"guidance.0.title": ""}, "guidance no. 1: title is empty"),
    "guidance text": (
        {"guidance": "Read it."},
        "framework: guidance is text, and a list is needed",
    ),
    "no areas": ({"areas": [], "examples": []}, "framework: no areas"),
    "area without code": ({"areas.1.code": GONE}, "area no. 2: no code"),
    "area doubled": ({"areas.1.code": "1"}, "area 1: 2 areas have this code"),
    "area without name": ({"areas.1.name": GONE}, "area 2: no name"),
    "long area name": (
        {"areas.1.name": "a" * 201},
        "area 2: name has 201 characters, and 200 is the most",
    ),
    "area without elements": ({"areas.1.elements": GONE}, "area 2: no elements"),
    "area a list": ({"areas.1": ["2A"]}, "area no. 2: this is a list, and a set of keys is needed"),
    "element without code": ({f"{FIRST}.code": GONE}, "area 1, element no. 1: no code"),
    "element code a number": (
        {f"{FIRST}.code": 11},
        "area 1, element no. 1: code is 11 without quotes, which YAML reads as a number: "
        'write "11"',
    ),
    "element doubled": (
        {"areas.1.elements.0.code": "1A"},
        "element 1A: 2 elements have this code",
    ),
    "element without name": ({f"{FIRST}.name": GONE}, "element 1A: no name"),
    "target of choices": (
        {"scale": "choices", "target": "Where we need to be"},
        "framework: target is for a scale from weak to strong; leave it out",
    ),
    "levels of examples": (
        {"scale": "examples"},
        "framework: a framework answered by examples has no levels; leave them out",
    ),
    "descriptors of examples": (
        {
            "scale": "examples",
            "levels": [],
            "examples": [],
            "areas": [{"code": "1", "name": "First", "elements": [element("1A", "i")]}],
        },
        "element 1A, strand i: a framework answered by examples has no descriptors; leave them out",
    ),
    "guide on an ordered scale": (
        {f"{FIRST}.guide": "R"},
        "element 1A: guide is for choices without order; leave it out",
    ),
    "guide to an unknown level": (
        {"scale": "choices", f"{FIRST}.guide": "B"},
        "element 1A: guide is B; the levels are R, AR, G",
    ),
    "unknown key of an element": (
        {f"{FIRST}.strnads": []},
        "element 1A: unknown key strnads; the keys here are code, was, name, topics, note, "
        "trustee_question, guide, strands",
    ),
    "topics text": (
        {f"{FIRST}.topics": "Vision"},
        "element 1A: topics is text, and a list is needed",
    ),
    "topic a number": (
        {f"{FIRST}.topics": ["Vision", 7]},
        'element 1A: topic no. 2 is 7 without quotes, which YAML reads as a number: write "7"',
    ),
    "empty note": ({f"{FIRST}.note": ""}, "element 1A: note is empty"),
    "empty trustee question": (
        {f"{FIRST}.trustee_question": None},
        "element 1A: trustee_question is empty",
    ),
    "strand out of order": (
        {f"{SECOND}.strands.1.numeral": "iii"},
        "element 1B, strand ii: out of order: it is numbered iii",
    ),
    "strand numbered otherwise": (
        {f"{SECOND}.strands.1.numeral": "2"},
        "element 1B, strand ii: out of order: it is numbered 2",
    ),
    "strand without numeral": (
        {f"{SECOND}.strands.1.numeral": GONE},
        "element 1B, strand ii: no numeral",
    ),
    "strand without question": (
        {f"{SECOND}.strands.1.question": GONE},
        "element 1B, strand ii: no question",
    ),
    "escape character": (
        {f"{SECOND}.strands.1.question": "\x1b[31mRed?"},
        "element 1B, strand ii: question has a control character, U+001B",
    ),
    "strand text": (
        {f"{SECOND}.strands.1": "Is it?"},
        "element 1B, strand ii: this is text, and a set of keys is needed",
    ),
    "no strong descriptor": (
        {f"{SECOND}.strands.1.descriptors.G": GONE},
        "element 1B, strand ii: no strong descriptor",
    ),
    "no weak descriptor": (
        {f"{SECOND}.strands.1.descriptors.R": GONE},
        "element 1B, strand ii: no weak descriptor",
    ),
    "empty end": (
        {f"{SECOND}.strands.1.descriptors.G": ""},
        "element 1B, strand ii: the strong descriptor is empty",
    ),
    "empty middle": (
        {f"{SECOND}.strands.1.descriptors.AR": ""},
        "element 1B, strand ii: the AR descriptor is empty",
    ),
    "unknown level": (
        {f"{SECOND}.strands.1.descriptors.AG": "Nearly."},
        "element 1B, strand ii: AG is no level; the levels are R, AR, G",
    ),
    "descriptors a list": (
        {f"{SECOND}.strands.1.descriptors": ["Weak.", "Strong."]},
        "element 1B, strand ii: descriptors is a list, and a set of keys is needed",
    ),
    "example of no element": (
        {"examples.0.element": "9Z"},
        "example no. 1: there is no element 9Z",
    ),
    "example of no strand": (
        {"examples.0.issues.0.strands": ["i", "iv"]},
        "example no. 1, issue no. 1: element 1B has no strand iv",
    ),
    "example without issues": ({"examples.0.issues": []}, "example no. 1: no issues"),
    "issue without text": (
        {"examples.0.issues.0.text": GONE},
        "example no. 1, issue no. 1: no text",
    ),
    "issue without strands": (
        {"examples.0.issues.0.strands": GONE},
        "example no. 1, issue no. 1: no strands",
    ),
}


def assert_nothing_is_written():
    for model in ("Framework", "Level", "Area", "Element", "Strand", "Descriptor"):
        assert getattr(models, model).objects.count() == 0


@pytest.mark.parametrize(("changes", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_its_place(changes, fault, tmp_path):
    path = tmp_path / "faulty.yaml"
    text = yaml.safe_dump(small(changes), allow_unicode=True, width=10_000)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        call_command("load_framework", path)
    told = str(caught.value).removeprefix("1 fault. Nothing was loaded.\n")
    assert told == f"{path}: {fault}"
    assert_nothing_is_written()


def test_every_fault_of_every_file_is_told_at_once(tmp_path):
    first, second, sound = (tmp_path / name for name in ("first.yaml", "second.yaml", "sound.yaml"))
    faulty = {"title": GONE, f"{SECOND}.strands.1.descriptors": {"X": "Maybe."}}
    first.write_text(yaml.safe_dump(small(faulty)))
    second.write_text("slug: small\nslug: other\n")
    sound.write_text(yaml.safe_dump(small()))
    with pytest.raises(CommandError) as caught:
        call_command("load_framework", sound, first, second)
    assert str(caught.value).splitlines() == [
        "10 faults. Nothing was loaded.",
        f"{first}: framework: no title",
        f"{first}: element 1B, strand ii: no weak descriptor",
        f"{first}: element 1B, strand ii: no strong descriptor",
        f"{first}: element 1B, strand ii: X is no level; the levels are R, AR, G",
        f"{second}: line 2, column 1: the key slug is here twice",
        f"{second}: framework: no version",
        f"{second}: framework: no title",
        f"{second}: framework: no scale",
        f"{second}: framework: no levels",
        f"{second}: framework: no areas",
    ]
    assert_nothing_is_written()


def test_questions_alone_are_an_instrument_but_a_descriptor_asks_for_the_rest():
    alone = small(QUESTIONS_ALONE)
    publish(alone)
    described = small(
        QUESTIONS_ALONE
        | {"areas.1.elements": [{"code": "2A", "name": "A", "strands": [strand("i")]}]}
    )
    with pytest.raises(Faulty) as caught:
        publish(described | {"slug": "described"})
    assert caught.value.faults == [
        "element 1B, strand i: no weak descriptor",
        "element 1B, strand i: no strong descriptor",
    ]


def test_an_element_has_as_many_strands_as_numerals_go():
    content = small({f"{FIRST}.strands": [strand("i") for _ in range(90)]})
    with pytest.raises(Faulty) as caught:
        publish(content)
    assert caught.value.faults[0] == "element 1A: 90 strands, and 89 is the most"
    assert_nothing_is_written()


@pytest.mark.parametrize("content", [None, [], "text", 7, {1: 2}, {"areas": {"a": 1}}])
def test_anything_else_is_faulty_too(content):
    with pytest.raises(Faulty):
        publish(content)
    assert_nothing_is_written()


def test_a_fault_that_quotes_the_file_is_one_short_line():
    with pytest.raises(Faulty) as caught:
        publish(small({"examples.0.element": "\x1b[31m", "title": GONE, "a\nb\x07": "c" * 9}))
    assert caught.value.faults[0].startswith("framework: unknown key a\\u000ab\\u0007; the keys")
    with pytest.raises(Faulty) as caught:
        publish(small({"k" * 9_000: "text"}))
    assert len(caught.value.faults[0]) == 501
