"""What is loaded can be written back, and loading that is no change."""

import json

import pytest
import yaml
from django.core.management import CommandError, call_command

from frameworks.dumper import as_yaml, content_of
from frameworks.loader import load, publish
from frameworks.models import Framework
from frameworks.reading import parse_yaml

from .instruments import DATA, EVERY_SHIPPED, SHAPES, SHIPPED, small

pytestmark = pytest.mark.django_db

FILES = [*EVERY_SHIPPED, *(DATA / f"{name}.yaml" for name in SHAPES)]


def dumped(capsys, *arguments) -> str:
    call_command("dump_framework", *arguments)
    return capsys.readouterr().out


def in_order(value):
    """A value with its keys' order made part of it."""
    if isinstance(value, dict):
        return [(key, in_order(item)) for key, item in value.items()]
    return [in_order(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("form", ["yaml", "json"])
def test_load_then_dump_is_the_identity(path, form, capsys, tmp_path):
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for part in content.get("guidance", []):
        part["text"] = part["text"].strip()
    load([path])
    text = dumped(capsys, content["slug"], "--format", form)
    read = json.loads(text) if form == "json" else yaml.safe_load(text)
    assert in_order(read) == in_order(content)
    again = tmp_path / "again.yaml"
    again.write_text(text, encoding="utf-8")  # JSON is YAML too
    [loaded] = load([again])
    assert not loaded.is_new


def test_yaml_is_in_block_style_folded_and_unicode(capsys):
    long = "Do “peers” visit – every term – and say what they saw? " * 6
    publish(small({"title": "Café ☕", "areas.1.elements.0.strands.0.question": long}))
    text = dumped(capsys, "small")
    assert "title: Café ☕\n" in text
    assert (
        "          - numeral: i\n            question: >-\n              Do “peers” visit" in text
    )
    assert "version: '1.0'\n" in text
    assert "{" not in text
    assert max(map(len, text.splitlines())) <= 110


@pytest.mark.parametrize(
    "text",
    [
        "one\ntwo",
        "one\n\ntwo",
        "one\n  two " + "long " * 40 + "end",
        "- one: two # three",
        "null",
        "'\"",
        "tab\tand\u2028line",
        "word " * 50 + "  " + "word " * 50 + ".",
        "😀 שלום",
    ],
)
def test_any_text_survives(text):
    content = {"slug": "a", "areas": [{"text": text}]}
    assert parse_yaml(as_yaml(content)) == (content, [])


def test_keys_that_would_be_empty_are_left_out(capsys):
    publish(small({"examples": [], "guidance": [], "areas.0.elements.0.topics": []}))
    text = dumped(capsys, "small")
    content = yaml.safe_load(text)
    assert list(content) == ["slug", "version", "title", "scale", "levels", "areas"]
    assert list(content["areas"][0]["elements"][0]) == ["code", "name", "strands"]


def test_the_latest_version_or_the_one_asked_for(capsys):
    publish(small({"version": "2.0"}))
    publish(small({"version": "1.0"}))
    assert "version: '1.0'" in dumped(capsys, "small")
    assert "version: '2.0'" in dumped(capsys, "small", "--version", "2.0")


def test_what_there_is_is_named_when_it_is_not_found():
    with pytest.raises(CommandError) as caught:
        call_command("dump_framework", "small")
    assert str(caught.value) == (
        "There is no framework small. None is loaded yet: load one with load_framework FILE."
    )
    publish(small())
    publish(small({"version": "1.1"}))
    with pytest.raises(CommandError) as caught:
        call_command("dump_framework", "small", version="3")
    assert str(caught.value) == "There is no framework small 3. There is: small 1.0, small 1.1."


def test_a_digest_is_of_the_content_that_is_dumped():
    [loaded] = load([SHIPPED])
    publish(content_of(loaded.framework))
    assert Framework.objects.count() == 1
