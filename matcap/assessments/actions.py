"""What changes assessments: start, rate, agree, reopen. Evidence has `evidence.py`.

Each is one transaction and says who did it. What may not be done raises `Refused`, whose text is
for the person to read.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from frameworks.models import Framework
from frameworks.tree import ElementNode, FrameworkTree
from matcap.trusts.models import School, Trust
from matcap.ui.refusal import Refused

from .models import Assessment, Mark, Rating, Response
from .progress import progress

# Words typed on within this time, by the same person, are one step of a rating's history.
ONE_STEP = timedelta(minutes=10)

KEEP = object()


class Stale(Refused):
    """The form was read before somebody else's change; `rating` is how it stands now."""

    def __init__(self, rating: Rating):
        super().__init__("Somebody changed this while you were working on it.")
        self.rating = rating


class Unrated(Refused):
    """An assessment cannot be agreed before each of `elements` is rated."""

    def __init__(self, elements: tuple[ElementNode, ...]):
        names = ", ".join(element.code for element in elements)
        super().__init__(f"Still to rate: {names}. You can agree when every element is rated.")
        self.elements = elements


@transaction.atomic
def start(
    *,
    trust: Trust,
    framework: Framework,
    title: str,
    opened_on: date,
    by,
    due_on: date | None = None,
    schools: Iterable[School] = (),
) -> Assessment:
    """Start an assessment, with nothing rated, for the trust and for each of `schools`.

    Its `previous` is the trust's latest agreed assessment with the same instrument. Raises
    ValidationError when one with this framework is open, or the dates are the wrong way round.
    """
    previous = (
        trust.assessments.filter(framework__slug=framework.slug, state=Assessment.State.AGREED)
        .order_by("opened_on", "pk")
        .last()
    )
    assessment = Assessment(
        trust=trust,
        framework=framework,
        title=title.strip(),
        opened_on=opened_on,
        due_on=due_on,
        previous=previous,
    )
    assessment.full_clean()
    _record(assessment, by, "The assessment was started.")
    responses = Response.objects.bulk_create(
        Response(assessment=assessment, school=school) for school in (None, *schools)
    )
    Rating.objects.bulk_create(
        Rating(response=response, element_id=element.pk)
        for response in responses
        for element in assessment.tree.elements
    )
    return assessment


@transaction.atomic
def rate(
    *,
    rating: Rating,
    version: int,
    by,
    level: int | None = KEEP,
    evidence: str = KEEP,
    reason: str = KEEP,
    marks: Mapping[int, int | None] = KEEP,
) -> Rating:
    """Write what was touched of one rating, and return it as it stands.

    `version` is the version that the person read. `level` and the values of `marks` are primary
    keys of levels, or None to clear; the keys of `marks` are strands. A field left out, or equal
    to what is stored, is not written. Raises Stale when the rating has moved on, Refused when the
    assessment is agreed or a level or strand is not of its framework.
    """
    tree = rating.response.assessment.tree
    touched = {
        name: value
        for name, value in (("level_id", level), ("evidence", evidence), ("reason", reason))
        if value is not KEEP and value != getattr(rating, name)
    }
    changed = {
        strand: value
        for strand, value in ({} if marks is KEEP else marks).items()
        if value != rating.marked.get(strand)
    }
    _check_scale(tree, rating, touched.get("level_id"), changed)
    if not touched and not changed:
        return rating
    if not rating.response.assessment.is_open:
        raise Refused("This assessment is agreed. Reopen it to change a rating.")
    before = (rating.changed_by_id, rating.changed_at, rating.evidence)
    now = timezone.now()
    written = Rating.objects.filter(pk=rating.pk, version=version).update(
        **touched, version=version + 1, changed_at=now, changed_by=by
    )
    if not written:
        raise Stale(Rating.objects.select_related("level", "changed_by").get(pk=rating.pk))
    rating.version, rating.changed_at, rating.changed_by = version + 1, now, by
    for name, value in touched.items():
        setattr(rating, name, value)
    _write_marks(rating, changed)
    if touched:
        _keep_history(rating, by, now, touched, before)
    return rating


def _check_scale(tree: FrameworkTree, rating: Rating, level, marks) -> None:
    strands = tree.element_by_pk[rating.element_id].strand_by_pk
    levels = {level, *marks.values()} - {None}
    if not levels <= tree.level_by_pk.keys() or not marks.keys() <= strands.keys():
        raise Refused("That level or strand is not part of this framework. Nothing was saved.")


def _write_marks(rating: Rating, changed: Mapping[int, int | None]) -> None:
    cleared = [strand for strand, level in changed.items() if level is None]
    if cleared:
        Mark.objects.filter(rating=rating, strand__in=cleared).delete()
    chosen = [
        Mark(rating=rating, strand_id=strand, level_id=level)
        for strand, level in changed.items()
        if level is not None
    ]
    if chosen:
        Mark.objects.bulk_create(
            chosen,
            update_conflicts=True,
            unique_fields=["rating", "strand"],
            update_fields=["level"],
        )
    now = rating.marked | changed
    rating.marked = {strand: level for strand, level in now.items() if level is not None}


def _keep_history(rating: Rating, by, now, touched, before) -> None:
    """Add a step to the rating's history; words typed on join the step before.

    They join only where nothing is lost by it: same person, minutes later, same text and more.
    """
    person, at, evidence = before
    typed_on = (
        touched.keys() == {"evidence"}
        and person == by.pk
        and now - at < ONE_STEP
        and rating.evidence.startswith(evidence)
    )
    joined = typed_on and rating.history.filter(version=rating.version - 1).update(
        evidence=rating.evidence, version=rating.version, history_date=now
    )
    if not joined:
        Rating.history.bulk_history_create([rating], update=True, default_user=by, default_date=now)


@transaction.atomic
def agree(*, assessment: Assessment, by, on: date | None = None) -> Assessment:
    """Make the trust's ratings its agreed ones. Raises Unrated while one is missing.

    Every rating's version rises, so that a save that was on its way is told, not swallowed.
    """
    if not assessment.is_open:
        raise Refused("This assessment is agreed already.")
    ratings = Rating.objects.filter(response__assessment=assessment)
    ratings.update(version=F("version") + 1)
    own = ratings.filter(response__school=None).values_list("element_id", "level_id")
    state = progress(assessment.tree, dict(own))
    if not state.is_complete:
        raise Unrated(state.unrated)
    assessment.state = Assessment.State.AGREED
    assessment.agreed_on = on or timezone.localdate()
    return _record(assessment, by, "The assessment was agreed.")


@transaction.atomic
def reopen(*, assessment: Assessment, reason: str, by) -> Assessment:
    """Open an agreed assessment again, for a reason that its history keeps."""
    if not reason.strip():
        raise Refused("Say why you are reopening it: the reason is kept in its history.")
    if assessment.is_open:
        raise Refused("This assessment is open already.")
    if assessment.following.exists():
        raise Refused("A later assessment compares itself with this one, so it stays as agreed.")
    assessment.state = Assessment.State.OPEN
    assessment.agreed_on = None
    try:
        assessment.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    return _record(assessment, by, f"Reopened: {reason.strip()}")


def _record(assessment: Assessment, by, event: str) -> Assessment:
    """Save an assessment; its own history and that of each of its ratings keep the event."""
    assessment._history_user = by
    assessment._change_reason = event
    assessment.save()
    Rating.history.bulk_history_create(
        list(Rating.objects.filter(response__assessment=assessment)),
        update=True,
        default_user=by,
        default_change_reason=event,
    )
    return assessment
