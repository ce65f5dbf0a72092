"""How far a response has come: what feeds the bar, the button and the refusal."""

from collections.abc import Mapping
from dataclasses import dataclass

from frameworks.tree import ElementNode, FrameworkTree


@dataclass(frozen=True)
class Progress:
    """`rated` of `total` elements are answered; `unrated` are the others, in order."""

    total: int
    unrated: tuple[ElementNode, ...]

    @property
    def rated(self) -> int:
        """How many elements are answered."""
        return self.total - len(self.unrated)

    @property
    def is_complete(self) -> bool:
        """Whether every element is answered."""
        return not self.unrated


def progress(tree: FrameworkTree, answers: Mapping[int, object]) -> Progress:
    """The progress of a response; `answers` are true, by primary key, for what is answered."""
    return Progress(
        total=len(tree.elements),
        unrated=tuple(element for element in tree.elements if not answers.get(element.pk)),
    )
