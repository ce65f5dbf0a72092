"""The people in it."""

from django.conf import settings
from django.db import models

from ..roles import Permission, Role
from .trusts import Trust


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
