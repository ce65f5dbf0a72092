"""How many queries each page takes: at most ten, and no more for a larger trust.

Everything is counted: the session and the person, and SAVEPOINT and RELEASE too, which stand for
the BEGIN and COMMIT of a save outside a test. The framework is in memory by then, as in a process
that has answered before.
"""

import re
import sys
from dataclasses import replace
from functools import partial

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frameworks.actions import start_draft
from frameworks.dumper import content_of
from frameworks.editing import elements_of
from frameworks.models import Framework
from frameworks.tree import forget, tree_of
from matcap.assessments.actions import moderate
from matcap.assessments.models import Assessment, EvidenceItem, Rating
from matcap.planning.models import Priority
from matcap.reports import documents
from matcap.trusts.roles import Role

from .pages import body
from .sized import MANY, Size, build

# Says that there is a test database to set up: the fixture `one` uses it before any test does.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

AT_MOST = 10
# A save by a plain form leaves "Saved 1A" for the next page: SAVEPOINT, UPDATE of the session,
# RELEASE. Its answer leads to a page and is none.
FOR_A_MESSAGE = 3
HTMX = {"HX-Request": "true"}


def counts(assessment: Assessment) -> dict[str, list[str]]:
    """The queries of each page and each save, as the trust's lead asks for them."""
    client = Client()
    client.force_login(assessment.trust.memberships.get(role=Role.LEAD).user)
    for framework in Framework.objects.all():
        tree_of(framework)
    asked = _pages(client, assessment) | _saves(client, assessment)
    return {name: _queries(prepared, name) for name, prepared in asked.items()}


def _queries(prepare, name: str) -> list[str]:
    """What an answer asks of the database. `prepare()` gives what to ask with.

    A save is asked for twice, and the second counts: it is of words that were saved before.
    """
    for _ in range(2 if name.startswith("save") else 1):
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
    for title in ("Choices", "Shown"):
        one = {"assessment": assessment.trust.assessments.get(title=title).pk}
        names = {"map": "heat_map", "CSV": "heat_map_csv", "plan": "plan"}
        addresses |= {
            f"{what}, {title}": at(assessment, name, **one) for what, name in names.items()
        }
    newer = {"assessment": assessment.trust.assessments.get(title="In a new version").pk}
    addresses |= {
        "overview, a new version": at(assessment, "assessment", **newer),
        "what changed": at(assessment, "what_changed", **newer),
        "rate, a new version": at(assessment, "rate", **newer, code=code),
        "checks, a new version": at(assessment, "checks", **newer),
        "heat map, a new version": at(assessment, "heat_map", **newer),
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
    addresses |= _of_documents(assessment)
    return {
        name: lambda address=address: partial(client.get, address)
        for name, address in addresses.items()
    } | _of_moderation(client, assessment, apart)


def _of_moderation(client, assessment, apart) -> dict:
    """Of an assessment that goes into moderation when it is asked for."""
    addresses = {
        "moderation": at(assessment, "moderation", **apart),
        "moderate an element": at(assessment, "moderate_element", **apart, code="1A"),
    }

    def ask(address):
        found = Assessment.objects.get(pk=apart["assessment"])
        if found.is_open:
            lead = assessment.trust.memberships.get(role=Role.LEAD).user
            moderate(assessment=found, by=lead)
        return partial(client.get, address)

    return {name: partial(ask, address) for name, address in addresses.items()}


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


def _of_documents(assessment) -> dict[str, str]:
    """Of a draft from a document that holds the assessment's own framework, filled in."""
    content = content_of(assessment.framework)
    codes = [element["code"] for element in elements_of(content)]
    draft = start_draft(
        trust=assessment.trust,
        by=None,
        content=content,
        source_name="ours.docx",
        unread=[{"place": "", "text": "Odd.", "why": "", "after": code} for code in codes],
        filled=[{"element": code, "level": "G", "evidence": "Seen."} for code in codes],
    )
    found = {name: at(assessment, name, draft=draft.pk) for name in ("imported", "bring_in")}
    slug, version = assessment.framework.slug, assessment.framework.version
    return found | {
        "import_framework": at(assessment, "import_framework"),
        "pair": at(assessment, "pair", draft=draft.pk, number=1),
        "framework_xlsx": at(assessment, "framework_xlsx", slug=slug, version=version),
    }


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


def test_no_page_takes_more_than_ten_queries(one):
    found = counts(build(replace(Size(), **MANY)))
    sys.stdout.writelines(f"{number:3} {name}\n" for name, number in numbers(found).items())
    allowed = {name: AT_MOST + FOR_A_MESSAGE * name.endswith("a form") for name in found}
    over = {name: queries for name, queries in found.items() if len(queries) > allowed[name]}
    assert len(found) == 59
    assert not over, "\n".join(
        f"{name}: {len(queries)}: {', '.join(map(in_short, queries))}"
        for name, queries in over.items()
    )
    assert numbers(found) == one, "of everything at once, it takes another number than of one"


# Two or three at a time: more of one thing never makes up for what more of another takes.
TOGETHER = [
    ("elements", "members", "instruments"),
    ("schools", "priorities", "contributors"),
    ("cycles", "issues", "groups"),
    ("links", "steps"),
    ("files", "frameworks"),
]


def test_every_axis_grows():
    assert sorted(axis for axes in TOGETHER for axis in axes) == sorted(MANY)


@pytest.mark.parametrize("axes", TOGETHER, ids=" ".join)
def test_no_page_takes_more_for_more_of_something(one, axes):
    many = numbers(counts(build(replace(Size(), **{axis: MANY[axis] for axis in axes}))))
    assert len(one) > 20
    assert many == one


@pytest.mark.parametrize(
    "axes", [("schools", "files"), ("cycles", "links"), ("priorities", "issues")], ids=" ".join
)
def test_nothing_of_something_takes_no_more_than_one(one, axes):
    none = numbers(counts(build(replace(Size(), **dict.fromkeys(axes, 0)))))
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
