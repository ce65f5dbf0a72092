"""What was done in a trust that people should be able to look up afterwards."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .trusts import Trust


class Activity(models.Model):
    """One thing done: when, by whom, and a sentence that says what."""

    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="activity")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sentence = models.TextField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["trust", "-at"], name="activity_newest_first")]

    def __str__(self):
        return self.sentence
