"""How far a response has come: what feeds the bar, the button and the refusal."""

from collections.abc import Mapping
from dataclasses import dataclass

from frameworks.tree import ElementNode, FrameworkTree


@dataclass(frozen=True)
class Progress:
    """`rated` of `total` elements; `unrated` are the others, in the framework's order."""

    total: int
    unrated: tuple[ElementNode, ...]

    @property
    def rated(self) -> int:
        """How many elements have a level."""
        return self.total - len(self.unrated)

    @property
    def is_complete(self) -> bool:
        """Whether every element has a level."""
        return not self.unrated


def progress(tree: FrameworkTree, levels: Mapping[int, int | None]) -> Progress:
    """The progress of a response, from the level of each element (keys and values are pks)."""
    return Progress(
        total=len(tree.elements),
        unrated=tuple(element for element in tree.elements if levels.get(element.pk) is None),
    )
