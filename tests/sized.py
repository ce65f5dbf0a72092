"""A trust of any size: how many there are of everything."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle

from django.core.files.base import ContentFile
from django.db.models import Q

from frameworks.loader import publish
from frameworks.tree import tree_of
from matcap.assessments.actions import (
    agree,
    choose_contributors,
    open_assessment,
    rate,
    start,
)
from matcap.assessments.evidence import attach_file, attach_link, remove_item
from matcap.assessments.models import Assessment, Rating
from matcap.assessments.past import Judgement, bring_in
from matcap.assessments.tasks import nobody_told
from matcap.planning.actions import add_priority, edit_priority
from matcap.trusts.actions import add_school, make_group, open_trust
from matcap.trusts.roles import Role

from .conftest import person
from .frameworks.instruments import grown, small
from .frameworks.writing import written
from .kinds import by_example, guided, settle


@dataclass(frozen=True)
class Size:
    """How much of everything there is. `cycles` are the agreed assessments before the open one.

    `instruments` are those that the trust used besides.
    """

    elements: int = 6
    schools: int = 1
    cycles: int = 2
    priorities: int = 1
    issues: int = 1
    links: int = 1
    files: int = 1
    steps: int = 1
    members: int = 1
    contributors: int = 2
    groups: int = 1
    frameworks: int = 1
    instruments: int = 1


MANY = {
    "elements": 16,
    "schools": 4,
    "cycles": 4,
    "priorities": 6,
    "issues": 5,
    "links": 7,
    "files": 5,
    "steps": 7,
    "members": 12,
    "contributors": 8,
    "groups": 4,
    "frameworks": 3,
    "instruments": 4,
}


@nobody_told()
def build(size: Size) -> Assessment:
    """The open assessment of a trust of this size."""
    framework = publish(grown(elements=size.elements, strands=3 * size.elements))
    trust = open_trust(name=f"Trust of {size}"[:200])
    lead = person(trust, "Alice Lead", Role.LEAD)
    for number in range(1, size.members):
        person(trust, f"P{number} Contributor", Role.CONTRIBUTOR)
    schools = [
        add_school(trust=trust, name=f"School {number}", phase="primary")
        for number in range(size.schools)
    ]
    for year in range(2026 - size.cycles, 2026):
        before = start(
            trust=trust,
            framework=framework,
            title=f"Autumn {year}",
            opened_on=date(year, 9, 1),
            schools=schools,
            by=lead,
        )
        before = open_assessment(assessment=before, by=lead)
        _rate(before, lead, size)
        agree(assessment=before, by=lead, on=date(year, 11, 1))
    now = start(
        trust=trust,
        framework=framework,
        title="Autumn 2026",
        opened_on=date(2026, 9, 1),
        due_on=date(2026, 11, 1),
        schools=schools,
        by=lead,
    )
    now = open_assessment(assessment=now, by=lead)
    _rate(now, lead, size)
    _plan(now, lead, size)
    _apart(trust, lead, size)
    _kinds(trust, lead, schools, size)
    written(trust, framework, lead, size.frameworks)
    _in_a_new_version(trust, lead, size)
    return now


def _kinds(trust, lead, schools, size: Size) -> None:
    """Choices with an earlier cycle, and examples, of the trust and its schools; and more."""
    for title, framework in (("Before", guided()), ("Choices", guided()), ("Shown", by_example())):
        one = _begun(trust, framework, title, lead, schools)
        level = one.tree.levels[0].pk if one.tree.has_levels else None
        for rating in Rating.objects.filter(response__assessment=one).select_related(
            "response__assessment__framework"
        ):
            rate(rating=rating, version=1, by=lead, level=level, evidence="Words.")
            attach_link(rating=rating, title="", address="https://example.org/", by=lead)
        if title == "Before":
            settle(one, 2025)
    for number in range(size.instruments):
        one = _begun(trust, publish(small({"slug": f"more-{number}"})), "More", lead, ())
        settle(one, 2025)


def _begun(trust, framework, title, lead, schools) -> Assessment:
    draft = start(
        trust=trust,
        framework=framework,
        title=title,
        opened_on=date(2026, 2, 2),
        schools=schools,
        by=lead,
    )
    return open_assessment(assessment=draft, by=lead)


def _in_a_new_version(trust, lead, size: Size) -> None:
    """An open assessment in the second version of an instrument, with the first carried forward."""
    first = grown(elements=size.elements, strands=2 * size.elements) | {"slug": "lined"}
    before = publish(first)
    bring_in(
        trust=trust,
        framework=before,
        title="Long ago",
        opened_on=date(2010, 3, 1),
        agreed_on=date(2010, 4, 1),
        ratings={element.code: Judgement("G", "Seen.") for element in tree_of(before).elements},
        source="long ago.docx",
        by=lead,
    )
    draft = start(
        trust=trust,
        framework=publish(first | {"version": "next"}),
        title="In a new version",
        opened_on=date(2011, 3, 1),
        carries=True,
        by=lead,
    )
    open_assessment(assessment=draft, by=lead)


def _apart(trust, lead, size: Size) -> None:
    """An assessment that people rate separately, in groups; the lead is one of them."""
    people = [
        person(trust, f"C{number} Contributor", Role.CONTRIBUTOR)
        for number in range(size.contributors - 1)
    ]
    groups = [make_group(trust=trust, name=f"Group {n}", by=lead) for n in range(size.groups)]
    apart = start(
        trust=trust,
        framework=publish(small()),
        title="Rated apart",
        opened_on=date(2026, 3, 1),
        rated_apart=True,
        by=lead,
    )
    chosen = dict(zip([lead.pk, *(one.pk for one in people)], cycle(groups), strict=False))
    choose_contributors(assessment=apart, groups=chosen, shows_names=False, by=lead)
    apart = open_assessment(assessment=apart, by=lead)
    level = apart.tree.levels[0].pk
    given = Rating.objects.filter(response__assessment=apart, element__code="1A")
    for rating in given.exclude(response__contributor=None).select_related(
        "response__assessment__framework", "response__contributor"
    ):
        marks = {strand.pk: level for strand in apart.tree.elements[0].strands}
        given = {"level": level, "marks": marks, "evidence": "Seen."}
        rating = rate(rating=rating, version=1, by=rating.response.contributor, **given)
        for number in range(size.links):
            address = f"https://example.org/{number}"
            attach_link(rating=rating, title="", address=address, by=rating.response.contributor)


def _rate(assessment, lead, size: Size) -> None:
    """Rate every element; the first, of the trust and of each school, with all that goes with it.

    An earlier assessment has one step, link and file of those, which is enough to compare with.
    """
    if not assessment.due_on:
        size = replace(size, steps=1, links=min(1, size.links), files=min(1, size.files))
    levels = assessment.tree.levels
    first = assessment.tree.elements[0]
    marks = {strand.pk: levels[0].pk for strand in first.strands}
    ratings = Rating.objects.filter(response__assessment=assessment)
    for rating in ratings.filter(Q(response__school=None) | Q(element=first.pk)).select_related(
        "response__assessment__framework"
    ):
        is_first = rating.element_id == first.pk
        for step in range(size.steps if is_first else 1):
            level = levels[step % len(levels)].pk
            extra = {"marks": marks} if is_first else {}
            rate(rating=rating, version=rating.version, by=lead, level=level, **extra)
        for number in range(size.links if is_first else 0):
            attach_link(rating=rating, title="", address=f"https://example.org/{number}", by=lead)
        for _ in range(size.files if is_first else 0):
            for name in ("kept.txt", "removed.txt"):
                item = attach_file(rating=rating, file=ContentFile(b"Words.", name), by=lead)
            remove_item(item=item, by=lead)


def _plan(assessment, lead, size: Size) -> None:
    for element in assessment.tree.elements[: size.priorities]:
        priority = add_priority(assessment=assessment, element=element.pk, by=lead)
        strands = [strand.pk for strand in element.strands]
        issues = [(None, f"Issue {number}", strands) for number in range(size.issues)]
        edit_priority(priority=priority, version=1, by=lead, what_we_will_do="x", issues=issues)
