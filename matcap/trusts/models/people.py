"""The people in it, and those who are asked to be."""

from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from ..roles import Permission, Role
from .schools import School
from .trusts import Trust

ANSWER_WITHIN = timedelta(days=14)


def _for_a_time(name: str) -> models.CheckConstraint:
    """Those whose role is for a time have a last day, and nobody else has one."""
    passing = [role for role in Role if role.is_for_a_time]
    return models.CheckConstraint(
        condition=Q(role__in=passing, expires_on__isnull=False)
        | (~Q(role__in=passing) & Q(expires_on=None)),
        name=name,
        violation_error_message="A peer reviewer has a last day, and nobody else has one.",
    )


class Group(models.Model):
    """A named group of people who rate, such as the executives; the names are the trust's."""

    OFFERED = ("Executives", "Headteachers", "Middle leaders", "Trustees")

    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                "trust",
                Lower("name"),
                name="a_group_has_a_name_of_its_own",
                violation_error_message="There is a group with this name already.",
            )
        ]

    def __str__(self):
        return self.name


class Grant(models.Model):
    """What a person is given in a trust, or is to be given when they accept.

    `group` is the one in which they rate, where people rate separately. A school lead has
    `schools`; a peer reviewer a last day, and `shared_assessments` (which the app of assessments
    brings).
    """

    role = models.CharField(max_length=20, choices=Role.choices)
    schools = models.ManyToManyField(School, related_name="+", blank=True)
    expires_on = models.DateField("last day", null=True, blank=True)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True

    def allows(self, permission: Permission) -> bool:
        """Whether this person's role in this trust carries `permission`."""
        return permission in Role(self.role).permissions

    @property
    def words(self) -> list[str]:
        """What this lets a person do, each to follow "may"."""
        return [one.label for one in Permission if self.allows(one)]


class MembershipQuerySet(models.QuerySet):
    def current(self):
        """Those that have not come to their last day."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=timezone.localdate()))

    def leads(self, trust: Trust):
        """Those who manage the people of `trust`: one at least is always left."""
        able = [role for role in Role if Permission.PEOPLE in role.permissions]
        return self.current().filter(trust=trust, role__in=able)


class Membership(Grant):
    """A person in a trust, and what that makes them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="memberships")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "trust"],
                name="one_membership_a_person_a_trust",
                violation_error_message="This person is in the trust already.",
            ),
            _for_a_time("a_membership_for_a_time"),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()} of {self.trust}"

    @cached_property
    def own_schools(self) -> frozenset[int] | None:
        """The primary keys of the schools that this person reaches; None for all of them."""
        if self.allows(Permission.ALL_SCHOOLS):
            return None
        return frozenset(self.schools.values_list("pk", flat=True))

    def reaches(self, school: int) -> bool:
        """Whether this person sees the ratings of the school with this primary key."""
        return self.own_schools is None or school in self.own_schools


class InvitationQuerySet(models.QuerySet):
    def waiting(self):
        """Those that were neither accepted nor withdrawn; they may be too old."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def of_token(self, token: str):
        """The invitation that a link is of, or None when the link is not one that we made."""
        try:
            pk, email = signing.Signer(salt=_SALT).unsign_object(token)
        except signing.BadSignature:
            return None
        return self.filter(pk=pk, email=email).first()


_SALT = "matcap.trusts.invitation"


class Invitation(Grant):
    """A person asked to join a trust, by an email with a link.

    The link is signed with the installation's secret and is not kept: neither the database nor
    the queue of tasks has what it takes to make one.
    """

    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField("when the email was last asked for", default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                fields=["trust", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_waiting_invitation_an_address",
                violation_error_message="This address has an invitation already.",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="invited_in_small_letters",
                violation_error_message="Write the email address in small letters.",
            ),
            _for_a_time("an_invitation_for_a_time"),
        ]

    def __str__(self):
        return f"{self.email} to {self.trust}"

    @property
    def token(self) -> str:
        """What the link ends in."""
        return signing.Signer(salt=_SALT).sign_object([self.pk, self.email])

    @property
    def good_until(self):
        """The moment from which it is too old to be accepted."""
        return self.asked_at + ANSWER_WITHIN

    @property
    def is_too_old(self) -> bool:
        """Whether that moment has come, or the last day of what it grants."""
        over = self.expires_on is not None and self.expires_on < timezone.localdate()
        return over or timezone.now() >= self.good_until
