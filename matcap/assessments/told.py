"""Who is told, by email, of an assessment's moves."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import models

from matcap.accounts.models import User
from matcap.trusts.models import Membership, School
from matcap.trusts.roles import Permission, Role
from matcap.trusts.terms import listed

from .models import Assessment, Response

SCHOOL_ROLES = [role for role in Role if role.is_of_schools]
# Those who write the trust's ratings together, without those who open and agree them.
_TOGETHER = [
    role
    for role in Role
    if Permission.RATE in role.permissions and Permission.AGREE not in role.permissions
]


class Move(models.TextChoices):
    """What people are told of: a move of an assessment, or of a person into it."""

    OPENED = "opened", "open"
    RATING_AGAIN = "rating-again", "open again"
    MODERATION = "moderation", "in moderation"
    AGREED = "agreed", "agreed"

    @property
    def state(self) -> Assessment.State:
        """The state that the assessment is in after it."""
        state = Assessment.State
        return {Move.MODERATION: state.MODERATION, Move.AGREED: state.AGREED}.get(self, state.OPEN)


@dataclass
class Person:
    """Somebody of the trust who takes part in an assessment.

    Where people rate separately a contributor has a `response`; where they rate together,
    `rates_trust` says that this person is one of them. A school lead has `schools` in it.
    """

    user: User
    response: Response | None = None
    rates_trust: bool = False
    schools: list[School] = field(default_factory=list)

    @property
    def is_contributor(self) -> bool:
        """Whether it is the trust that this person rates."""
        return self.rates_trust or self.response is not None

    def hears_of(self, move: Move, total: int) -> bool:
        """Whether this person is told of `move`; `total` is the number of elements."""
        if move == Move.MODERATION:
            return self.is_contributor
        if move == Move.RATING_AGAIN:
            return self.response is not None and self.response.rated < total
        return True


def told_of(
    move: Move, assessment: Assessment, among: Collection[int] | None = None
) -> list[Person]:
    """Everybody to be told of a move, in two queries; of users `among`, None being all.

    Who is in the trust no longer, or whose account is closed, is not told.
    """
    found = people_of(assessment, among)
    return [one for one in found if one.hears_of(move, len(assessment.tree.elements))]


def people_of(assessment: Assessment, among: Collection[int] | None = None) -> list[Person]:
    """Everybody who takes part in an assessment and is in its trust, by group, in two queries."""
    members = Membership.objects.current().filter(trust=assessment.trust_id, user__is_active=True)
    if among is not None:
        members = members.filter(user__in=among)
    people: dict[int, Person] = {}
    if assessment.rated_apart:
        responses = Response.objects.of_contributors(assessment)
        for response in responses.filter(contributor__in=members.values("user")):
            people[response.contributor_id] = Person(response.contributor, response)
    else:
        for member in members.filter(role__in=_TOGETHER).select_related("user"):
            people[member.user_id] = Person(member.user, rates_trust=True)
    for lead in school_leads(members, Response.objects.filter(assessment=assessment)):
        user = lead.membership.user
        people.setdefault(user.pk, Person(user)).schools.append(lead.school)
    return list(people.values())


def school_leads(members, responses):
    """Rows of `membership` and `school`: those of `members` who lead a school with a response.

    Of `responses`, those are counted that a school gives of itself; not one of a school that left.
    """
    return (
        Membership.schools.through.objects.filter(
            membership__in=members.filter(role__in=SCHOOL_ROLES),
            school__in=responses.filter(kind=Response.Kind.SCHOOL).values("school"),
            school__left_on=None,
        )
        .select_related("membership__user", "school")
        .order_by("school__name", "membership__user__name", "pk")
    )


def in_words(people: Iterable[Person]) -> str:
    """How many people are told and who they are, in a sentence."""
    people = list(people)
    if not people:
        return "Nobody is told by email."
    groups = Counter(one.response.group.name for one in people if one.response)
    parts = [f"{count} in {group}" for group, count in groups.items()]
    parts += _counted(sum(one.rates_trust for one in people), "contributor")
    parts += _counted(sum(bool(one.schools) for one in people), "school lead")
    are = "person is" if len(people) == 1 else "people are"
    return f"{len(people)} {are} told by email: {listed(parts)}."


def _counted(count: int, what: str) -> list[str]:
    return [f"{count} {what}{'s' if count > 1 else ''}"] if count else []


def moves_from(assessment: Assessment) -> tuple[Move | None, Move | None]:
    """What people would be told of, were it moved on; and were it moved back."""
    state = Assessment.State
    on = Move.AGREED
    if assessment.is_draft:
        on = Move.OPENED
    elif assessment.is_open and assessment.rated_apart:
        on = Move.MODERATION
    back = Move.RATING_AGAIN if assessment.step_back == state.OPEN else None
    return (None if assessment.is_agreed else on), back


def who_would_be_told(assessment: Assessment) -> dict[str, str]:
    """For the page where it is moved: a sentence for `on` and for `back`, in two queries."""
    people, total = people_of(assessment), len(assessment.tree.elements)
    return {
        way: in_words(one for one in people if move and one.hears_of(move, total))
        for way, move in zip(("on", "back"), moves_from(assessment), strict=True)
    }
