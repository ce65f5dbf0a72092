"""What Word's own lists write before a paragraph: the file holds rules, not the numbers."""

import re
from typing import NamedTuple

from docx.oxml.ns import qn

_VAL = qn("w:val")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"))
_ROMAN += ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Listed(NamedTuple):
    """A paragraph's place in a list: its label ("" for a bullet) and its depth from 0."""

    label: str
    depth: int


class _Level(NamedTuple):
    start: int
    form: str
    text: str
    style: str


class Lists:
    """Counts through a document's lists. Paragraphs have to be shown to it in their order."""

    def __init__(self, numbering, styles):
        """From the XML elements of a document's numbering (None if it has none) and styles."""
        self.styles = {style.get(qn("w:styleId")): style for style in styles.iter(qn("w:style"))}
        self.levels: dict[str, dict[int, _Level]] = {}  # of an abstract list, by depth
        self.abstract: dict[str, str] = {}  # of a list
        self.restarts: dict[str, dict[int, int]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        if numbering is not None:
            self._learn(numbering)

    def _learn(self, numbering) -> None:
        linked = {}
        for abstract in numbering.iterchildren(qn("w:abstractNum")):
            name = abstract.get(qn("w:abstractNumId"))
            self.levels[name] = {
                int(level.get(qn("w:ilvl"))): _level(level)
                for level in abstract.iterchildren(qn("w:lvl"))
            }
            if style := _value(abstract, "numStyleLink"):
                linked[name] = style
        for one in numbering.iterchildren(qn("w:num")):
            number = one.get(qn("w:numId"))
            self.abstract[number] = _value(one, "abstractNumId")
            self.restarts[number] = {
                int(over.get(qn("w:ilvl"))): int(_value(over, "startOverride") or 1)
                for over in one.iterchildren(qn("w:lvlOverride"))
                if over.find(qn("w:startOverride")) is not None
            }
        for name, style in linked.items():
            number, _ = self._of_style(style)
            self.levels[name] = self.levels.get(self.abstract.get(number, ""), {})

    def listed(self, paragraph) -> Listed | None:
        """The place of a w:p in its list, counting it; None where it is in none."""
        number, depth = self._list_of(paragraph)
        abstract = self.abstract.get(number)
        level = self.levels.get(abstract, {}).get(depth)
        if level is None:
            return None
        return Listed(self._counted(number, abstract, depth), depth)

    def _list_of(self, paragraph) -> tuple[str, int]:
        properties = paragraph.find(qn("w:pPr"))
        style = _value(properties, "pStyle") if properties is not None else ""
        own = properties.find(qn("w:numPr")) if properties is not None else None
        number, depth = self._of_style(style)
        if own is None:
            return number, depth
        number = _value(own, "numId") or number
        return number, int(_value(own, "ilvl") or 0)

    def _of_style(self, name: str) -> tuple[str, int]:
        """The list and depth that a style gives its paragraphs, itself or by its base."""
        seen: set[str] = set()
        while name in self.styles and name not in seen:
            seen.add(name)
            style = self.styles[name]
            properties = style.find(qn("w:pPr"))
            own = properties.find(qn("w:numPr")) if properties is not None else None
            if own is not None and (number := _value(own, "numId")):
                return number, self._depth(number, name, _value(own, "ilvl"))
            name = _value(style, "basedOn")
        return "", 0

    def _depth(self, number: str, style: str, said: str) -> int:
        levels = self.levels.get(self.abstract.get(number, ""), {})
        return next((at for at, level in levels.items() if level.style == style), int(said or 0))

    def _counted(self, number: str, abstract: str, depth: int) -> str:
        levels, counts = self.levels[abstract], self.counts.setdefault(abstract, {})
        for at, start in self.restarts.pop(number, {}).items():
            counts[at] = start - 1
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]

        def at(found: re.Match) -> str:
            place = int(found[1]) - 1
            level = levels.get(place)
            return _written(counts.get(place, level.start), level.form) if level else ""

        return re.sub(r"%([1-9])", at, levels[depth].text) if _is_counted(levels[depth]) else ""


def _is_counted(level: _Level) -> bool:
    return level.form not in ("bullet", "none")


def _level(level) -> _Level:
    return _Level(
        int(_value(level, "start") or 1),
        _value(level, "numFmt"),
        _value(level, "lvlText"),
        _value(level, "pStyle"),
    )


def _value(element, tag: str) -> str:
    found = element.find(qn(f"w:{tag}"))
    return "" if found is None else found.get(_VAL) or ""


def _written(count: int, form: str) -> str:
    if form.endswith("Letter"):
        text = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
    elif form.endswith("Roman"):
        text = _roman(count)
    else:
        return str(count)
    return text.upper() if form.startswith("upper") else text


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (count // value)
        count %= value
    return text
