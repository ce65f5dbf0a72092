"""What goes with a role: the group in which somebody rates; the schools of a school lead; the last
day of a peer reviewer, and what is shared with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format

from matcap.ui.refusal import Refused

from .models import Group, School, Trust
from .models.people import Grant
from .roles import Role


@dataclass(frozen=True)
class Terms:
    """A role with what goes with it; `assessments` are assessments, which this app only names."""

    role: Role
    schools: tuple[School, ...] = ()
    expires_on: date | None = None
    assessments: tuple = ()
    group: Group | None = None

    def check(self, trust: Trust) -> None:
        """Raise Refused when what goes with the role is missing, or is another trust's."""
        if self.role.is_of_schools and not self.schools:
            raise Refused("Choose the schools that the school lead is for.")
        if self.role.is_for_a_time and not self.expires_on:
            raise Refused("Give the peer reviewer's last day.")
        if self.expires_on and self.expires_on < timezone.localdate():
            raise Refused("The last day is over already: give a later one.")
        if self.role.is_for_a_time and not self.assessments:
            raise Refused("Choose the assessments to share with the peer reviewer.")
        chosen = (*self.schools, *self.assessments, *([self.group] if self.group else []))
        if any(one.trust_id != trust.pk for one in chosen):
            raise Refused("Only this trust's own schools, assessments and groups can be chosen.")

    def write(self, grant: Grant) -> None:
        """Store them in a membership or an invitation that has a primary key."""
        grant.schools.set(self.schools)
        grant.shared_assessments.set(self.assessments)

    @property
    def words(self) -> str:
        """As in "school lead of Ashdown and Birchfield"."""
        said = self.role.label
        if self.schools:
            said += f" of {listed(self.schools)}"
        if self.assessments:
            said += f", to read {listed(self.assessments)}"
        if self.group:
            said += f", in the group {self.group}"
        if self.expires_on:
            said += f" until {date_format(self.expires_on, 'j F Y')}"
        return said


def terms_of(grant: Grant) -> Terms:
    """The terms that a membership or an invitation has now, in two queries."""
    return Terms(
        role=Role(grant.role),
        schools=tuple(grant.schools.all()),
        expires_on=grant.expires_on,
        assessments=tuple(grant.shared_assessments.all()),
        group=grant.group,
    )


def listed(things: Iterable) -> str:
    """Names as a person would list them: "a, b and c"."""
    *names, last = map(str, things)
    return f"{', '.join(names)} and {last}" if names else last
