"""What an assessment holds, read in six queries as plain values: all that its documents print.

Documents are laid out from these values and a framework's tree, which never changes, and from
nothing else. So two equal records make the same document, and `repr` of one identifies it.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Case, F, Q, TextField, Value, When

from frameworks.tree import FrameworkTree
from matcap.assessments.comparing import Comparison, compared
from matcap.assessments.models import Assessment, EvidenceItem, Mark, Rating, Response
from matcap.assessments.models.ratings import NAME_OF_SCHOOL
from matcap.planning.table import PriorityRow, table_of
from matcap.trusts.models import Trust


class RatingFact(NamedTuple):
    """A rating: the trust's own, now or earlier, a school's own, or the trust's view of a school.

    `evidence` and `reason` are those of the trust's own ratings now, else "".
    """

    pk: int
    assessment: int
    kind: Response.Kind
    school: int | None
    school_name: str | None
    element: int
    element_code: str
    level: int | None
    level_code: str | None
    evidence: str
    reason: str


class EvidenceFact(NamedTuple):
    """A link (with its address) or a file (with its name) behind a rating. Papers only name it."""

    rating: int
    title: str
    address: str
    file_name: str
    dated_on: date | None


@dataclass(frozen=True)
class Record:
    """One assessment. `assessment` itself is for its title, dates and previous one.

    `before` is what its elements were then.
    """

    assessment: Assessment = field(repr=False)
    tree: FrameworkTree = field(repr=False)
    identity: tuple
    trust: str
    ratings: tuple[RatingFact, ...]
    before: Comparison
    marks: tuple[tuple[int, int, int], ...]
    evidence: tuple[EvidenceFact, ...]
    priorities: tuple[PriorityRow, ...]


def read(trust: Trust, assessment: Assessment) -> Record:
    """Read an assessment of `trust`, whose framework and previous assessment are at hand."""
    own = Q(rating__response__assessment=assessment, rating__response__kind=Response.Kind.TRUST)
    previous, ratings = assessment.previous, _ratings(assessment)
    earlier = {
        fact.element_code: fact.level_code
        for fact in ratings
        if fact.assessment != assessment.pk and fact.level_code
    }
    return Record(
        assessment=assessment,
        tree=assessment.tree,
        identity=(
            assessment.pk,
            assessment.framework_id,
            assessment.framework.digest,
            assessment.title,
            assessment.state,
            assessment.opened_on,
            assessment.agreed_on,
            previous and previous.title,
        ),
        trust=trust.name,
        ratings=ratings,
        before=compared(assessment, earlier),
        marks=tuple(
            Mark.objects.filter(own).order_by("pk").values_list("rating", "strand", "level")
        ),
        evidence=tuple(
            EvidenceFact(*row)
            for row in EvidenceItem.objects.filter(own, removed_at=None).values_list(
                "rating", "title", "address", "file_name", "dated_on"
            )
        ),
        priorities=table_of(assessment),
    )


def _ratings(assessment: Assessment) -> tuple[RatingFact, ...]:
    kind = Response.Kind
    own_now = {"response__kind": kind.TRUST, "response__assessment": assessment}
    kinds = [kind.TRUST, kind.SCHOOL]
    if assessment.is_agreed:  # until then only leads read them, and a document is for everybody
        kinds.append(kind.VIEW)
    rows = Rating.objects.filter(
        Q(response__assessment=assessment, response__kind__in=kinds)
        | Q(response__assessment=assessment.previous_id, response__kind=kind.TRUST)
    )
    texts = (
        Case(When(**own_now, then=F(name)), default=Value(""), output_field=TextField())
        for name in ("evidence", "reason")
    )
    return tuple(
        RatingFact(*row)
        for row in rows.order_by("pk").values_list(
            "pk",
            "response__assessment",
            "response__kind",
            "response__school",
            NAME_OF_SCHOOL,
            "element",
            "element__code",
            "level",
            "level__code",
            *texts,
        )
    )
