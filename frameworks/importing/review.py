"""An imported draft to look over: what was understood beside what was not, in their order."""

from dataclasses import asdict, dataclass

from frameworks.editing import faults_of
from frameworks.models import Draft
from frameworks.preview import tree_of_content
from frameworks.tree import AreaNode, ElementNode

from .by_hand import columns_of, counts_of, in_words
from .outcome import Reading


def kept_of(reading: Reading) -> dict:
    """What `actions.start_draft` keeps of a reading besides its content, as it takes it."""
    return {
        "unread": [asdict(one) for one in reading.unread],
        "unpaired": [asdict(one) for one in reading.unpaired],
        "filled": [{"element": code} | asdict(one) for code, one in reading.filled.items()],
        "dated_on": reading.dated and reading.dated.on,
        "dated_by": reading.dated.why if reading.dated else "",
    }


@dataclass(frozen=True)
class Understood:
    """An element, by its number from 1; what of it does not pair, in words; what stood after it."""

    number: int
    element: ElementNode
    unpaired: str
    unread: list[dict]


class Review:
    """What an import came to, as it is now.

    `before` and `elsewhere` are what was not understood and stands after no element: at the
    document's beginning, and where an element has another code by now.
    """

    def __init__(self, draft: Draft):
        self.tree = tree_of_content(draft.content)
        self.unread = draft.unread
        by_code: dict[str, list[dict]] = {}
        for piece in draft.unread:
            by_code.setdefault(piece["after"], []).append(piece)
        self.before = by_code.pop("", [])
        self.areas = list(self._areas(draft.content, by_code))
        self.elsewhere = [piece for pieces in by_code.values() for piece in pieces]
        self.faults = faults_of(draft.content)

    def _areas(self, content: dict, by_code: dict[str, list[dict]]):
        columns, number = columns_of(content), 0
        for area, node in zip(content.get("areas", []), self.tree.areas, strict=True):
            elements = []
            for one, element in zip(area.get("elements", []), node.elements, strict=True):
                number += 1
                counts = counts_of(one, columns)
                said = in_words(counts) if counts else ""
                elements.append(Understood(number, element, said, by_code.pop(element.code, [])))
            yield _Area(node, elements)

    @property
    def unpaired(self) -> list[Understood]:
        """The elements whose questions and descriptors are to be paired."""
        return [one for area in self.areas for one in area.elements if one.unpaired]

    @property
    def left(self) -> list[Understood]:
        """The elements after which something stands that was not understood."""
        return [one for area in self.areas for one in area.elements if one.unread]

    @property
    def in_short(self) -> str:
        """How much was understood, and how much was not."""
        elements = self.tree.elements
        strands = sum(len(element.strands) for element in elements)
        said = [_counted(len(elements), "element")]
        if strands:
            said.append(_counted(strands, "strand"))
        areas = _counted(len(self.areas), "area")
        verb = "were" if len(elements) + strands > 1 else "was"
        return f"{' and '.join(said)} in {areas} {verb} understood; {self._left}."

    @property
    def _left(self) -> str:
        count = len(self.unread)
        if not count:
            return "nothing was left over"
        return f"{_counted(count, 'piece')} {'was' if count == 1 else 'were'} not"


@dataclass(frozen=True)
class _Area:
    node: AreaNode
    elements: list[Understood]


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
