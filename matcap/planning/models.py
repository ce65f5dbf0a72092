"""What a trust does about what it found: a plan of priorities, each with its issues."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from frameworks.models import Element, Strand
from matcap.assessments.models import Assessment
from matcap.trusts.models import Trust

# From a priority to the framework in memory: what `plan.assessment.tree` needs.
TO_ITS_TREE = ("plan__assessment__framework", "plan__assessment__wording")


class Plan(models.Model):
    """The plan that follows from an assessment. Made when its first priority is added."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="plans")
    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="plan")

    def __str__(self):
        return f"Plan after {self.assessment}"


class Priority(models.Model):
    """An element to build, what the trust will do, and the progress it wants in 12 months.

    Its code (A, B, …) is its place among the plan's live priorities, by `position`, and is stored
    nowhere. `version` rises by one with each change of its words or issues, not with its place.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="priorities")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    what_we_will_do = models.TextField(blank=True)
    progress_sought = models.TextField("progress we want in 12 months", blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords(
        excluded_fields=["changed_at", "changed_by"],
        history_change_reason_field=models.TextField(blank=True),
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "priorities"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "element"],
                condition=Q(removed_at=None),
                name="one_live_priority_an_element",
                violation_error_message="This element is among the priorities already.",
            )
        ]

    def __str__(self):
        return f"Priority for {self.element_id}"


class Issue(models.Model):
    """What was found, and the strands of the priority's element that it comes from.

    `from_evidence` says that its words began as the key evidence of the element's rating.
    """

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="issues")
    position = models.PositiveIntegerField()
    text = models.TextField()
    strands = models.ManyToManyField(Strand, related_name="+", blank=True)
    from_evidence = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    # A step's reason names the strands that the issue cites from then on.
    history = HistoricalRecords(history_change_reason_field=models.TextField(blank=True))

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text
