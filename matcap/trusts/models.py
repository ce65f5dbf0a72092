"""Who the trusts are: their schools, and the people in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .roles import Permission, Role


class Trust(models.Model):
    """A multi-academy trust: whose data everything below it is."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    uid = models.CharField(
        "GIAS UID", max_length=10, blank=True, help_text="Its number in the national register."
    )

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Phase(models.TextChoices):
    """The phase of education, as the national register names it."""

    NURSERY = "nursery", "Nursery"
    PRIMARY = "primary", "Primary"
    MIDDLE_PRIMARY = "middle-primary", "Middle deemed primary"
    SECONDARY = "secondary", "Secondary"
    MIDDLE_SECONDARY = "middle-secondary", "Middle deemed secondary"
    SIXTEEN_PLUS = "16-plus", "16 plus"
    ALL_THROUGH = "all-through", "All-through"
    NOT_APPLICABLE = "not-applicable", "Not applicable"


class School(models.Model):
    """A school while it is in a trust."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="schools")
    name = models.CharField(max_length=200)
    urn = models.CharField("URN", max_length=6, blank=True)
    phase = models.CharField(max_length=20, choices=Phase.choices)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["urn"],
                condition=Q(left_on=None) & ~Q(urn=""),
                name="a_urn_is_in_one_trust_at_a_time",
                violation_error_message="A school with this URN is in a trust already.",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None)
                | Q(joined_on=None)
                | Q(left_on__gte=models.F("joined_on")),
                name="a_school_leaves_after_it_joins",
                violation_error_message="The date of leaving is before the date of joining.",
            ),
        ]

    def __str__(self):
        return self.name


class Membership(models.Model):
    """A person in a trust, and what that makes them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "trust"],
                name="one_membership_a_person_a_trust",
                violation_error_message="This person is in the trust already.",
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()} of {self.trust}"

    def allows(self, permission: Permission) -> bool:
        """Whether this person's role in this trust carries `permission`."""
        return permission in Role(self.role).permissions
