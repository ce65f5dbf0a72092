"""Reads YAML that nobody vouches for: small, plain and with nothing in it but its own text.

PyYAML parses; we build. A file gets no further than its first tag, anchor or alias, so nothing in
it can run, and nothing in it can grow.
"""

from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml.reader import Reader

from .faults import Faulty, Unquoted

LARGEST = 1_000_000  # bytes; the instrument we ship has 55,000
DEEPEST = 20  # an instrument needs eight

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER = yaml.resolver.Resolver()
_KINDS = {
    "int": "a number",
    "float": "a number",
    "bool": "yes or no",
    "timestamp": "a date",
    "null": "nothing",
}


class Parsed(NamedTuple):
    """What YAML holds (dicts, lists, texts, and `Unquoted` for all else); what is wrong with it."""

    content: Any
    faults: list[str]


def read_yaml(path: str | Path) -> Parsed:
    """Read the YAML file at `path`. Raises Faulty when it cannot be read to its end."""
    return parse_yaml(_text_of(path))


def _text_of(path: str | Path) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise Faulty([f"this file cannot be read: {error.strerror}"]) from error
    if len(data) > LARGEST:
        raise Faulty(["this file is larger than 1 MB, which no framework needs"])
    return decoded(data)


def decoded(data: bytes) -> str:
    """The text of a file's bytes. Raises Faulty when they are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Faulty([f"line {line}: this is not UTF-8 text; save the file as UTF-8"]) from error


def parse_yaml(text: str) -> Parsed:
    """Read YAML text, as `read_yaml`."""
    control = Reader.NON_PRINTABLE.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise Faulty([f"line {line}: a control character, U+{ord(control[0]):04X}"])
    builder = _Builder(text)
    try:
        return Parsed(builder.document(), builder.faults)
    except yaml.MarkedYAMLError as error:
        raise Faulty([_at(error.problem_mark, f"this is not YAML: {error.problem}")]) from error
    except (ValueError, OverflowError) as error:
        raise Faulty([f"this is not YAML: an escape names no character ({error})"]) from error


def _at(mark, text: str) -> str:
    return f"line {mark.line + 1}, column {mark.column + 1}: {text}"


class _Builder:
    """Builds one document out of the parser's events; of a doubled key, the first stays."""

    def __init__(self, text: str):
        self.events = yaml.parse(text, Loader=_Parser)
        self.faults: list[str] = []

    def document(self) -> Any:
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise Faulty(["this file is empty"])
        content = self._value(next(self.events), 1)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise Faulty([_at(after.start_mark, "a second document; a file holds one framework")])
        return content

    def _value(self, event, depth: int) -> Any:
        if getattr(event, "anchor", None):
            raise Faulty([_at(event.start_mark, "anchors and aliases (& and *) are not allowed")])
        if event.tag:
            raise Faulty([_at(event.start_mark, "tags (!) are not allowed")])
        if depth > DEEPEST:
            raise Faulty([_at(event.start_mark, f"nested more than {DEEPEST} deep")])
        if isinstance(event, yaml.SequenceStartEvent):
            return [self._value(item, depth + 1) for item in self._until(yaml.SequenceEndEvent)]
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(depth)
        return _scalar(event)

    def _until(self, end: type):
        for event in self.events:
            if isinstance(event, end):
                return
            yield event

    def _mapping(self, depth: int) -> dict:
        content: dict = {}
        for event in self._until(yaml.MappingEndEvent):
            key = self._key(event, depth)
            value = self._value(next(self.events), depth + 1)
            if key in content:
                self.faults.append(_at(event.start_mark, f"the key {key} is here twice"))
            content.setdefault(key, value)
        return content

    def _key(self, event, depth: int) -> str:
        key = self._value(event, depth + 1)
        if isinstance(key, Unquoted):
            wrong = f'YAML reads the key {key.written} as {key.kind}: write "{key.written}"'
            self.faults.append(_at(event.start_mark, wrong))
            return key.written
        if not isinstance(key, str):
            raise Faulty([_at(event.start_mark, "a key has to be text")])
        return key


def _scalar(event) -> str | Unquoted:
    if not event.implicit[0]:
        return event.value
    kind = _RESOLVER.resolve(yaml.ScalarNode, event.value, (True, False)).rpartition(":")[2]
    if kind == "str":
        return event.value
    return Unquoted(event.value, _KINDS.get(kind, "an instruction"))
