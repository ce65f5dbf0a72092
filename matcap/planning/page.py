"""What the plan's page shows: its lines, what to add next, and examples for an empty plan."""

from collections.abc import Mapping
from dataclasses import dataclass

from frameworks.tree import ElementNode, FrameworkTree

from .forms import PriorityForm
from .table import IssueRow, PlanTable, PriorityRow, Standing

SHOWN = 6


@dataclass(frozen=True)
class Line:
    """One line of the table: a row to read, its `form`, or (`undo`) the offer to put it back.

    `kept` asks the browser to keep the form that is on the screen already, with its words.
    """

    row: PriorityRow
    is_first: bool = False
    is_last: bool = False
    form: PriorityForm | None = None
    undo: bool = False
    kept: bool = False


@dataclass(frozen=True)
class Offers:
    """What can become a priority: `first` what the assessment points to, and the `others`."""

    first: tuple[Standing, ...]
    others: tuple[Standing, ...]

    @property
    def shown(self) -> tuple[Standing, ...]:
        """Those of the first that stand open: a page's worth."""
        return self.first[:SHOWN]

    @property
    def more(self) -> tuple[Standing, ...]:
        """The rest of the first, for whoever asks for all."""
        return self.first[SHOWN:]


@dataclass(frozen=True)
class Example:
    """A worked example of the framework: an element with issues somebody might find."""

    element: ElementNode
    issues: tuple[IssueRow, ...]


def lines_of(
    table: PlanTable, forms: Mapping[int, PriorityForm], kept: set[int], undo: int | None
) -> tuple[Line, ...]:
    """The table's lines in order. Removed rows are among them while open, or as the `undo`."""
    live = table.rows
    return tuple(
        Line(
            row,
            is_first=row is live[0] if live else False,
            is_last=row is live[-1] if live else False,
            form=forms.get(row.pk),
            undo=row.pk not in forms and row.removed_at is not None,
            kept=row.pk in kept,
        )
        for row in table.everything
        if row.removed_at is None or row.pk in forms or row.pk == undo
    )


def offers_of(tree: FrameworkTree, table: PlanTable) -> Offers:
    """The elements that are no priority yet, those that the assessment points to first.

    By the kind of scale: where the target is furthest ahead; the low ones, weakest first; choices
    that differ from before, then those that differ from the guide; elements without an example.
    """
    taken = {row.element.pk for row in table.rows}
    free = [standing for pk, standing in table.standings.items() if pk not in taken]
    if tree.asks_target:
        first = [standing for standing in free if standing.steps_to_go]
        first.sort(key=lambda standing: -standing.steps_to_go)
    elif tree.is_ordered:
        first = [standing for standing in free if tree.is_low(standing.level)]
        first.sort(key=lambda standing: standing.level.position)
    elif tree.has_levels:
        first = [standing for standing in free if standing.guide or standing.was]
        first.sort(key=lambda standing: (not standing.was, not standing.guide))
    else:
        first = [standing for standing in free if not standing.evidence.strip()]
    return Offers(tuple(first), tuple(standing for standing in free if standing not in first))


def examples_of(tree: FrameworkTree) -> tuple[Example, ...]:
    """The framework's worked examples."""
    return tuple(
        Example(element, tuple(_issue(element, issue) for issue in example["issues"]))
        for example in tree.examples
        for element in [tree.element_by_code[example["element"]]]
    )


def _issue(element: ElementNode, issue: dict) -> IssueRow:
    cited = tuple(strand for strand in element.strands if strand.numeral in issue["strands"])
    return IssueRow(0, issue["text"], cited)
