"""What a save that came too late and what is saved have in common, and where they part."""

from collections.abc import Mapping
from dataclasses import dataclass

from frameworks.tree import ElementNode, FrameworkTree, LevelNode
from matcap.ui.differences import Piece, differences

from .models import Rating


@dataclass(frozen=True)
class Text:
    """One of the texts, in pieces: as it is saved now, and as the person has it."""

    name: str
    saved: tuple[Piece, ...]
    mine: tuple[Piece, ...]


@dataclass(frozen=True)
class Choice:
    """A level as it is saved now and as the person has it; None is none."""

    numeral: str
    saved: LevelNode | None
    mine: LevelNode | None


@dataclass(frozen=True)
class Conflict:
    """Both sides: the level, the target where one is asked for, the texts that somebody wrote, and
    the marks that are not the same."""

    level: Choice
    target: Choice | None
    texts: tuple[Text, ...]
    marks: tuple[Choice, ...]


def conflict(
    tree: FrameworkTree, element: ElementNode, rating: Rating, touched: Mapping
) -> Conflict:
    """Lay what a person sent, as `actions.rate` takes it, beside the rating as it stands.

    What they did not send is on their side as it is saved.
    """
    levels, marks = tree.level_by_pk, touched.get("marks", {})
    names = {"evidence": tree.words.evidence, "reason": f"Why this {tree.words.rating}"}

    def text(field: str) -> Text:
        saved = getattr(rating, field)
        return Text(names[field], *differences(saved, touched.get(field, saved)))

    def choice(saved: int | None, field: str) -> Choice:
        return Choice("", levels.get(saved), levels.get(touched.get(field, saved)))

    return Conflict(
        level=choice(rating.level_id, "level"),
        target=choice(rating.target_level_id, "target") if tree.asks_target else None,
        texts=tuple(one for one in (text("evidence"), text("reason")) if one.saved or one.mine),
        marks=tuple(
            Choice(strand.numeral, levels.get(saved), levels.get(mine))
            for strand in element.strands
            for saved in [rating.marked.get(strand.pk)]
            for mine in [marks.get(strand.pk, saved)]
            if mine != saved
        ),
    )
