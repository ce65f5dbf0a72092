"""What changes assessments: start, open, rate, moderate, agree, reopen. Evidence: `evidence.py`.

What comes from last time is in `versions.py`, what was judged before matcap in `past.py`. Each is
one transaction and says who did it. What may not be done raises `Refused`, whose text is for the
person to read.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from frameworks.models import Framework
from frameworks.tree import ElementNode, FrameworkTree
from frameworks.words import Words
from matcap.trusts.models import Group, School, Trust
from matcap.trusts.terms import listed
from matcap.ui.moment import now
from matcap.ui.refusal import Refused

from .models import Assessment, EvidenceItem, Mark, Rating, Response
from .progress import progress
from .recording import hold, record
from .tasks import tell
from .told import Move
from .versions import carry_forward, latest_agreed, origins_of

# Words typed on within this time, by the same person, are one step of a rating's history.
ONE_STEP = timedelta(minutes=10)

KEEP = object()


class Stale(Refused):
    """The form was read before somebody else's change; `rating` is how it stands now."""

    def __init__(self, rating: Rating):
        super().__init__("Somebody changed this while you were working on it.")
        self.rating = rating


class Unrated(Refused):
    """An assessment cannot be agreed before each of `elements` is answered."""

    def __init__(self, elements: tuple[ElementNode, ...], words: Words):
        names = ", ".join(element.code for element in elements)
        super().__init__(f"Still to {words.to_rate}: {names}. You can agree when {words.complete}.")
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
    rated_apart: bool = False,
    carries: bool = False,
) -> Assessment:
    """Start an assessment as a draft, with nothing rated, for the trust and for each of `schools`.

    With `rated_apart` people are to rate separately, then meet. Its `previous` is the trust's
    latest agreed assessment with any version or copy of the instrument; with `carries` the ratings
    of that one are carried forward when this one opens. Raises ValidationError when one with this
    framework is under way, or the dates are the wrong way round.
    """
    previous = latest_agreed(trust, framework)
    assessment = Assessment(
        trust=trust,
        framework=framework,
        wording=Framework.objects.own_words(trust, framework),
        title=title.strip(),
        opened_on=opened_on,
        due_on=due_on,
        previous=previous,
        origins=origins_of(previous, framework),
        carries=carries and previous is not None,
        rated_apart=rated_apart,
    )
    assessment.full_clean()
    record(assessment, by, "The assessment was started.")
    kind = Response.Kind
    _give_ratings(
        assessment,
        [
            Response(assessment=assessment),
            *(
                Response(assessment=assessment, school=school, kind=one)
                for school in schools
                for one in (kind.SCHOOL, kind.VIEW)
            ),
        ],
    )
    return assessment


def _give_ratings(assessment: Assessment, responses: Iterable[Response]) -> None:
    """Store new responses with a rating for each element."""
    Rating.objects.bulk_create(
        Rating(response=response, element_id=element.pk)
        for response in Response.objects.bulk_create(responses)
        for element in assessment.tree.elements
    )


@transaction.atomic
def choose_contributors(
    *, assessment: Assessment, groups: Mapping[int, Group | None], by, shows_names: bool
) -> Assessment:
    """Say who rates, in which group (None: does not rate), and whether moderation shows names.

    Who is added to an assessment that is open is told by email. The keys of `groups` are primary
    keys of the trust's people. Who is not among them stays as they are. Raises Refused when
    somebody who has begun is left out, rating is over, or a person or a group is not the trust's.
    """
    assessment = hold(assessment)
    if not assessment.rated_apart:
        raise Refused("Leads and contributors rate this assessment together: nobody is chosen.")
    if assessment.in_moderation or assessment.is_agreed:
        raise Refused("Rating is over. Go back to rating to change who rates.")
    people = {
        member.user_id: member.user
        for member in assessment.trust.memberships.current().select_related("user")
    }
    chosen = {group for group in groups.values() if group}
    if not groups.keys() <= people.keys() or any(g.trust_id != assessment.trust_id for g in chosen):
        raise Refused("Only this trust's own people and groups can be chosen.")
    known = {one.contributor_id: one for one in Response.objects.of_contributors(assessment)}
    left_out = [known[who] for who, group in groups.items() if not group and who in known]
    linked = EvidenceItem.objects.filter(rating__response__in=left_out)
    linked = set(linked.values_list("rating__response", flat=True))
    begun = [one.contributor.name for one in left_out if one.begun_at or one.pk in linked]
    if begun:
        have = "has" if len(begun) == 1 else "have"
        raise Refused(
            f"{listed(begun)} {have} begun to rate. What people gave is kept, so they stay."
        )
    Response.objects.filter(pk__in=[response.pk for response in left_out]).delete()
    for who, response in known.items():
        if groups.get(who) and groups[who] != response.group:
            Response.objects.filter(pk=response.pk).update(group=groups[who])
    added = {who: group for who, group in groups.items() if group and who not in known}
    _give_ratings(
        assessment,
        [
            Response(
                assessment=assessment,
                kind=Response.Kind.CONTRIBUTOR,
                contributor=people[who],
                group=group,
            )
            for who, group in added.items()
        ],
    )
    if assessment.is_open and added:
        tell(Move.OPENED, assessment, added.keys())
    assessment.shows_names = shows_names
    return record(assessment, by, "Who rates was changed.", to_ratings=False)


@transaction.atomic
def open_assessment(*, assessment: Assessment, by) -> Assessment:
    """Let people and schools rate, and tell them; what is carried forward is there for them.

    Raises Refused when nobody is there to rate separately.
    """
    assessment = hold(assessment)
    if not assessment.is_draft:
        raise Refused("This assessment is open already.")
    contributors = Response.objects.of_contributors(assessment)
    if assessment.rated_apart and not contributors.exists():
        raise Refused("Choose who rates before you open it.")
    if assessment.carries:
        carry_forward(assessment=assessment, by=by)
    assessment.state = Assessment.State.OPEN
    record(assessment, by, "The assessment was opened.", to_ratings=False)
    tell(Move.OPENED, assessment)
    return assessment


@transaction.atomic
def moderate(*, assessment: Assessment, by) -> Assessment:
    """End the rating and bring the responses side by side; who has not finished stays so.

    Every contributor's rating's version rises, so that a save on its way is told.
    """
    assessment = hold(assessment)
    if not assessment.is_open or not assessment.rated_apart:
        raise Refused("Only an open assessment that people rate separately goes to moderation.")
    Rating.objects.filter(
        response__assessment=assessment, response__kind=Response.Kind.CONTRIBUTOR
    ).update(version=F("version") + 1)
    assessment.state = Assessment.State.MODERATION
    record(assessment, by, "Moderation began.")
    tell(Move.MODERATION, assessment)
    return assessment


@transaction.atomic
def rate(
    *,
    rating: Rating,
    version: int,
    by,
    level: int | None = KEEP,
    target: int | None = KEEP,
    evidence: str = KEEP,
    reason: str = KEEP,
    marks: Mapping[int, int | None] = KEEP,
    is_right: bool = False,
) -> Rating:
    """Write what was touched of one rating, and return it as it stands.

    `version` is the version that the person read. `level`, `target` and the values of `marks` are
    primary keys of levels, or None to clear; the keys of `marks` are strands. Evidence of nothing
    but spaces is none. A field left out, or equal to what is stored, is not written. What was
    carried forward is looked at once anything of it is written, or when `is_right` says that it
    still holds. Raises Stale when the rating has moved on, Refused when its response is closed, a
    level or strand is not of its framework, or a target is given where that asks for none.
    """
    tree = rating.response.assessment.tree
    if evidence is not KEEP and not evidence.strip():
        evidence = ""
    sent = {"level_id": level, "target_level_id": target, "evidence": evidence, "reason": reason}
    touched = {
        name: value
        for name, value in sent.items()
        if value is not KEEP and value != getattr(rating, name)
    }
    changed = {
        strand: value
        for strand, value in ({} if marks is KEEP else marks).items()
        if value != rating.marked.get(strand)
    }
    _check_scale(tree, rating, touched, changed)
    if rating.carried and (touched or changed or is_right):
        touched["carried"] = False
    if not touched and not changed:
        return rating
    if rating.response.closed:
        raise Refused(rating.response.closed)
    before = (rating.changed_by_id, rating.changed_at, rating.evidence)
    at = now()
    written = Rating.objects.filter(pk=rating.pk, version=version).update(
        **touched, version=version + 1, changed_at=at, changed_by=by
    )
    if not written:
        related = Rating.objects.select_related("level", "target_level", "changed_by")
        raise Stale(related.get(pk=rating.pk))
    rating.version, rating.changed_at, rating.changed_by = version + 1, at, by
    for name, value in touched.items():
        setattr(rating, name, value)
    _write_marks(rating, changed)
    if touched.keys() - {"carried"} or (touched and not changed):
        _keep_history(rating, by, touched, before)
    return rating


def _check_scale(tree: FrameworkTree, rating: Rating, touched, marks) -> None:
    strands = tree.element_by_pk[rating.element_id].strand_by_pk
    target = touched.get("target_level_id")
    levels = {touched.get("level_id"), target, *marks.values()} - {None}
    if not levels <= tree.level_by_pk.keys() or not marks.keys() <= strands.keys():
        raise Refused("That level or strand is not part of this framework. Nothing was saved.")
    if target and not tree.asks_target:
        raise Refused("This framework asks for no target. Nothing was saved.")


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
    marks = rating.marked | changed
    rating.marked = {strand: level for strand, level in marks.items() if level is not None}


def _keep_history(rating: Rating, by, touched, before) -> None:
    """Add a step to the rating's history; words typed on join the step before.

    They join only where nothing is lost by it: same person, minutes later, same text and more.
    """
    (person, last_at, evidence), at = before, rating.changed_at
    typed_on = (
        touched.keys() == {"evidence"}
        and person == by.pk
        and at - last_at < ONE_STEP
        and rating.evidence.startswith(evidence)
    )
    last = rating.history.filter(version=rating.version - 1, history_change_reason="")
    joined = typed_on and last.update(
        evidence=rating.evidence, version=rating.version, history_date=at
    )
    if not joined:
        Rating.history.bulk_history_create(
            [rating],
            update=True,
            default_user=by,
            default_change_reason="Still right." if touched.keys() == {"carried"} else "",
            default_date=at,
        )


@transaction.atomic
def agree(*, assessment: Assessment, by, on: date | None = None) -> Assessment:
    """Make the trust's ratings its agreed ones. Raises Unrated while an element is not answered.

    Every rating's version rises, so that a save that was on its way is told, not swallowed.
    """
    assessment = hold(assessment)
    if assessment.is_agreed:
        raise Refused("This assessment is agreed already.")
    if assessment.is_draft or (assessment.rated_apart and not assessment.in_moderation):
        raise Refused("It can be agreed after moderation.")
    ratings = Rating.objects.filter(response__assessment=assessment)
    ratings.update(version=F("version") + 1)
    own = ratings.filter(response__kind=Response.Kind.TRUST).answered()
    tree = assessment.tree
    state = progress(tree, dict.fromkeys(own.values_list("element_id", flat=True), True))
    if not state.is_complete:
        raise Unrated(state.unrated, tree.words)
    assessment.state = Assessment.State.AGREED
    assessment.agreed_on = on or timezone.localdate(now())
    record(assessment, by, "The assessment was agreed.")
    tell(Move.AGREED, assessment)
    return assessment


@transaction.atomic
def reopen(*, assessment: Assessment, reason: str, by, at: str = "") -> Assessment:
    """Take an assessment one step back, for a reason that its history keeps.

    `at` is the state that the person saw, where that is known: to ask twice is one step. Every
    rating's version rises, so that a save that was on its way is told, not swallowed.
    """
    assessment = hold(assessment)
    back = assessment.step_back
    if at and at != assessment.state:
        raise Refused("It has moved on since you opened this page. This is where it is now.")
    if back is None:
        raise Refused("This assessment is still being set up: there is no step to go back to.")
    if not reason.strip():
        raise Refused("Say why: the reason is kept in its history.")
    if assessment.following.exists():
        raise Refused("A later assessment compares itself with this one, so it stays as agreed.")
    was_agreed = assessment.is_agreed
    Rating.objects.filter(response__assessment=assessment).update(version=F("version") + 1)
    assessment.state, assessment.agreed_on = back, None
    try:
        assessment.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    said = "Reopened" if was_agreed else f"Back to {back.label}"
    record(assessment, by, f"{said}: {reason.strip()}")
    if assessment.is_open:
        tell(Move.RATING_AGAIN, assessment)
    return assessment
