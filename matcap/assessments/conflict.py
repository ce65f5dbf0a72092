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
    """Both sides: the level, the texts that somebody wrote, and the marks that are not the same."""

    level: Choice
    texts: tuple[Text, ...]
    marks: tuple[Choice, ...]


def conflict(
    tree: FrameworkTree, element: ElementNode, rating: Rating, touched: Mapping
) -> Conflict:
    """Lay what a person sent, as `actions.rate` takes it, beside the rating as it stands.

    What they did not send is on their side as it is saved.
    """
    levels, marks = tree.level_by_pk, touched.get("marks", {})

    def text(field: str) -> Text:
        saved = getattr(rating, field)
        name = Rating._meta.get_field(field).verbose_name
        return Text(name[0].upper() + name[1:], *differences(saved, touched.get(field, saved)))

    return Conflict(
        level=Choice(
            "", levels.get(rating.level_id), levels.get(touched.get("level", rating.level_id))
        ),
        texts=tuple(one for one in (text("evidence"), text("reason")) if one.saved or one.mine),
        marks=tuple(
            Choice(strand.numeral, levels.get(saved), levels.get(mine))
            for strand in element.strands
            for saved in [rating.marked.get(strand.pk)]
            for mine in [marks.get(strand.pk, saved)]
            if mine != saved
        ),
    )
