"""Who rates separately, and how they begin."""

from dataclasses import dataclass

from frameworks.loader import load
from frameworks.models import Framework
from matcap.accounts.models import User
from matcap.assessments import actions
from matcap.trusts.actions import make_group, open_trust
from matcap.trusts.models import Group, Trust
from matcap.trusts.roles import Role

from ..conftest import SHIPPED, person

PEOPLE = {
    "Executives": ("Ada", "Ben", "Cleo"),
    "Headteachers": ("Dev", "Eve", "Finn"),
    "Trustees": ("Gus", "Hal"),
}


@dataclass(frozen=True)
class Cast:
    """A trust with the shipped framework, its lead and everybody who rates, by first name."""

    trust: Trust
    framework: Framework
    lead: User
    people: dict[str, tuple[User, Group]]


def gather(name: str) -> Cast:
    """A trust in which nothing is rated yet."""
    trust = open_trust(name=name)
    lead = person(trust, "Alice Lead", Role.LEAD)
    [loaded] = load([SHIPPED])
    return Cast(trust, loaded.framework, lead, raters_of(trust))


def raters_of(trust) -> dict[str, tuple[User, Group]]:
    groups = {name: make_group(trust=trust, name=name, by=None) for name in PEOPLE}
    return {
        name: (person(trust, f"{name} Rater", Role.CONTRIBUTOR), groups[group])
        for group, names in PEOPLE.items()
        for name in names
    }


def begin(trust, framework, lead, people, *, shows_names=False, previous=None):
    assessment = actions.start(
        trust=trust,
        framework=framework,
        title="Autumn 2026",
        opened_on=previous.opened_on.replace(year=2026) if previous else "2026-09-07",
        by=lead,
        rated_apart=True,
    )
    assessment = actions.choose_contributors(
        assessment=assessment,
        groups={user.pk: group for user, group in people.values()},
        shows_names=shows_names,
        by=lead,
    )
    return actions.open_assessment(assessment=assessment, by=lead)
