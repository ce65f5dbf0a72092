"""Searches a framework's words, in memory."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from .tree import AreaNode, ElementNode, FrameworkTree, StrandNode

LONGEST = 100  # characters of a query that are looked for


@dataclass(frozen=True)
class Search:
    """What a query finds in a framework: strands in which every word of it occurs.

    Where the element's own words (its code, name, topics, note and question for trustees) hold
    every word, it is found with all its strands, if it has any. An empty query finds everything.
    """

    tree: FrameworkTree
    query: str

    @cached_property
    def words(self) -> tuple[re.Pattern, ...]:
        """The words, each as what it matches; a straight apostrophe also means a curly one."""
        found = self.query[:LONGEST].replace("’", "'").split()
        return tuple(
            re.compile(re.escape(word).replace("'", "['’]"), re.IGNORECASE) for word in found
        )

    @cached_property
    def areas(self) -> tuple[AreaNode, ...]:
        """The areas with a find, narrowed to the elements and strands that were found."""
        narrowed = (
            replace(area, elements=tuple(filter(None, map(self._narrow, area.elements))))
            for area in self.tree.areas
        )
        return tuple(area for area in narrowed if area.elements)

    @property
    def element_count(self) -> int:
        """How many elements have a find."""
        return sum(len(area.elements) for area in self.areas)

    @property
    def strand_count(self) -> int:
        """How many strands were found."""
        return sum(len(element.strands) for area in self.areas for element in area.elements)

    def _narrow(self, element: ElementNode) -> ElementNode | None:
        if self._matches(_own_words(element)):
            return element
        strands = tuple(
            strand for strand in element.strands if self._matches(_strand_words(strand))
        )
        return replace(element, strands=strands) if strands else None

    def _matches(self, text: str) -> bool:
        return all(word.search(text) for word in self.words)


def _own_words(element: ElementNode) -> str:
    own = (element.code, element.name, *element.topics, element.note, element.trustee_question)
    return "\n".join(own)


def _strand_words(strand: StrandNode) -> str:
    return "\n".join((strand.question, *(text for _, text in strand.descriptors)))
