"""What a membership makes a person, and what that lets them do. The only place that says so."""

from django.db import models


class Permission(models.TextChoices):
    """What a view asks for."""

    READ_AGREED = "read-agreed", "read what is agreed"
    READ_OPEN = "read-open", "see the work before it is agreed"
    RATE = "rate", "rate elements and give evidence"
    START = "start", "start an assessment"
    AGREE = "agree", "agree ratings and reopen them"
    PLAN = "plan", "write the priorities"


class Role(models.TextChoices):
    """What a person is in a trust."""

    LEAD = "lead", "trust lead"
    CONTRIBUTOR = "contributor", "contributor"
    BOARD = "board", "board member"

    @property
    def permissions(self) -> frozenset[Permission]:
        """The permissions that this role carries."""
        return _CARRIES[self]


_CARRIES = {
    Role.LEAD: frozenset(Permission),
    Role.CONTRIBUTOR: frozenset({Permission.READ_AGREED, Permission.READ_OPEN, Permission.RATE}),
    Role.BOARD: frozenset({Permission.READ_AGREED}),
}
