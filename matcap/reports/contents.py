"""From a record to what a document shows, part by part. Pure: nothing here reads the database."""

from collections import defaultdict
from dataclasses import dataclass
from math import ceil

from frameworks.tree import AreaNode, ElementNode, FrameworkTree, LevelNode, StrandNode
from matcap.assessments.models import Response
from matcap.insights import register
from matcap.insights.heatmap import Cell, Change, HeatMap, build
from matcap.insights.register import Item, Register, Written

from .record import Record

QUESTIONS = 4
CHANGE_LINES = 14
GAP_LINES = 6
# For a framework that gives its elements no question of their own.
GENERAL_QUESTION = "What difference would pupils notice if we became stronger here?"
QUESTION_OF_CHOICES = "How would we know that this choice is right for our pupils?"
QUESTION_OF_EXAMPLES = "Where could we see this for ourselves?"
# How many lines of 7 mm an element without strands has for notes.
LINES_OF_CHOICES, LINES_OF_EXAMPLES = 2, 5


@dataclass(frozen=True)
class StrandPart:
    """A strand, its mark if it has one, and what the framework says of that level."""

    strand: StrandNode
    mark: LevelNode | None

    @property
    def meaning(self) -> str:
        """The strand's descriptor of the marked level; without one, what the level means."""
        described = {level.pk: text for level, text in self.strand.descriptors}
        return described.get(self.mark.pk, self.mark.meaning) if self.mark else ""


@dataclass(frozen=True)
class ElementPart:
    """An element as rated: its cell in the heat map, what led to it, and its strands."""

    cell: Cell
    evidence: str
    reason: str
    items: tuple[Item, ...]
    strands: tuple[StrandPart, ...]

    @property
    def has_evidence(self) -> bool:
        """Whether anything is noted or attached."""
        return bool(self.evidence or self.items)

    @property
    def is_marked(self) -> bool:
        """Whether any of its strands has a mark."""
        return any(part.mark for part in self.strands)


@dataclass(frozen=True)
class AreaPart:
    """An area and its elements."""

    area: AreaNode
    elements: tuple[ElementPart, ...]


@dataclass(frozen=True)
class Sheet:
    """An element of the blank rubric, and how many ruled lines for notes its page has room for."""

    element: ElementNode
    lines: int

    @property
    def ruled(self) -> range:
        """For a template to loop over."""
        return range(self.lines)


def heat_map_of(record: Record) -> HeatMap:
    """The record's heat map."""
    now = [fact for fact in record.ratings if fact.assessment == record.assessment.pk]
    view = Response.Kind.VIEW
    return build(
        record.tree,
        (
            (fact.school, fact.school_name, fact.element, fact.level, fact.target)
            for fact in now
            if fact.kind != view
        ),
        record.before.codes,
        [(fact.school, fact.element, fact.level) for fact in now if fact.kind == view],
        gaps=record.before.gaps,
        left_out=record.before.left_out,
    )


def register_of(record: Record) -> Register:
    """The record's register of examples."""
    return register.build(
        record.tree,
        (
            Written(
                fact.pk,
                fact.school,
                fact.school_name,
                fact.element,
                fact.evidence,
                fact.changed_on,
                fact.changed_by,
            )
            for fact in record.ratings
            if fact.assessment == record.assessment.pk and fact.kind != Response.Kind.VIEW
        ),
        record.evidence,
    )


def areas_of(record: Record, heat_map: HeatMap) -> tuple[AreaPart, ...]:
    """Every element of a record with its rating, by area."""
    own = {
        fact.element: fact
        for fact in record.ratings
        if fact.assessment == record.assessment.pk and fact.school is None
    }
    items, marks = defaultdict(list), {}
    for item in record.evidence:
        items[item.rating].append(item)
    for _, strand, level in record.marks:
        marks[strand] = record.tree.level_by_pk[level]

    def part(cell: Cell) -> ElementPart:
        fact = own[cell.element.pk]
        return ElementPart(
            cell,
            fact.evidence.strip(),
            fact.reason.strip(),
            tuple(items[fact.pk]),
            tuple(StrandPart(strand, marks.get(strand.pk)) for strand in cell.element.strands),
        )

    return tuple(
        AreaPart(column.area, tuple(map(part, column.cells))) for column in heat_map.columns
    )


def without_evidence(areas: tuple[AreaPart, ...]) -> tuple[str, ...]:
    """The codes of the elements for which nothing is noted or attached."""
    return tuple(
        part.cell.element.code for area in areas for part in area.elements if not part.has_evidence
    )


def questions_of(heat_map: HeatMap) -> tuple[tuple[Cell, str], ...]:
    """What trustees may want to ask, at most QUESTIONS: of elements that got weaker, then of those
    with most steps to go, then of the weakest; of choices, those that changed, then those that
    differ from the guide. Elements not rated, and others alike, come in the framework's order.
    """
    tree = heat_map.tree

    def urgency(cell: Cell) -> tuple:
        rank = cell.level.position if cell.level and tree.is_ordered else 0
        turned = cell.change in (Change.WEAKER, Change.OTHER)
        last = len(tree.levels) + 1
        return not turned, cell.guide is None, -cell.steps_to_go, rank or last

    cells = sorted(heat_map.cells, key=urgency)
    asked = tuple((cell, cell.element.trustee_question) for cell in cells)
    own = tuple((cell, question) for cell, question in asked if question)
    general = GENERAL_QUESTION if tree.is_ordered else QUESTION_OF_CHOICES
    general = general if tree.has_levels else QUESTION_OF_EXAMPLES
    return (own or tuple((cell, general) for cell in cells[:1]))[:QUESTIONS]


def advice_of(tree: FrameworkTree) -> str:
    """How to read what follows, in a sentence."""
    if not tree.has_levels:
        return "An example shows what is there; it is no grade."
    if not tree.is_ordered:
        return "The choices have no order: none is better than another."
    weakest, strongest = tree.levels[0], tree.levels[-1]
    return f"{strongest.name} is a strength to build on; {weakest.name} is where to build first."


def is_long(areas: tuple[AreaPart, ...]) -> bool:
    """Whether what changed fills its place on the pack's first page with two lines a reason."""
    moved = [part for area in areas for part in area.elements if part.cell.moved]
    return len(moved) + sum(1 for part in moved if part.reason) > CHANGE_LINES


def sheets_of(tree: FrameworkTree) -> tuple[tuple[AreaNode, tuple[Sheet, ...]], ...]:
    """The blank rubric's sheets, by area."""
    return tuple(
        (area, tuple(Sheet(element, _note_lines(tree, element)) for element in area.elements))
        for area in tree.areas
    )


def _note_lines(tree: FrameworkTree, element: ElementNode) -> int:
    """How many lines of 7 mm fit under the strands, from how long their texts are.

    Elements without strands share a page, and have a few lines each.
    """
    if not element.strands:
        return LINES_OF_CHOICES if tree.has_levels else LINES_OF_EXAMPLES
    head = 45 + 5 * ceil(len(element.note) / 105) + (7 if tree.asks_target else 0)
    used = head + sum(
        3
        + 4.3 * ceil(len(strand.question) / 85)
        + sum(4.9 * ceil(len(text) / 110) for _, text in strand.descriptors)
        for strand in element.strands
    )
    return max(2, int(-used % 262 // 7))
