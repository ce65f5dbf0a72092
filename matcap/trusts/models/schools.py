"""Its schools."""

from django.db import models
from django.db.models import Q

from .trusts import Trust


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
