"""The rules of an instrument: what has to be there, and what fits together.

`check` looks at the whole of it before anything is written, and says everything that is wrong.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from .faults import Place, kind_of
from .models import Area, Element, Framework, Level, Strand
from .numerals import numeral
from .tokens import TOKENS

# Slugs, versions and codes are parts of addresses and of a page's anchors.
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
_MOST_STRANDS = 89

_FRAMEWORK_KEYS = (
    "slug",
    "version",
    "title",
    "source",
    "summary",
    "scale",
    "now",
    "target",
    "levels",
    "guidance",
    "areas",
    "examples",
)
_LEVEL_KEYS = ("code", "name", "meaning", "colour")
_AREA_KEYS = ("code", "name", "elements")
_ELEMENT_KEYS = ("code", "was", "name", "topics", "note", "trustee_question", "guide", "strands")
_STRAND_KEYS = ("numeral", "was", "question", "descriptors")


def check(content: Any) -> list[str]:
    """Every fault of an instrument, each with its place in words; none when it can be published."""
    faults: list[str] = []
    _Checker(Place("framework", faults)).framework(content)
    return faults


def _longest(model: type, field: str) -> int:
    return model._meta.get_field(field).max_length


class _Checker:
    """Walks an instrument once, and remembers what later parts refer to."""

    def __init__(self, place: Place):
        self.place = place
        self.levels: list[str] = []
        self.has_levels = True
        self.knows_levels = False
        self.ends: dict[str, str] = {}
        self.described: dict[str, str] = {}
        self.guides = False
        self.strands: dict[str, list[str]] = {}

    def framework(self, content: Any) -> None:
        place = self.place
        content = place.keyed(content, _FRAMEWORK_KEYS)
        self._code(place, content, "slug", Framework, _SLUG)
        self._code(place, content, "version", Framework)
        self._line(place, content, "title", Framework)
        place.text(content, "source", needed=False)
        place.text(content, "summary", needed=False)
        scale = place.text(content, "scale", is_line=True)
        if scale and scale not in Framework.Scale.values:
            place.fault(f"scale is {scale}; it has to be ordered, choices or examples")
        self._line(place, content, "now", Framework, needed=False)
        target = self._line(place, content, "target", Framework, needed=False)
        if target and scale != Framework.Scale.ORDERED:
            place.fault("target is for a scale from weak to strong; leave it out")
        self.has_levels = scale != Framework.Scale.EXAMPLES
        levels = place.items(content, "levels", needed=self.has_levels)
        if levels and not self.has_levels:
            place.fault("a framework answered by examples has no levels; leave them out", "levels")
        self.guides = scale == Framework.Scale.CHOICES
        self._levels(levels, scale)
        self._guidance(place.items(content, "guidance", needed=False))
        self._areas(place.items(content, "areas"), scale)
        self._examples(place.items(content, "examples", needed=False))

    def _code(self, place, content, key, model, pattern=_CODE) -> str:
        code = place.text(content, key, longest=_longest(model, key), is_line=True)
        if code and not pattern.fullmatch(code):
            letters = "lower-case letters" if pattern is _SLUG else "letters, dots"
            place.fault(f"{key} is {code}; it may have {letters}, digits and hyphens only")
        return code

    def _line(self, place, content, key, model, needed=True) -> str:
        longest = _longest(model, key)
        return place.text(content, key, needed=needed, longest=longest, is_line=True)

    def _once(self, what: str, codes: Iterable[str], key: str) -> None:
        for code, times in Counter(codes).items():
            if code and times > 1:
                self.place.beside(f"{what} {code}", key).fault(f"{times} {what}s have this code")

    # ── levels and guidance ───────────────────────────────────────────────────────────────

    def _levels(self, levels: list, scale: str) -> None:
        self.levels = [self._level(number, level) for number, level in enumerate(levels, 1)]
        self._once("level", self.levels, "levels")
        if len(levels) == 1:
            self.place.fault("one level only; a scale has two or more", "levels")
        # A level whose code is faulty is told of once, not again at each strand that uses it.
        self.knows_levels = len(levels) > 1 and all(self.levels)
        if scale == Framework.Scale.ORDERED and self.knows_levels:
            self.ends = {self.levels[0]: "weak", self.levels[-1]: "strong"}

    def _level(self, number: int, level: Any) -> str:
        place = self._named("level", number, level, self.place, "levels")
        level = place.keyed(level, _LEVEL_KEYS)
        code = self._code(place, level, "code", Level)
        self._line(place, level, "name", Level)
        self._line(place, level, "meaning", Level, needed=False)
        colour = place.text(level, "colour", is_line=True)
        if colour and colour not in TOKENS:
            place.fault(f"colour is {colour}; it has to be one of {', '.join(TOKENS)}")
        return code

    def _named(self, what: str, number: int, content: Any, within: Place, key: str) -> Place:
        """The place of something that has a code, or of the nth one when its code will not do."""
        code = content.get("code") if isinstance(content, dict) else None
        if isinstance(code, str) and code.strip():
            return within.beside(f"{what} {code.strip()}", key, number - 1)
        words = f"{what} no. {number}"
        if within is self.place:
            return within.beside(words, key, number - 1)
        return within.inside(words, key, number - 1)

    def _guidance(self, sections: list) -> None:
        for number, section in enumerate(sections, 1):
            place = self.place.beside(f"guidance no. {number}", "guidance", number - 1)
            section = place.keyed(section, ("title", "text"))
            place.text(section, "title", is_line=True)
            place.text(section, "text")

    # ── areas, elements and strands ───────────────────────────────────────────────────────

    def _areas(self, areas: list, scale: str) -> None:
        if scale == Framework.Scale.ORDERED and self.knows_levels:
            described = _described(areas)
            self.described = {
                code: self.ends.get(code, code) for code in self.levels if code in described
            }
        elements: list[str] = []
        codes = [self._area(number, area, elements) for number, area in enumerate(areas, 1)]
        self._once("area", codes, "areas")
        self._once("element", elements, "areas")

    def _area(self, number: int, area: Any, elements: list[str]) -> str:
        place = self._named("area", number, area, self.place, "areas")
        area = place.keyed(area, _AREA_KEYS)
        code = self._code(place, area, "code", Area)
        self._line(place, area, "name", Area)
        for nth, element in enumerate(place.items(area, "elements"), 1):
            at = self._named("element", nth, element, place, "elements")
            elements.append(self._element(at, element))
        return code

    def _element(self, place: Place, element: Any) -> str:
        element = place.keyed(element, _ELEMENT_KEYS)
        code = self._code(place, element, "code", Element)
        self._line(place, element, "name", Element)
        for number, topic in enumerate(place.items(element, "topics", needed=False), 1):
            place.as_text(f"topic no. {number}", topic, is_line=True)
        place.text(element, "note", needed=False)
        place.text(element, "trustee_question", needed=False)
        self._line(place, element, "was", Element, needed=False)
        guide = place.text(element, "guide", needed=False, is_line=True)
        if guide and not self.guides:
            place.fault("guide is for choices without order; leave it out")
        elif guide and self.knows_levels and guide not in self.levels:
            place.fault(f"guide is {guide}; the levels are {', '.join(self.levels)}")
        strands = place.items(element, "strands", needed=False)
        if len(strands) > _MOST_STRANDS:
            place.fault(f"{len(strands)} strands, and {_MOST_STRANDS} is the most")
        numerals = [numeral(position) for position in range(1, len(strands[:_MOST_STRANDS]) + 1)]
        for index, (expected, strand) in enumerate(zip(numerals, strands, strict=False)):
            inside = place.inside(f"strand {expected}", "strands", index)
            self._strand(inside, expected, strand)
        self.strands[code] = numerals
        return code

    def _strand(self, place: Place, expected: str, strand: Any) -> None:
        strand = place.keyed(strand, _STRAND_KEYS)
        found = place.text(strand, "numeral", is_line=True)
        if found and found != expected:
            place.fault(f"out of order: it is numbered {found}")
        self._line(place, strand, "was", Strand, needed=False)
        place.text(strand, "question")
        if strand is not None:
            self._descriptors(place, strand.get("descriptors", {}))

    def _descriptors(self, place: Place, descriptors: Any) -> None:
        if not isinstance(descriptors, dict):
            place.fault(f"descriptors is {kind_of(descriptors)}, and a set of keys is needed")
            return
        if descriptors and not self.has_levels and not self.levels:
            place.fault("a framework answered by examples has no descriptors; leave them out")
        for code, word in self.described.items():
            if code not in descriptors:
                place.fault(f"no {word} descriptor")
        for code, text in descriptors.items():
            place.as_text(f"the {self.ends.get(code, code)} descriptor", text)
            if self.knows_levels and code not in self.levels:
                place.fault(f"{code} is no level; the levels are {', '.join(self.levels)}")

    # ── examples ──────────────────────────────────────────────────────────────────────────

    def _examples(self, examples: list) -> None:
        for number, example in enumerate(examples, 1):
            place = self.place.beside(f"example no. {number}", "examples", number - 1)
            example = place.keyed(example, ("element", "issues"))
            element = place.text(example, "element", is_line=True)
            if element and element not in self.strands:
                place.fault(f"there is no element {element}")
            for nth, issue in enumerate(place.items(example, "issues"), 1):
                self._issue(place.inside(f"issue no. {nth}"), issue, element)

    def _issue(self, place: Place, issue: Any, element: str) -> None:
        issue = place.keyed(issue, ("strands", "text"))
        place.text(issue, "text")
        for strand in place.items(issue, "strands"):
            found = place.as_text("a strand", strand, is_line=True)
            if found and found not in self.strands.get(element, [found]):
                place.fault(f"element {element} has no strand {found}")


def _described(areas: list) -> set[str]:
    """The codes of the levels that any strand describes. An instrument may have questions alone."""
    return {
        code
        for area in areas
        for element in _within(area, "elements")
        for strand in _within(element, "strands")
        if isinstance(strand, dict) and isinstance(strand.get("descriptors"), dict)
        for code, text in strand["descriptors"].items()
        if not isinstance(text, str) or text.strip()
    }


def _within(content: Any, key: str) -> list:
    items = content.get(key) if isinstance(content, dict) else None
    return items if isinstance(items, list) else []
