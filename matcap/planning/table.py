"""The priorities table as it stands, for the page and for the paper.

`table_of(assessment)` gives the rows; `read(assessment)` also what the page shows around them. Each
takes three queries, whatever the size of the plan, and one more for what was chosen before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from frameworks.numerals import numeral
from frameworks.tree import ElementNode, LevelNode, StrandNode
from matcap.assessments.comparing import comparison
from matcap.assessments.models import Assessment, Rating, Response

from .models import Issue, Priority


@dataclass(frozen=True)
class IssueRow:
    """What was found, with the strands it comes from, in their order."""

    pk: int
    text: str
    strands: tuple[StrandNode, ...]
    from_evidence: bool = False

    @property
    def cited(self) -> str:
        """The strands as people cite them: "(i), (ii) and (iv)", or nothing."""
        return cite(strand.position for strand in self.strands)


@dataclass(frozen=True)
class PriorityRow:
    """A priority. `level` is the trust's own rating of the element now, None while not rated.

    `target` is where it needs to be, where the framework asks for that.
    """

    pk: int
    code: str
    element: ElementNode
    level: LevelNode | None
    issues: tuple[IssueRow, ...]
    what_we_will_do: str
    progress_sought: str
    version: int
    changed_at: datetime
    changed_by_name: str
    removed_at: datetime | None = None
    target: LevelNode | None = None

    @property
    def name(self) -> str:
        """How sentences name it: "2B Recruiting, developing and retaining talent"."""
        return f"{self.element.code} {self.element.name}"


@dataclass(frozen=True)
class Standing:
    """Where an element stands: the trust's own rating, and the key evidence behind it.

    `target` is where it needs to be, and `before` what was chosen last time, of choices only.
    """

    element: ElementNode
    level: LevelNode | None
    evidence: str
    target: LevelNode | None = None
    before: LevelNode | None = None

    @property
    def steps_to_go(self) -> int:
        """The steps from its level up to its target; 0 when it is there, or when one is missing."""
        return self.level.steps_to(self.target) if self.level else 0

    @property
    def guide(self) -> LevelNode | None:
        """What its source would choose: only once something else is chosen here."""
        return self.element.guide_against(self.level)

    @property
    def was(self) -> LevelNode | None:
        """What was chosen before, where something else is chosen now."""
        return self.before if self.level and self.level != self.before else None


@dataclass(frozen=True)
class PlanTable:
    """Every priority in the plan's order, removed ones too, and where each element stands."""

    everything: tuple[PriorityRow, ...]
    standings: dict[int, Standing]

    @property
    def rows(self) -> tuple[PriorityRow, ...]:
        """The live priorities: the table that people see."""
        return tuple(row for row in self.everything if row.removed_at is None)

    @property
    def removed(self) -> tuple[PriorityRow, ...]:
        """The removed priorities that can be put back, latest first."""
        taken = {row.element.pk for row in self.rows}
        gone = (row for row in self.everything if row.removed_at and row.element.pk not in taken)
        return tuple(sorted(gone, key=lambda row: row.removed_at, reverse=True))


def table_of(assessment: Assessment) -> tuple[PriorityRow, ...]:
    """The live priorities of an assessment's plan, in order. Three queries."""
    return _read(assessment, {}).rows


def read(assessment: Assessment) -> PlanTable:
    """The whole plan of an assessment. Three queries, and one more where choices had a before."""
    tree = assessment.tree
    has_before = tree.has_levels and not tree.is_ordered
    return _read(assessment, comparison(assessment).codes if has_before else {})


def _read(assessment: Assessment, before: Mapping[str, str]) -> PlanTable:
    standings = _standings(assessment, before)
    issues = _issues(assessment)
    rows, live = [], 0
    for priority in Priority.objects.filter(plan__assessment=assessment).select_related(
        "changed_by"
    ):
        code = "" if priority.removed_at else code_of(live)
        live += not priority.removed_at
        rows.append(_row(priority, code, standings, issues))
    return PlanTable(tuple(rows), standings)


def code_of(place: int) -> str:
    """A, B, … Z, AA, AB, … for places from 0."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def cite(positions: Iterable[int]) -> str:
    """Strands by position as people cite them: "(ii) and (iii)", or nothing for none."""
    *most, last = [f"({numeral(position)})" for position in sorted(positions)] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _standings(assessment: Assessment, before: Mapping[str, str]) -> dict[int, Standing]:
    tree = assessment.tree
    found = {
        element: (level, target, evidence)
        for element, level, target, evidence in Rating.objects.filter(
            response__assessment=assessment, response__kind=Response.Kind.TRUST
        ).values_list("element", "level", "target_level", "evidence")
    }
    standings = {}
    for element in tree.elements:
        level, target, evidence = found.get(element.pk, (None, None, ""))
        standings[element.pk] = Standing(
            element,
            tree.level_by_pk.get(level),
            evidence,
            tree.level_by_pk.get(target),
            tree.level_by_code.get(before.get(element.code)),
        )
    return standings


def _issues(assessment: Assessment) -> dict[int, list[IssueRow]]:
    """The live issues by priority, in order. One row comes for each strand, or one with none."""
    strands = {
        pk: strand
        for element in assessment.tree.elements
        for pk, strand in element.strand_by_pk.items()
    }
    found: dict[tuple, list] = {}
    for *issue, strand in Issue.objects.filter(
        priority__plan__assessment=assessment, removed_at=None
    ).values_list("priority", "pk", "text", "from_evidence", "strands"):
        cited = found.setdefault(tuple(issue), [])
        if strand is not None:
            cited.append(strands[strand])
    rows: dict[int, list[IssueRow]] = {}
    for (priority, pk, text, from_evidence), cited in found.items():
        in_order = tuple(sorted(cited, key=lambda strand: strand.position))
        rows.setdefault(priority, []).append(IssueRow(pk, text, in_order, from_evidence))
    return rows


def _row(priority: Priority, code: str, standings, issues) -> PriorityRow:
    standing = standings[priority.element_id]
    return PriorityRow(
        pk=priority.pk,
        code=code,
        element=standing.element,
        level=standing.level,
        issues=tuple(issues.get(priority.pk, ())),
        what_we_will_do=priority.what_we_will_do,
        progress_sought=priority.progress_sought,
        version=priority.version,
        changed_at=priority.changed_at,
        changed_by_name=priority.changed_by.name if priority.changed_by else "",
        removed_at=priority.removed_at,
        target=standing.target,
    )
