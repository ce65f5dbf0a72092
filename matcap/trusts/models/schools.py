"""Its schools, and the clusters they are grouped in."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

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


class State(models.TextChoices):
    """Whether a school is open, as the national register says it."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    CLOSING = "closing", "Open, but proposed to close"
    PROPOSED = "proposed", "Proposed to open"


class Cluster(models.Model):
    """A named group of a trust's schools."""

    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="clusters")
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "trust",
                Lower("name"),
                name="a_cluster_has_a_name_of_its_own",
                violation_error_message="There is a cluster with this name already.",
            )
        ]

    def __str__(self):
        return self.name


class School(models.Model):
    """A school while it is in a trust. In its next trust it has a row of its own, by its URN."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="schools")
    cluster = models.ForeignKey(
        Cluster, null=True, blank=True, on_delete=models.SET_NULL, related_name="schools"
    )
    name = models.CharField(max_length=200)
    urn = models.CharField(
        "URN",
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{6}$", "A URN has six digits.")],
    )
    la_code = models.CharField(
        "LA code",
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^\d{3}$", "The code of a local authority has three digits.")],
    )
    establishment_number = models.CharField(
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"^\d{4}$", "An establishment number has four digits.")],
    )
    phase = models.CharField(max_length=20, choices=Phase.choices)
    kind = models.CharField("type and status", max_length=100, blank=True)
    state = models.CharField(
        "open or closed", max_length=10, choices=State.choices, default=State.OPEN
    )
    joined_on = models.DateField("joined the trust on", null=True, blank=True)
    left_on = models.DateField("left the trust on", null=True, blank=True)

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

    @property
    def dfe_number(self) -> str:
        """The seven digits that the sector knows a school by; empty where a part is not known."""
        known = self.la_code and self.establishment_number
        return f"{self.la_code}{self.establishment_number}" if known else ""
