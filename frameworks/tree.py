"""A published framework as one immutable tree in memory.

A published version never changes, so a process reads each once and keeps it: no page queries the
framework's tables. `tree_of(framework)` is the way in; the row's identity and moment of
publication are the key.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache

from .models import Area, Descriptor, Element, Framework, Level, Strand
from .numerals import numeral
from .words import WORDS, Words


@dataclass(frozen=True)
class LevelNode:
    """A level. `position` counts from 1, weakest first; `colour` is a token."""

    pk: int
    position: int
    code: str
    name: str
    meaning: str
    colour: str

    def steps_to(self, target: "LevelNode | None") -> int:
        """The steps up to a target level; 0 where there is none, or it is reached."""
        return max(0, target.position - self.position) if target else 0


# Stands where a level would, for an element that is answered by an example.
EXAMPLE = LevelNode(pk=0, position=0, code="✓", name="Example given", meaning="", colour="stone")


@dataclass(frozen=True)
class StrandNode:
    """A strand. `descriptors` holds (level, text) for the levels that are described, in order."""

    pk: int
    position: int
    question: str
    descriptors: tuple[tuple[LevelNode, str], ...]
    was: str = ""

    @property
    def numeral(self) -> str:
        """i, ii, iii, …"""
        return numeral(self.position)


@dataclass(frozen=True)
class ElementNode:
    """An element with its strands. `guide` is the choice that its source would make, if any."""

    pk: int
    position: int
    code: str
    name: str
    topics: tuple[str, ...]
    note: str
    trustee_question: str
    area_code: str
    strands: tuple[StrandNode, ...]
    guide: LevelNode | None = None
    was: str = ""

    def __str__(self):
        return f"{self.code} {self.name}"

    def guide_against(self, chosen: LevelNode | None) -> LevelNode | None:
        """What its source would choose: only once something is chosen, and that is another."""
        return self.guide if chosen and chosen != self.guide else None

    @cached_property
    def strand_by_pk(self) -> dict[int, StrandNode]:
        """The strands by primary key."""
        return {strand.pk: strand for strand in self.strands}


@dataclass(frozen=True)
class AreaNode:
    """An area with its elements."""

    code: str
    name: str
    elements: tuple[ElementNode, ...]


@dataclass(frozen=True)
class FrameworkTree:
    """A whole framework, safe to share between threads. `key` tells it from every other.

    `follows` is what finds the version before it, for `tree_before`.
    """

    key: tuple
    pk: int
    slug: str
    version: str
    title: str
    source: str
    summary: str
    scale: Framework.Scale
    now: str
    target: str
    guidance: tuple[dict, ...]
    examples: tuple[dict, ...]
    levels: tuple[LevelNode, ...]
    areas: tuple[AreaNode, ...]
    follows: tuple[int, datetime] | None = None

    @property
    def is_ordered(self) -> bool:
        """Whether its levels go from weak to strong."""
        return self.scale == Framework.Scale.ORDERED

    @property
    def has_levels(self) -> bool:
        """Whether an element is answered by a level; otherwise by an example."""
        return self.scale != Framework.Scale.EXAMPLES

    @property
    def asks_target(self) -> bool:
        """Whether a rating says where the trust needs to be, besides where it is."""
        return bool(self.target)

    @property
    def words(self) -> Words:
        """What judging is called with its kind of scale."""
        return WORDS[self.scale]

    def sign(self, level: int | None, evidence: object) -> LevelNode | None:
        """What an answer shows as: its level, by primary key; or without levels, that it is given.

        `evidence` is true when something is written. None is what is not answered.
        """
        if self.has_levels:
            return self.level_by_pk.get(level)
        return EXAMPLE if evidence else None

    @cached_property
    def elements(self) -> tuple[ElementNode, ...]:
        """Every element, in order."""
        return tuple(element for area in self.areas for element in area.elements)

    @cached_property
    def element_by_pk(self) -> dict[int, ElementNode]:
        """The elements by primary key."""
        return {element.pk: element for element in self.elements}

    @cached_property
    def element_by_code(self) -> dict[str, ElementNode]:
        """The elements by code, such as 1A."""
        return {element.code: element for element in self.elements}

    @cached_property
    def level_by_pk(self) -> dict[int, LevelNode]:
        """The levels by primary key."""
        return {level.pk: level for level in self.levels}

    @cached_property
    def level_by_code(self) -> dict[str, LevelNode]:
        """The levels by code, such as AR."""
        return {level.code: level for level in self.levels}

    @cached_property
    def describes_ends_only(self) -> bool:
        """Whether there are strands, which describe just the weakest and the strongest level."""
        ends = (self.levels[:1] + self.levels[-1:]) if self.is_ordered else ()
        return any(element.strands for element in self.elements) and all(
            tuple(level for level, _ in strand.descriptors) == ends
            for element in self.elements
            for strand in element.strands
        )

    def distance(self, first: LevelNode, second: LevelNode) -> int:
        """The steps between two levels of an ordered scale; of choices, 1 where they differ."""
        if not self.is_ordered:
            return int(first != second)
        return abs(first.position - second.position)

    def is_low(self, level: LevelNode | None) -> bool:
        """Whether a level lies in the weaker half of an ordered scale: where to build first."""
        return bool(self.is_ordered and level and level.position <= len(self.levels) // 2)


def tree_of(framework: Framework, wording: Framework | None = None) -> FrameworkTree:
    """The tree of a framework, in the words of `wording` where that is given.

    Six queries for either the first time in a process, none after that.
    """
    if wording is None:
        return _read(framework.pk, framework.published_at)
    return _worded(framework.pk, framework.published_at, wording.pk, wording.published_at)


def tree_before(tree: FrameworkTree) -> FrameworkTree | None:
    """The tree of the version that this one follows, if it follows any, in its published words."""
    return _read(*tree.follows) if tree.follows else None


@lru_cache(maxsize=256)
def _worded(pk: int, published_at, wording: int, worded_at) -> FrameworkTree:
    tree, words = _read(pk, published_at), _read(wording, worded_at)
    names = {area.code: area.name for area in words.areas}
    return replace(
        tree,
        key=(*tree.key, *words.key),
        source=words.source or tree.source,
        summary=words.summary or tree.summary,
        guidance=words.guidance or tree.guidance,
        areas=tuple(
            replace(
                area,
                name=names.get(area.code, area.name),
                elements=tuple(
                    _in_words_of(tree, element, words.element_by_code[element.code])
                    for element in area.elements
                ),
            )
            for area in tree.areas
        ),
    )


def _in_words_of(tree: FrameworkTree, element: ElementNode, words: ElementNode) -> ElementNode:
    """An element that says what `words` says; what that leaves out stays as it is."""
    return replace(
        element,
        name=words.name,
        topics=words.topics or element.topics,
        note=words.note or element.note,
        trustee_question=words.trustee_question or element.trustee_question,
        strands=tuple(
            replace(
                strand,
                question=said.question,
                descriptors=tuple(
                    (tree.level_by_code[level.code], text) for level, text in said.descriptors
                ),
            )
            for strand, said in zip(element.strands, words.strands, strict=True)
        ),
    )


@lru_cache(maxsize=256)
def _read(pk: int, published_at) -> FrameworkTree:
    framework = Framework.objects.select_related("follows").get(pk=pk)
    follows = framework.follows
    levels = {
        level.pk: LevelNode(
            level.pk, level.position, level.code, level.name, level.meaning, level.colour
        )
        for level in Level.objects.filter(framework=pk)
    }
    texts: dict[int, list] = {}
    for strand, level, text in Descriptor.objects.filter(strand__element__framework=pk).values_list(
        "strand", "level", "text"
    ):
        texts.setdefault(strand, []).append((levels[level], text))
    strands: dict[int, list] = {}
    for row in Strand.objects.filter(element__framework=pk):
        node = StrandNode(row.pk, row.position, row.question, tuple(texts.get(row.pk, ())), row.was)
        strands.setdefault(row.element_id, []).append(node)
    by_code = {level.code: level for level in levels.values()}
    areas = Area.objects.filter(framework=pk).in_bulk()
    elements: dict[int, list] = {area: [] for area in areas}
    for element in Element.objects.filter(framework=pk):
        elements[element.area_id].append(
            ElementNode(
                pk=element.pk,
                position=element.position,
                code=element.code,
                name=element.name,
                topics=tuple(element.topics),
                note=element.note,
                trustee_question=element.trustee_question,
                area_code=areas[element.area_id].code,
                strands=tuple(strands.get(element.pk, ())),
                guide=by_code.get(element.guide),
                was=element.was,
            )
        )
    return FrameworkTree(
        key=(pk, published_at),
        pk=framework.pk,
        slug=framework.slug,
        version=framework.version,
        title=framework.title,
        source=framework.source,
        summary=framework.summary,
        scale=Framework.Scale(framework.scale),
        now=framework.now,
        target=framework.target,
        guidance=tuple(framework.guidance),
        examples=tuple(framework.examples),
        levels=tuple(sorted(levels.values(), key=lambda level: level.position)),
        areas=tuple(
            AreaNode(area.code, area.name, tuple(elements[area.pk]))
            for area in sorted(areas.values(), key=lambda area: area.position)
        ),
        follows=(follows.pk, follows.published_at) if follows else None,
    )


def forget() -> None:
    """Empty the memory of this process, for when a database goes from under it, as in tests."""
    _read.cache_clear()
    _worded.cache_clear()
