"""The register of examples: what answers each element in words. Pure: it reads no database."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from frameworks.tree import AreaNode, ElementNode, FrameworkTree


class Written(NamedTuple):
    """A rating as it was read: of the trust (`school` None) or of one of its schools."""

    pk: int
    school: int | None
    school_name: str | None
    element: int
    text: str
    changed_at: datetime | None
    changed_by: str | None


class Item(NamedTuple):
    """A link (with its address) or a file (with its name) behind a rating, the one named first."""

    rating: int
    pk: int
    title: str
    address: str
    file_name: str
    dated_on: date | None


@dataclass(frozen=True)
class Example:
    """The words that answer an element, what is behind them, and who wrote last, when."""

    text: str
    items: tuple[Item, ...]
    changed_at: datetime | None
    changed_by: str
    school: int | None = None
    school_name: str = ""


@dataclass(frozen=True)
class Entry:
    """An element with the trust's example, if there is one, and its schools' own, by name."""

    element: ElementNode
    example: Example | None
    schools: tuple[Example, ...]

    def says(self, words: str) -> bool:
        """Whether `words` occur in its code, its name or an example, capitals or not."""
        examples = (self.example, *self.schools) if self.example else self.schools
        said = (
            f"{self.element.code} {self.element.name}",
            *(f"{one.school_name} {one.text}" for one in examples),
        )
        return any(words.casefold() in text.casefold() for text in said)


@dataclass(frozen=True)
class Part:
    """An area and its entries."""

    area: AreaNode
    entries: tuple[Entry, ...]


class Show(StrEnum):
    """Which entries a person wants to see; anything else means all of them."""

    WITH = "with"
    WITHOUT = "without"


@dataclass(frozen=True)
class Register:
    """Every element with its examples, by area."""

    parts: tuple[Part, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry, in the framework's order."""
        return tuple(entry for part in self.parts for entry in part.entries)

    @property
    def answered(self) -> tuple[Entry, ...]:
        """The entries with an example of the trust's."""
        return tuple(entry for entry in self.entries if entry.example)

    @property
    def unanswered(self) -> tuple[Entry, ...]:
        """The entries without one."""
        return tuple(entry for entry in self.entries if not entry.example)

    @property
    def school_names(self) -> tuple[str, ...]:
        """The schools that wrote an example, by name."""
        return tuple(sorted({one.school_name for entry in self.entries for one in entry.schools}))

    def narrowed(self, words: str, show: str) -> "Register":
        """What is left of it where `words` occur, of the entries to `show`."""

        def is_wanted(entry: Entry) -> bool:
            hidden = {Show.WITH: not entry.example, Show.WITHOUT: bool(entry.example)}
            return not hidden.get(show) and entry.says(words)

        parts = (
            replace(part, entries=tuple(filter(is_wanted, part.entries))) for part in self.parts
        )
        return Register(tuple(part for part in parts if part.entries))


def build(tree: FrameworkTree, written: Iterable[Written], items: Iterable[Item]) -> Register:
    """Lay out a register. Words that are only white space are no example."""
    behind: dict[int, list[Item]] = {}
    for item in items:
        behind.setdefault(item.rating, []).append(item)
    trust: dict[int, Example] = {}
    schools: dict[int, list[Example]] = {}
    for row in written:
        if not row.text.strip():
            continue
        example = Example(
            row.text.strip(),
            tuple(behind.get(row.pk, ())),
            row.changed_at,
            row.changed_by or "",
            row.school,
            row.school_name or "",
        )
        if row.school is None:
            trust[row.element] = example
        else:
            schools.setdefault(row.element, []).append(example)

    def entry(element: ElementNode) -> Entry:
        own = schools.get(element.pk, ())
        in_order = sorted(own, key=lambda one: (one.school_name, one.school))
        return Entry(element, trust.get(element.pk), tuple(in_order))

    return Register(tuple(Part(area, tuple(map(entry, area.elements))) for area in tree.areas))
