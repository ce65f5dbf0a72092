"""What changes workshops: start, show, vote, reveal, vote again, keep, end.

Each is one transaction and says who did it; a vote does not. What may not be done raises `Refused`,
whose text is for the person to read.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from matcap.assessments import actions as ratings
from matcap.assessments.models import Assessment, Rating, Response
from matcap.ui.refusal import Refused

from .codes import new_code
from .models import ENDED, LASTS, Round, Vote, Workshop

MOVED_ON = "The workshop has moved on since you opened this page. This is where it is now."
VOTE_OVER = "That vote is over, so nothing was counted. This is where the workshop is."


@transaction.atomic
def start(*, assessment: Assessment, element: int, allows_guests: bool, by) -> Round:
    """Begin a workshop with a vote on the element of this primary key.

    Raises Refused when the trust's ratings cannot be changed now, or the framework has no levels;
    when one is under way, or the element is not of the assessment's framework.
    """
    assessment = ratings.hold(assessment)
    closed = closed_to_votes(assessment)
    if closed:
        raise Refused(closed)
    unended = Workshop.objects.filter(assessment=assessment, ended_at=None)
    if unended.live().exists():
        raise Refused("A workshop on this assessment is under way already.")
    unended.update(ended_at=F("good_until"))
    workshop = Workshop.objects.create(
        assessment=assessment,
        code=_unused_code(),
        allows_guests=allows_guests,
        good_until=timezone.now() + LASTS,
        started_by=by,
    )
    return _begin_round(workshop, element, by)


def closed_to_votes(assessment: Assessment) -> str:
    """Why no workshop can begin on an assessment now, in a sentence; nothing when one can."""
    if not assessment.tree.has_levels:
        return "Its elements are answered by examples in words, so there is nothing to vote on."
    return Response(assessment=assessment, kind=Response.Kind.TRUST).closed


def _unused_code() -> str:
    code = new_code()
    while Workshop.objects.filter(code=code).exists():
        code = new_code()
    return code


def _begin_round(workshop: Workshop, element: int, by) -> Round:
    if element not in workshop.assessment.tree.element_by_pk:
        raise Refused("That element is not part of this framework.")
    before = workshop.rounds.filter(element=element).count()
    return Round.objects.create(
        workshop=workshop, element_id=element, number=before + 1, begun_by=by
    )


def _hold(workshop: Workshop, at: int | None = None) -> Round:
    """The round that a workshop is at, and that nobody else moves until the transaction is over.

    `at` is the primary key of the round that the person saw. Raises Refused when it is another
    one now, or the workshop is over.
    """
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    shown = Round.objects.shown_in(workshop)
    if shown.workshop.closed:
        raise Refused(shown.workshop.closed)
    if at is not None and shown.pk != at:
        raise Refused(MOVED_ON)
    return shown


@transaction.atomic
def show(*, workshop: Workshop, element: int, at: int, by) -> Round:
    """Go on to the element of this primary key, with a vote on it; `at` is the round seen last."""
    return _begin_round(_hold(workshop, at).workshop, element, by)


@transaction.atomic
def vote_again(*, workshop: Workshop, at: int, by) -> Round:
    """Vote once more on the same element. Raises Refused before the votes were revealed."""
    shown = _hold(workshop, at)
    if not shown.is_revealed:
        raise Refused("This vote is still open: people can change their vote.")
    return _begin_round(shown.workshop, shown.element_id, by)


@transaction.atomic
def reveal(*, workshop: Workshop, at: int, by) -> Round:
    """End the vote and let its votes be seen. Raises Refused when there are none."""
    shown = _hold(workshop, at)
    if shown.is_revealed:
        return shown
    if not shown.votes.exists():
        raise Refused("Nobody has voted yet: there is nothing to reveal.")
    shown.revealed_at, shown.revealed_by = timezone.now(), by
    shown.save(update_fields=["revealed_at", "revealed_by"])
    return shown


@transaction.atomic
def vote(*, shown: Round, voter: str, level: int) -> Vote:
    """Give or change a voter's vote in a round. `level` is a primary key.

    Voters do not wait for one another: on PostgreSQL a vote that is being written in the very
    moment of the reveal may be counted after it.

    Raises Refused when the round is not the one that its workshop is at, its votes are revealed,
    the workshop is over, or the level is not on the framework's scale.
    """
    held = Round.objects.shown_in(shown.workshop)
    if held.workshop.closed:
        raise Refused(ENDED)
    if held.pk != shown.pk or held.is_revealed:
        raise Refused(VOTE_OVER)
    if level not in held.workshop.assessment.tree.level_by_pk:
        raise Refused("That level is not on this framework's scale. Choose one of these.")
    given = Vote(round=held, ballot=held.ballot(voter), level_id=level)
    Vote.objects.bulk_create(
        [given], update_conflicts=True, unique_fields=["round", "ballot"], update_fields=["level"]
    )
    return given


@transaction.atomic
def keep(
    *,
    workshop: Workshop,
    at: int,
    rating: Rating,
    version: int,
    level: int,
    reason: str,
    by,
    target: int | None = None,
) -> Round:
    """Write what was agreed after a round, and why, to the trust's own rating of its element.

    `rating` is that rating, and `version` the version of it that the person read; `target` is where
    it needs to be, or None. Raises `assessments.actions.Stale` when it has moved
    on, Refused before the votes are revealed, without a reason, when the rating is not of this
    round's element, or a target is given where the framework asks for none.
    """
    shown = _hold(workshop, at)
    if not shown.is_revealed:
        raise Refused("Reveal the votes first.")
    if not reason.strip():
        raise Refused("Say why: the reason is kept with the rating.")
    of = (rating.response.assessment_id, rating.response.kind, rating.element_id)
    if of != (shown.workshop.assessment_id, Response.Kind.TRUST, shown.element_id):
        raise Refused("That rating is not of the element that is shown.")
    ratings.rate(rating=rating, version=version, by=by, level=level, target=target, reason=reason)
    shown.level_id, shown.target_id, shown.reason = level, target, reason
    shown.kept_at, shown.kept_by = timezone.now(), by
    shown.save(update_fields=["level", "target", "reason", "kept_at", "kept_by"])
    return shown


@transaction.atomic
def end(*, workshop: Workshop, by) -> None:
    """End a workshop: its code leads nowhere any more. Ending it twice is ending it."""
    Workshop.objects.live().filter(pk=workshop.pk).update(ended_at=timezone.now(), ended_by=by)
