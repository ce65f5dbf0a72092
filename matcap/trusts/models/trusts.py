"""The trust itself."""

from django.db import models


class Trust(models.Model):
    """A multi-academy trust: whose data everything below it is."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    uid = models.CharField(
        "GIAS UID", max_length=10, blank=True, help_text="Its number in the national register."
    )
    requires_second_step = models.BooleanField(
        "ask everybody for a second step at sign-in",
        default=False,
        help_text="Who has none is asked to set one up before they see anything here.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
