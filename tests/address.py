"""What a row of tests/addresses.py is."""

from dataclasses import dataclass, field
from enum import Enum

from django.urls import reverse

from matcap.trusts.roles import Permission, Role

NOT_IDS = {"slug", "version", "code", "number"}  # what a framework brings, mostly for every trust


class School(Enum):
    """Whose an address is, where it is a school's."""

    OWN = "a school of the school lead"
    OTHER = "another school"


@dataclass(frozen=True)
class Address:
    """An address below a trust's. `read` is what a GET of it needs, `write` what a POST needs.

    `post` is a form that the trust's lead can send there with effect; None where a POST is taken
    but has none (an agreed assessment). `kwargs` are without the trust. Any one of `shown` lets a
    person see what is there; without it there is nothing that the permission does not cover.
    `school` says whose it is: of the school lead's own school, or of another; `raters`, if any,
    are the only ones who find something, each their own. `is_own` says that the slug is a
    framework's of the trust's own.
    """

    name: str
    kwargs: dict = field(default_factory=dict)
    read: Permission | None = None
    write: Permission | None = None
    post: dict | None = None
    shown: frozenset[Permission] = frozenset()
    school: School | None = None
    raters: frozenset[Role] | None = None
    is_own: bool = False

    def is_shown_to(self, role: Role) -> bool:
        """Whether somebody in `role`, who may ask for it, finds something."""
        if self.raters is not None:
            return role in self.raters
        if self.school is School.OWN and role.is_of_schools:
            return True
        if self.school and not role.sees_all_schools:
            return False
        return not self.shown or bool(self.shown & role.permissions)

    def at(self, trust, **instead) -> str:
        """The path below `trust`, with the kwargs `instead` in the place of its own."""
        return reverse(self.name, kwargs={"trust": trust.slug} | self.kwargs | instead)

    @property
    def ids(self) -> set[str]:
        """The kwargs that are primary keys of a trust's own."""
        return self.kwargs.keys() - (NOT_IDS - {"slug"} if self.is_own else NOT_IDS)
