"""Who gets which document, at which address, and how quickly a second time."""

import os
from datetime import date

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matcap.accounts.models import User
from matcap.assessments.actions import rate, reopen
from matcap.assessments.evidence import attach_file, attach_link, remove_item
from matcap.assessments.models import Assessment, EvidenceItem, Rating
from matcap.planning.actions import Direction, add_priority, edit_priority, move_priority
from matcap.planning.models import Priority
from matcap.reports import documents
from matcap.trusts.actions import grant_role, open_trust
from matcap.trusts.roles import Role
from tests.papers import keep_as_html
from tests.reports.sample import lead_of, own_rating

NAMES = {
    "board_pack": "board-pack",
    "heat_map_pdf": "heat-map",
    "priorities_pdf": "priorities",
    "rubric_pdf": "rubric",
}


@pytest.fixture(autouse=True)
def _empty_store():
    caches["documents"].clear()
    yield
    caches["documents"].clear()


def member(trust, role: Role) -> User:
    user = User.objects.create_user(f"{role}@{trust.slug}.example", "Somebody")
    grant_role(trust=trust, user=user, role=role)
    return user


def address(name, assessment):
    return reverse(name, args=[assessment.trust.slug, assessment.pk])


@pytest.mark.parametrize("name", NAMES)
def test_a_board_member_gets_what_is_agreed_and_a_second_time_nothing_is_made(
    assessment, sign_in, name
):
    client = sign_in(member(assessment.trust, Role.BOARD))
    here = address(name, assessment)
    response = client.get(here)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-cache"
    file = f"tamar-valley-trust-autumn-2026-{NAMES[name]}.pdf"
    assert response["Content-Disposition"] == f'inline; filename="{file}"'
    assert response.content.startswith(b"%PDF-1.7")
    [kept] = caches["documents"]._list_cache_files()
    made_at = os.stat(kept).st_mtime_ns
    with CaptureQueriesContext(connection) as queries:
        assert client.get(here).content == response.content
    assert len(queries) <= 10
    assert os.stat(kept).st_mtime_ns == made_at


def test_drafts_are_for_those_who_work_on_them(draft, sign_in):
    keep_as_html(draft)
    board = sign_in(member(draft.trust, Role.BOARD))
    stranger = sign_in(member(open_trust(name="Rival Trust"), Role.LEAD))
    lead = sign_in(lead_of(draft.trust))
    for name in NAMES:
        assert board.get(address(name, draft)).status_code == 404
        assert stranger.get(address(name, draft)).status_code == 404
        assert lead.get(address(name, draft)).status_code == 200
        assert lead.post(address(name, draft)).status_code == 405


def test_another_trusts_assessment_is_not_found_at_ones_own_address(assessment, sign_in):
    rival = open_trust(name="Rival Trust")
    client = sign_in(member(rival, Role.LEAD))
    for name in NAMES:
        assert client.get(reverse(name, args=[rival.slug, assessment.pk])).status_code == 404


def test_blank_rubric(assessment, sign_in):
    keep_as_html(assessment)
    client = sign_in(member(assessment.trust, Role.BOARD))
    slug = assessment.trust.slug
    here = reverse("blank_rubric_pdf", args=[slug, "mat-capacity", assessment.framework.version])
    response = client.get(here)
    assert response.status_code == 200
    assert "tamar-valley-trust-mat-capacity-" in response["Content-Disposition"]
    missing = reverse("blank_rubric_pdf", args=[slug, "mat-capacity", "99"])
    assert client.get(missing).status_code == 404


def change_evidence(assessment, by):
    rating = own_rating(assessment, "5B")
    rate(rating=rating, version=rating.version, by=by, evidence=rating.evidence + "!")


def change_level(assessment, by):
    rating = own_rating(assessment, "5B")
    rate(rating=rating, version=rating.version, by=by, level=assessment.tree.levels[0].pk)


def change_reason(assessment, by):
    rating = own_rating(assessment, "5B")
    rate(rating=rating, version=rating.version, by=by, reason="Another.")


def change_mark(assessment, by):
    rating = own_rating(assessment, "5B")
    strand = assessment.tree.element_by_code["5B"].strands[5]
    rate(
        rating=rating,
        version=rating.version,
        by=by,
        marks={strand.pk: assessment.tree.levels[0].pk},
    )


def change_school(assessment, by):
    rating = Rating.objects.filter(
        response__assessment=assessment, response__school__isnull=False, level=None
    ).first()
    rate(rating=rating, version=rating.version, by=by, level=assessment.tree.levels[0].pk)


def rename_school(assessment, by):
    school = assessment.trust.schools.first()
    school.name = "Bridge Primary Academy"
    school.save()


def add_link(assessment, by):
    attach_link(
        rating=own_rating(assessment, "1A"), title="Survey", address="https://a.example/", by=by
    )


def add_file(assessment, by):
    attach_file(
        rating=own_rating(assessment, "1A"), file=ContentFile(b"We know.", "survey.txt"), by=by
    )


def date_link(assessment, by):
    EvidenceItem.objects.filter(rating=own_rating(assessment, "1A")).update(
        dated_on=date(2026, 6, 30)
    )


def take_link_away(assessment, by):
    item = EvidenceItem.objects.filter(rating=own_rating(assessment, "1A")).first()
    remove_item(item=item, by=by)


def change_priority(assessment, by):
    priority = Priority.objects.filter(plan__assessment=assessment).first()
    edit_priority(priority=priority, version=priority.version, by=by, progress_sought="More.")


def add_issue(assessment, by):
    priority = Priority.objects.filter(plan__assessment=assessment).first()
    edit_priority(priority=priority, version=priority.version, by=by, issues=[(None, "New.", [])])


def move(assessment, by):
    priority = Priority.objects.filter(plan__assessment=assessment).first()
    move_priority(priority=priority, direction=Direction.DOWN, by=by)


def add(assessment, by):
    element = assessment.tree.element_by_code["3B"]
    add_priority(assessment=assessment, element=element.pk, by=by)


def rename_trust(assessment, by):
    assessment.trust.name = "Tamar Valley Schools"
    assessment.trust.save()


def rename_assessment(assessment, by):
    Assessment.objects.filter(pk=assessment.pk).update(title="Autumn term 2026")


def rename_previous(assessment, by):
    Assessment.objects.filter(pk=assessment.previous_id).update(title="Autumn term 2025")


def change_previous(assessment, by):
    Rating.objects.filter(pk=own_rating(assessment.previous, "5B").pk).update(
        level=assessment.tree.levels[0].pk
    )


CHANGES = [
    change_evidence,
    change_level,
    change_reason,
    change_mark,
    change_school,
    rename_school,
    add_link,
    add_file,
    date_link,
    take_link_away,
    change_priority,
    add_issue,
    move,
    add,
    rename_trust,
    rename_assessment,
    rename_previous,
    change_previous,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_any_change_makes_another_document(draft, change):
    def fingerprint(on=date(2026, 12, 4)):
        trust = type(draft.trust).objects.get(pk=draft.trust_id)
        now = trust.assessments.select_related("framework", "previous").get(pk=draft.pk)
        return documents.board_pack(trust, now, on=on).fingerprint

    before = fingerprint()
    assert fingerprint() == before
    assert fingerprint(on=date(2026, 12, 5)) != before
    change(draft, lead_of(draft.trust))
    assert fingerprint() != before


def test_a_change_is_in_the_next_pack_asked_for(assessment, sign_in):
    lead = lead_of(assessment.trust)
    client = sign_in(lead)
    here = address("board_pack", assessment)
    keep_as_html(assessment)
    assert client.get(here).content.startswith(b"<!doctype html>")
    reopen(assessment=assessment, reason="A slip of the pen.", by=lead)
    assessment.refresh_from_db()
    change_evidence(assessment, lead)
    assert client.get(here).content.startswith(b"%PDF-")


def test_documents_of_two_kinds_are_kept_apart(assessment):
    on = date(2026, 12, 4)
    prints = {
        documents.board_pack(assessment.trust, assessment, on=on).fingerprint,
        documents.heat_map(assessment.trust, assessment, on=on).fingerprint,
        documents.priorities(assessment.trust, assessment, on=on).fingerprint,
        documents.filled_rubric(assessment.trust, assessment, on=on).fingerprint,
        documents.blank_rubric(assessment.trust, assessment.framework, on=on).fingerprint,
    }
    assert len(prints) == 5
