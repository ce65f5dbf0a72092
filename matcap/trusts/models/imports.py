"""A file of schools that was read and is looked at before anything of it is written."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .schools import School
from .trusts import Trust


class Import(models.Model):
    """A list of schools that a person sent, and how far it is.

    `headers` are those that are kept; `columns` says which of them is which of our fields, by its
    place. It waits for its columns to be said, is compared a piece at a time, is ready, is done.
    Every comparing is a version of its own.
    """

    class State(models.TextChoices):
        COLUMNS = "columns"
        COMPARING = "comparing"
        READY = "ready"
        DONE = "done"

    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.COLUMNS)
    version = models.PositiveIntegerField(default=0)
    is_register = models.BooleanField(default=False)
    uid = models.CharField(max_length=10, blank=True)
    headers = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    compared = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    def __str__(self):
        return self.name


class ImportPiece(models.Model):
    """What is kept of some of its rows: [number, cells]. No column about a person is among them."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pieces")
    rows = models.JSONField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"rows of {self.source}"


class ImportRow(models.Model):
    """What confirming would do with a row of it. `changes` are [label, old, new]."""

    class Outcome(models.TextChoices):
        NEW = "new"
        CHANGED = "changed"
        UNCHANGED = "unchanged"
        REFUSED = "refused"

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    key = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    school = models.ForeignKey(School, null=True, on_delete=models.SET_NULL, related_name="+")
    changes = models.JSONField(default=list)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["source", "outcome", "number"], name="import_by_outcome")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "number"], name="a_row_of_an_import_has_a_number"
            )
        ]

    def __str__(self):
        return f"row {self.number} of {self.source}"
