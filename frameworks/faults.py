"""What is wrong with an instrument, each fault with its place in words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL = re.compile(r"(?![\n\t])" + _UNPRINTABLE.pattern)
_LONGEST_FAULT = 500  # characters: a fault may quote the file, which may be one long word


class Faulty(Exception):
    """An instrument that cannot be published. `faults` says everything wrong, a line each."""

    def __init__(self, faults: Iterable[str]):
        self.faults = [_one_line(fault) for fault in faults]
        super().__init__("\n".join(self.faults))


def _one_line(fault: str) -> str:
    """A fault that is safe to print, whatever it quotes."""
    if len(fault) > _LONGEST_FAULT:
        fault = fault[:_LONGEST_FAULT] + "…"
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", fault)


class Fault(str):
    """A fault in words, led by its place. `path` is that place as keys and positions, from 0:

    ("areas", 0, "elements", 2, "strands", 1, "question").
    """

    __slots__ = ("path",)

    def __new__(cls, words: str, path: tuple):
        """Words that know where they are meant."""
        made = super().__new__(cls, words)
        made.path = path
        return made


@dataclass(frozen=True)
class Unquoted:
    """A value as `written` in a YAML file that YAML takes for `kind` ("a number"), not for text."""

    written: str
    kind: str


_KINDS = (
    (str, "text"),
    (bool, "yes or no"),
    ((int, float), "a number"),
    (date, "a date"),
    (list, "a list"),
    (dict, "a set of keys"),
    (type(None), "nothing"),
)


def kind_of(value: Any) -> str:
    """What a value is, in words."""
    if isinstance(value, Unquoted):
        return value.kind
    return next((name for types, name in _KINDS if isinstance(value, types)), "something else")


def wrong_with_text(value: Any, *, longest: int | None = None, is_line: bool = False) -> str:
    """Why `value` will not do as a text ("is empty"), or "". `is_line`: it has to be one line."""
    if isinstance(value, Unquoted) and value.kind != "nothing":
        return (
            f"is {value.written} without quotes, which YAML reads as {value.kind}: "
            f'write "{value.written}"'
        )
    if value is None or isinstance(value, Unquoted) or value == "":
        return "is empty"
    if not isinstance(value, str):
        return f"is {kind_of(value)}, not text"
    return _wrong_with_characters(value, is_line) or _wrong_with_length(value.strip(), longest)


def _wrong_with_characters(value: str, is_line: bool) -> str:
    if is_line and "\n" in value.strip():
        return "is on more than one line"
    found = _CONTROL.search(value)
    return f"has a control character, U+{ord(found[0]):04X}" if found else ""


def _wrong_with_length(value: str, longest: int | None) -> str:
    if not value:
        return "is empty"
    if longest and len(value) > longest:
        return f"has {len(value)} characters, and {longest} is the most"
    return ""


class Place:
    """A place in an instrument, in words, that notes what is wrong there in one list of faults.

    Where there is a fault its readers give back something empty, so that checking goes on and
    finds the rest; `content` is None where it was no set of keys, which has been noted by then.
    """

    def __init__(self, words: str, faults: list[str], path: tuple = ()):
        self.words = words
        self.path = path
        self._faults = faults

    def inside(self, words: str, *steps) -> "Place":
        """A place within this one, by its words and by the steps that lead there."""
        return Place(f"{self.words}, {words}", self._faults, self.path + steps)

    def beside(self, words: str, *steps) -> "Place":
        """A place within this one that has words of its own."""
        return Place(words, self._faults, self.path + steps)

    def fault(self, text: str, *steps) -> None:
        """Note that `text` is wrong here, or `steps` further."""
        self._faults.append(Fault(f"{self.words}: {text}", self.path + steps))

    def keyed(self, value: Any, keys: Iterable[str]) -> dict | None:
        """`value` as a set of keys, none but `keys`."""
        if not isinstance(value, dict):
            self.fault(f"this is {kind_of(value)}, and a set of keys is needed")
            return None
        for key in value:
            if key not in keys:
                self.fault(f"unknown key {key}; the keys here are {', '.join(keys)}")
        return value

    def text(self, content: dict | None, key: str, *, needed: bool = True, **limits) -> str:
        """The text under `key`. `limits` are those of `wrong_with_text`."""
        if content is not None and key in content:
            return self.as_text(key, content[key], **limits)
        if content is not None and needed:
            self.fault(f"no {key}", key)
        return ""

    def as_text(self, name: str, value: Any, **limits) -> str:
        """`value` as a text, stripped, that faults call `name`."""
        wrong = wrong_with_text(value, **limits)
        if wrong:
            self.fault(f"{name} {wrong}", name)
            return ""
        return value.strip()

    def items(self, content: dict | None, key: str, *, needed: bool = True) -> list:
        """The list under `key`, with something in it when it is needed."""
        if content is None:
            return []
        value = content.get(key, [])
        if not isinstance(value, list):
            self.fault(f"{key} is {kind_of(value)}, and a list is needed", key)
            return []
        if needed and not value:
            self.fault(f"no {key}", key)
        return value
