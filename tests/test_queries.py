"""How many queries each page takes: at most ten, and no more for a larger trust.

Everything is counted: the session and the person, and SAVEPOINT and RELEASE too, which stand for
the BEGIN and COMMIT of a save outside a test. The framework is in memory by then, as in a process
that has answered before.
"""

import re
import sys
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import cycle

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frameworks.loader import publish
from frameworks.tree import forget
from matcap.assessments.actions import (
    agree,
    choose_contributors,
    open_assessment,
    rate,
    start,
)
from matcap.assessments.evidence import attach_file, attach_link, remove_item
from matcap.assessments.models import Assessment, EvidenceItem, Rating
from matcap.planning.actions import add_priority, edit_priority
from matcap.planning.models import Priority
from matcap.reports import documents
from matcap.trusts.actions import add_school, make_group, open_trust
from matcap.trusts.roles import Role

from .conftest import person
from .frameworks.instruments import grown, small
from .frameworks.writing import written
from .pages import body

# Says that there is a test database to set up: the fixture `one` uses it before any test does.
pytestmark = pytest.mark.django_db

AT_MOST = 10
# A save by a plain form leaves "Saved 1A" for the next page: SAVEPOINT, UPDATE of the session,
# RELEASE. Its answer leads to a page and is none.
FOR_A_MESSAGE = 3
HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Size:
    """How much of everything there is. `cycles` are the agreed assessments before the open one."""

    elements: int = 12
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


MANY = {
    "elements": 40,
    "schools": 8,
    "cycles": 5,
    "priorities": 10,
    "issues": 6,
    "links": 7,
    "files": 7,
    "steps": 9,
    "members": 30,
    "contributors": 20,
    "groups": 4,
    "frameworks": 5,
}


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
    written(trust, framework, lead, size.frameworks)
    return now


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
        rate(rating=rating, version=1, by=rating.response.contributor, level=level)


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


def counts(assessment: Assessment) -> dict[str, list[str]]:
    """The queries of each page and each save, as the trust's lead asks for them."""
    client = Client()
    client.force_login(assessment.trust.memberships.get(role=Role.LEAD).user)
    asked = _pages(client, assessment) | _saves(client, assessment)
    return {name: _queries(prepared, name) for name, prepared in asked.items()}


def _queries(prepare, name: str) -> list[str]:
    """What an answer asks of the database, the second time. `prepare()` gives what to ask with."""
    for _ in ("to have the framework in memory", "to count"):
        ask = prepare()
        with CaptureQueriesContext(connection) as captured:
            answer = ask()
            body(answer)
        assert answer.status_code in (200, 302), (name, answer.status_code)
    return [query["sql"] for query in captured.captured_queries]


def _pages(client, assessment) -> dict:
    framework = {"slug": assessment.framework.slug, "version": assessment.framework.version}
    code = assessment.tree.elements[0].code
    now = {"assessment": assessment.pk}
    before = assessment.previous
    edited = Priority.objects.filter(plan__assessment=assessment).first()
    school = assessment.responses.filter(school__isnull=False).first()
    file = EvidenceItem.objects.filter(rating__response__assessment=assessment, kind="txt").first()
    addresses = {
        "the front door": "/",
        "home": at(assessment, "trust"),
        "overview": at(assessment, "assessment", **now),
        "rate": at(assessment, "rate", **now, code=code),
        "heat map": at(assessment, "heat_map", **now),
        "CSV": at(assessment, "heat_map_csv", **now),
        "plan": at(assessment, "plan", **now),
        "rubric": at(assessment, "rubric", **framework),
        "start": at(assessment, "start"),
        "groups": at(assessment, "groups"),
    }
    apart = {"assessment": assessment.trust.assessments.get(rated_apart=True).pk}
    addresses |= {
        "overview, apart": at(assessment, "assessment", **apart),
        "who rates": at(assessment, "who_rates", **apart),
        "rate one's own": at(assessment, "rate_mine", **apart, code="1A"),
    }
    if before:
        addresses["rate, agreed"] = at(assessment, "rate", assessment=before.pk, code=code)
        addresses["heat map, agreed"] = at(assessment, "heat_map", assessment=before.pk)
    if edited:
        addresses["plan, a row open"] = f"{addresses['plan']}?edit={edited.pk}"
    if file:
        addresses["a file"] = at(assessment, "evidence_file", item=file.pk)
    if school:
        addresses["rate a school"] = at(
            assessment, "rate_school", **now, school=school.school_id, code=code
        )
    addresses |= _papers(assessment, framework) | _of_frameworks(assessment)
    return {
        name: lambda address=address: partial(client.get, address)
        for name, address in addresses.items()
    }


def _of_frameworks(assessment) -> dict[str, str]:
    trust = assessment.trust
    draft = {"draft": trust.framework_drafts.in_work().first().pk}
    parts = ("draft_outline", "draft_levels", "draft_details", "preview_draft", "publish_draft")
    own = trust.frameworks.first()
    return {
        "frameworks": at(assessment, "frameworks"),
        "sharing": at(assessment, "sharing", framework=own.pk),
        "draft_element": at(assessment, "draft_element", **draft, number=1),
        "an own rubric": at(assessment, "rubric", slug=own.slug, version=own.version),
        "an own file": at(assessment, "framework_file", slug=own.slug, version=own.version),
    } | {part: at(assessment, part, **draft) for part in parts}


def _papers(assessment, framework) -> dict[str, str]:
    """The documents' addresses. Each is in the store: laying it out asks the database nothing."""
    now, today = {"assessment": assessment.pk}, timezone.localdate()
    trust, found = assessment.trust, Assessment.objects.select_related("framework", "previous")
    read = found.get(pk=assessment.pk)
    papers = {
        "rubric_pdf": documents.filled_rubric(trust, read, on=today),
        "heat_map_pdf": documents.heat_map(trust, read, on=today),
        "priorities_pdf": documents.priorities(trust, read, on=today),
        "board_pack": documents.board_pack(trust, read, on=today),
    }
    blank = documents.blank_rubric(trust, assessment.framework, on=today)
    for document in (*papers.values(), blank):
        with CaptureQueriesContext(connection) as captured:
            assert "<h1>" in document.html
        assert captured.captured_queries == []
        caches["documents"].set(document.fingerprint, b"%PDF")
    return {name: at(assessment, name, **now) for name in papers} | {
        "blank_rubric_pdf": at(assessment, "blank_rubric_pdf", **framework)
    }


def at(assessment, name: str, /, **kwargs) -> str:
    return reverse(name, kwargs={"trust": assessment.trust.slug} | kwargs)


def _saves(client, assessment) -> dict:
    """Saves of one rating, each of which changes what is stored."""
    element, levels = assessment.tree.elements[1], assessment.tree.levels
    address = at(assessment, "rate", assessment=assessment.pk, code=element.code)
    rating = Rating.objects.get(
        response__assessment=assessment, response__school=None, element=element.pk
    )

    def save(headers, **changed):
        def prepare():
            rating.refresh_from_db()
            post = {name: value() for name, value in changed.items()}
            post["version"] = rating.version
            return partial(client.post, address, post, headers=headers)

        return prepare

    codes = {level.pk: level.code for level in levels}

    def level():
        return next(code for pk, code in codes.items() if pk != rating.level_id)

    def mark():
        marked = rating.marks.filter(strand=element.strands[0].pk).first()
        return next(code for pk, code in codes.items() if not marked or pk != marked.level_id)

    saves = {
        "a level": {"level": level},
        "a mark": {f"mark-{element.strands[0].numeral}": mark},
        "evidence, typed on": {"evidence": lambda: f"{rating.evidence} more"},
        "evidence, anew": {"evidence": lambda: f"Anew, after {rating.version}."},
    }
    return {
        f"save {what}, {how}": save(headers, **changed)
        for what, changed in saves.items()
        for how, headers in (("htmx", HTMX), ("a form", {}))
    }


def in_short(query: str) -> str:
    """What a query does and to which table."""
    return " ".join([query.split()[0], *re.findall(r'(?:FROM|INTO|UPDATE) "(\w+)"', query)[:1]])


def numbers(found: dict[str, list[str]]) -> dict[str, int]:
    return {name: len(queries) for name, queries in found.items()}


def test_no_page_takes_more_than_ten_queries():
    found = counts(build(replace(Size(), **MANY)))
    sys.stdout.writelines(f"{number:3} {name}\n" for name, number in numbers(found).items())
    allowed = {name: AT_MOST + FOR_A_MESSAGE * name.endswith("a form") for name in found}
    over = {name: queries for name, queries in found.items() if len(queries) > allowed[name]}
    assert len(found) == 41
    assert not over, "\n".join(
        f"{name}: {len(queries)}: {', '.join(map(in_short, queries))}"
        for name, queries in over.items()
    )


@pytest.fixture(scope="module")
def one(django_db_setup, django_db_blocker) -> dict[str, int]:
    """The numbers for a trust with one of everything, which is gone again afterwards."""
    try:
        with django_db_blocker.unblock(), transaction.atomic():
            found = numbers(counts(build(Size())))
            transaction.set_rollback(True)
        return found
    finally:
        forget()


@pytest.mark.parametrize("axis", MANY)
def test_no_page_takes_more_for_more_of_something(one, axis):
    many = numbers(counts(build(replace(Size(), **{axis: MANY[axis]}))))
    assert len(one) > 20
    assert many == one


@pytest.mark.parametrize("axis", ["schools", "cycles", "priorities", "issues", "links", "files"])
def test_nothing_of_something_takes_no_more_than_one(one, axis):
    none = numbers(counts(build(replace(Size(), **{axis: 0}))))
    assert len(none) > 20
    assert {name: (number, one[name]) for name, number in none.items() if number > one[name]} == {}


def test_making_a_document_takes_no_query_more_than_finding_it():
    assessment = build(Size())
    client = Client()
    client.force_login(assessment.trust.memberships.get(role=Role.LEAD).user)
    address = at(assessment, "heat_map_pdf", assessment=assessment.pk)
    client.get(at(assessment, "trust"))
    taken = []
    for _ in ("made", "found"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).content.startswith(b"%PDF-1.7")
        taken.append(len(captured.captured_queries))
    assert taken[0] == taken[1] > 5
