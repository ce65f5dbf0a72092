"""What a membership makes a person, and what that lets them do. The only place that says so.

Two kinds of permission: what a view asks for, and how far a person sees. `READ` opens the door of
a trust; which of its assessments and schools are behind it is for `READ_AGREED`, `READ_OPEN`,
`READ_SHARED` and `ALL_SCHOOLS` (see `Assessment.objects.seen_by`).
"""

from django.db import models


class Permission(models.TextChoices):
    """What a person may do, in words that follow "may"."""

    READ = "read", "read the framework"
    READ_AGREED = "read-agreed", "read what is agreed"
    READ_OPEN = "read-open", "see the work before it is agreed"
    READ_SHARED = "read-shared", "read the assessments shared with them"
    ALL_SCHOOLS = "all-schools", "see every school's ratings"
    RATE = "rate", "rate the trust's elements and give evidence"
    RATE_SCHOOLS = "rate-schools", "rate schools and give evidence"
    START = "start", "start an assessment"
    AGREE = "agree", "agree ratings and reopen them"
    PLAN = "plan", "write the priorities"
    EDIT_FRAMEWORKS = "edit-frameworks", "write the trust's own frameworks"
    SCHOOLS = "schools", "manage the schools"
    PEOPLE = "people", "manage the people"
    ACTIVITY = "activity", "read the activity log"


class Role(models.TextChoices):
    """What a person is in a trust."""

    LEAD = "lead", "trust lead"
    CONTRIBUTOR = "contributor", "contributor"
    SCHOOL_LEAD = "school-lead", "school lead"
    BOARD = "board", "board member"
    REVIEWER = "reviewer", "peer reviewer"
    FACILITATOR = "facilitator", "network facilitator"

    @property
    def permissions(self) -> frozenset[Permission]:
        """The permissions that this role carries."""
        return _CARRIES[self]

    @property
    def is_of_schools(self) -> bool:
        """Whether a membership in this role names the schools that it is for."""
        return Permission.RATE_SCHOOLS in self.permissions and not self.sees_all_schools

    @property
    def sees_all_schools(self) -> bool:
        """Whether this role reaches every school of the trust."""
        return Permission.ALL_SCHOOLS in self.permissions

    @property
    def is_for_a_time(self) -> bool:
        """Whether a membership in this role ends on a day, and names what is shared with it."""
        return Permission.READ_SHARED in self.permissions


_READS = {Permission.READ, Permission.READ_AGREED, Permission.ALL_SCHOOLS}

_CARRIES = {
    Role.LEAD: frozenset(Permission) - {Permission.READ_SHARED},
    Role.CONTRIBUTOR: frozenset(
        _READS | {Permission.READ_OPEN, Permission.RATE, Permission.RATE_SCHOOLS}
    ),
    Role.SCHOOL_LEAD: frozenset({Permission.READ, Permission.READ_AGREED, Permission.RATE_SCHOOLS}),
    Role.BOARD: frozenset(_READS),
    Role.REVIEWER: frozenset({Permission.READ, Permission.READ_SHARED, Permission.ALL_SCHOOLS}),
    # What trusts share with a network is still to come: until then, nothing of a trust's own.
    Role.FACILITATOR: frozenset({Permission.READ}),
}
