"""Networks: trusts that chose to stand together, such as a region's or a diocese's."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .trusts import Trust


class Network(models.Model):
    """A named set of trusts. Whoever has its code can bring their own trust in."""

    name = models.CharField(max_length=100)
    code = models.CharField(max_length=20, unique=True)
    trusts = models.ManyToManyField(Trust, through="InNetwork", related_name="networks")

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class InNetwork(models.Model):
    """A trust in a network: who of its own people decided so, and when."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="members")
    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="in_networks")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "trust"],
                name="a_trust_is_in_a_network_once",
                violation_error_message="Your trust is in this network already.",
            )
        ]

    def __str__(self):
        return f"{self.trust} in {self.network}"
