"""Where the elements and strands of one version of an instrument come from in another. Pure.

An element says by `was` which code it had in the version before, a strand which numeral in the
element that its own was; `new` says that there was none, and nothing that it was the same.
"""

from collections.abc import Mapping as Codes
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise

from .tree import ElementNode, FrameworkTree, StrandNode, tree_before

NEW = "new"

# An element's (code, ""), or a strand's (code of its element, numeral).
_Place = tuple[str, str]


@dataclass(frozen=True)
class Mapping:
    """`elements`: each code → the code that it had, "" for a new one; `strands`: (code, numeral)
    → the numeral that it had in that element, for each strand that has a home there.
    """

    elements: dict[str, str]
    strands: dict[_Place, str]


@dataclass(frozen=True)
class Changed:
    """How an element stands to the one that it continues, `old`; None for a new one.

    Of its strands: the `added`, the `renumbered` with the numerals they had, and the numerals of
    those that are `dropped`. `is_reworded` says that the same thing is said in other words.
    """

    element: ElementNode
    old: ElementNode | None
    is_reworded: bool = False
    added: tuple[StrandNode, ...] = ()
    renumbered: tuple[tuple[StrandNode, str], ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """What to look at, in a word or two each; nothing where all is as it was."""
        if self.old is None:
            return ("new",)
        found = [
            (f"was {self.old.code}", self.old.code != self.element.code),
            ("reworded", self.is_reworded),
            ("strands changed", self.added or self.dropped),
        ]
        return tuple(word for word, is_so in found if is_so)

    @property
    def of_strands(self) -> tuple[str, ...]:
        """What became of its strands, a phrase each."""
        return (
            *(f"({strand.numeral}) is new" for strand in self.added),
            *(f"({strand.numeral}) was ({was})" for strand, was in self.renumbered),
            *(f"the old ({was}) was dropped" for was in self.dropped),
        )


def mapping(old: FrameworkTree, new: FrameworkTree) -> Mapping:
    """Where everything in `new` comes from in `old`, of the same instrument.

    It goes back along what they follow to the version where the two meet, and on from there; so
    `old` may be the newer of the two, or a copy. Two that never meet are matched by code.
    """
    ours, theirs = _line(new), _line(old)
    known = {tree.key for tree in theirs}
    meeting = next((tree.key for tree in ours if tree.key in known), None)
    if meeting is None:
        found = _step(old, new, by_code=True)
    else:
        found = _composed(_back_to(meeting, ours), _inverted(_back_to(meeting, theirs)))
    elements = {
        element.code: found.get((element.code, ""), ("", ""))[0] for element in new.elements
    }
    strands = {
        (code, numeral): was
        for (code, numeral), (home, was) in found.items()
        if numeral and home == elements[code]
    }
    return Mapping(elements, strands)


def corrected(old: FrameworkTree, new: FrameworkTree, origins: Codes[str, str]) -> Mapping:
    """The mapping with the elements of `origins`, code → old code or "", as a person has them.

    The strands of an element that comes from elsewhere than its version says are matched by their
    questions.
    """
    said = mapping(old, new)
    elements = {code: origins.get(code, was) for code, was in said.elements.items()}
    strands = {}
    for element in new.elements:
        code, home = element.code, old.element_by_code.get(elements[element.code])
        asked = {strand.question: strand.numeral for strand in home.strands} if home else {}
        for strand in element.strands:
            place = (code, strand.numeral)
            as_said = elements[code] == said.elements[code]
            was = said.strands.get(place) if as_said else asked.get(strand.question)
            if was:
                strands[place] = was
    return Mapping(elements, strands)


def changes(old: FrameworkTree, new: FrameworkTree, mapped: Mapping) -> tuple[Changed, ...]:
    """How each element of `new` stands to the one that it continues, in order."""
    return tuple(
        _changed(element, old.element_by_code.get(mapped.elements[element.code]), mapped)
        for element in new.elements
    )


def since(content: dict, before: FrameworkTree) -> dict:
    """Content of a file that becomes the version after `before`, with `was` as of that.

    Who edits the file of `before` and raises its version leaves in it what that says of its own
    past. So what both say of one place is inherited, and left out, unless something else is said to
    have been in that place. An element under another code is known by its name, or by a `was` that
    `before` has no element for.
    """
    content = deepcopy(content)
    elements = [element for area in content["areas"] for element in area["elements"]]
    same = _inherited(
        {element["code"]: element.get("was", "") for element in elements},
        {element.code: element.was for element in before.elements},
    )
    for element in elements:
        home = _home(element, before, same)
        if element["code"] in same:
            del element["was"]
        elif home and "was" in element:
            element["was"] = home.code
        strands = element.get("strands", []) if home else []
        inherited = _inherited(
            {strand["numeral"]: strand.get("was", "") for strand in strands},
            {strand.numeral: strand.was for strand in home.strands} if home else {},
        )
        for strand in strands:
            if strand["numeral"] in inherited:
                del strand["was"]
    return content


def _inherited(said: Codes[str, str], before: Codes[str, str]) -> set[str]:
    """The places of which `said` has the same `was` as `before`, and that nothing else was in."""
    same = {place for place, was in said.items() if was and before.get(place) == was}
    while taken := same & {was for place, was in said.items() if place not in same}:
        same -= taken
    return same


def _home(element: dict, before: FrameworkTree, same: set[str]) -> ElementNode | None:
    """The element of `before` that an element of a file continues."""
    code = element["code"]
    was = code if code in same else element.get("was", code)
    named = before.element_by_code.get(was)
    if was == code or (named and named.name == element["name"]):
        return named
    is_gone = named is None and was != NEW
    others = [one for one in before.elements if one.was == was]
    return next((one for one in others if is_gone or one.name == element["name"]), named)


def dropped(old: FrameworkTree, origins: Codes[str, str]) -> tuple[ElementNode, ...]:
    """The elements of `old` that nothing continues."""
    kept = set(origins.values())
    return tuple(element for element in old.elements if element.code not in kept)


def same_scale(old: FrameworkTree, new: FrameworkTree) -> bool:
    """Whether levels compare: the same codes, on an ordered scale in the same order."""
    codes = [[level.code for level in tree.levels] for tree in (old, new)]
    if old.scale != new.scale:
        return False
    return codes[0] == codes[1] if new.is_ordered else set(codes[0]) == set(codes[1])


def _line(tree: FrameworkTree) -> list[FrameworkTree]:
    """A version and those before it, newest first."""
    line = [tree]
    while before := tree_before(line[-1]):
        line.append(before)
    return line


def _back_to(meeting: tuple, line: list[FrameworkTree]) -> dict[_Place, _Place]:
    """Where everything in the first of a line comes from in the version whose key is `meeting`."""
    first = line[0]
    found = {place: place for place in _places(first)}
    for newer, older in pairwise(line):
        if newer.key == meeting:
            break
        found = _composed(found, _step(older, newer))
    return found


def _places(tree: FrameworkTree) -> list[_Place]:
    return [
        (element.code, numeral)
        for element in tree.elements
        for numeral in ("", *(strand.numeral for strand in element.strands))
    ]


def _step(old: FrameworkTree, new: FrameworkTree, by_code: bool = False) -> dict[_Place, _Place]:
    """Where everything comes from in the version before; `by_code` heeds no `was`."""
    there = set(_places(old))
    found = {}
    for element in new.elements:
        home = element.code if by_code else element.was or element.code
        if element.was == NEW and not by_code:
            continue
        claims = [("", "")] + [
            (strand.numeral, strand.numeral if by_code else strand.was or strand.numeral)
            for strand in element.strands
        ]
        for numeral, was in claims:
            if (home, was) in there:
                found[element.code, numeral] = home, was
    return found


def _composed(first: dict[_Place, _Place], then: dict[_Place, _Place]) -> dict[_Place, _Place]:
    return {place: then[middle] for place, middle in first.items() if middle in then}


def _inverted(found: dict[_Place, _Place]) -> dict[_Place, _Place]:
    """The way back; of several that come from one, the first."""
    back: dict[_Place, _Place] = {}
    for place, origin in found.items():
        back.setdefault(origin, place)
    return back


def _changed(element: ElementNode, old: ElementNode | None, mapped: Mapping) -> Changed:
    if old is None:
        return Changed(element, None)
    was = {
        strand: mapped.strands[element.code, strand.numeral]
        for strand in element.strands
        if (element.code, strand.numeral) in mapped.strands
    }
    before = {strand.numeral: strand for strand in old.strands}
    return Changed(
        element,
        old,
        is_reworded=(element.name, element.topics) != (old.name, old.topics)
        or any(_texts(strand) != _texts(before[numeral]) for strand, numeral in was.items()),
        added=tuple(strand for strand in element.strands if strand not in was),
        renumbered=tuple(
            (strand, numeral) for strand, numeral in was.items() if strand.numeral != numeral
        ),
        dropped=tuple(numeral for numeral in before if numeral not in was.values()),
    )


def _texts(strand: StrandNode) -> tuple:
    return strand.question, {level.code: text for level, text in strand.descriptors}
