"""Links and files as rules: what an item is, who did what to it, and what is left in the store."""

import os
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from matcap.assessments.evidence import (
    attach_file,
    attach_link,
    clear_removed,
    opened,
    remove_item,
    restore_item,
)
from matcap.assessments.models import EvidenceItem, Rating
from matcap.trusts.models import Membership
from matcap.ui.refusal import Refused

from ..conftest import rating_of
from ..house import furnish
from .files import PDF, PROGRAM, upload

LONG_AGO = timedelta(days=31, minutes=1)


@pytest.fixture
def rating(assessment):
    return rating_of(assessment, "1A")


@pytest.fixture
def membership(trust, lead):
    return Membership.objects.select_related("trust").get(trust=trust, user=lead)


@pytest.fixture
def item(rating, lead, stored):
    return attach_file(rating=rating, file=upload("Survey.pdf", PDF), by=lead)


def removed_long_ago(*items, by) -> None:
    for item in items:
        remove_item(item=item, by=by)
    EvidenceItem.objects.filter(pk__in=[item.pk for item in items]).update(
        removed_at=timezone.now() - LONG_AGO
    )


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "june survey", "//x"],
)
def test_a_link_is_a_web_address(rating, lead, address):
    with pytest.raises(ValidationError, match="starting with https://"):
        attach_link(rating=rating, title="Survey", address=address, by=lead)
    assert not EvidenceItem.objects.exists()


@pytest.mark.parametrize("both", [{}, {"address": "https://example.org/", "stored_as": "a1"}])
def test_an_item_is_a_link_or_a_file(rating, both):
    item = EvidenceItem(rating=rating, title="Survey", **both)
    with pytest.raises(ValidationError, match="Give a web address or a file: one of the two"):
        item.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        item.save()


def test_a_file_without_a_title_goes_by_its_name(rating, lead):
    item = attach_file(
        rating=rating, file=upload("June.pdf", PDF), title=" ", dated_on=date(2026, 6, 30), by=lead
    )
    assert (item.title, item.dated_on, item.added_by) == ("June.pdf", date(2026, 6, 30), lead)


def test_each_step_of_an_item_keeps_who_did_it(item, lead, contributor):
    remove_item(item=item, by=contributor)
    assert EvidenceItem.objects.get().removed_by == contributor
    restore_item(item=item, by=lead)
    assert EvidenceItem.objects.get().removed_by is None
    steps = item.history.order_by("history_id").values_list("history_user__name", "removed_at")
    assert [(name, bool(at)) for name, at in steps] == [
        ("Alice Lead", False),
        ("Bob Contributor", True),
        ("Alice Lead", False),
    ]
    assert set(item.history.values_list("file_name", flat=True)) == {"Survey.pdf"}


def test_nothing_is_attached_to_an_agreed_rating(agreed, lead, stored):
    rating = rating_of(agreed, "1A")
    with pytest.raises(Refused, match="Reopen it"):
        attach_link(rating=rating, title="", address="https://example.org", by=lead)
    with pytest.raises(Refused, match="Reopen it"):
        attach_file(rating=rating, file=upload("a.pdf", PDF), by=lead)
    assert stored() == set()


@pytest.mark.parametrize(
    ("content", "title", "error"),
    [(PROGRAM, "", Refused), (PDF, "x" * 201, ValidationError)],
)
def test_what_is_not_attached_leaves_no_file(rating, lead, stored, content, title, error):
    with pytest.raises(error):
        attach_file(rating=rating, file=upload("a.pdf", content), title=title, by=lead)
    assert stored() == set()


class Full(Exception):
    """What a store says when it takes no more."""


class FullStore(FileSystemStorage):
    """A folder that breaks off in the middle of a file."""

    def _save(self, name, content):
        super()._save(name, ContentFile(content.read(10)))
        raise Full


def test_a_file_that_was_not_written_is_never_seen_and_is_cleared(
    settings, stored, rating, lead, membership
):
    own = settings.STORAGES
    full = own["evidence"] | {"BACKEND": f"{__name__}.FullStore"}
    settings.STORAGES = own | {"evidence": full}
    with pytest.raises(Full):
        attach_file(rating=rating, file=upload("a.pdf", PDF), by=lead)
    settings.STORAGES = own
    begun = EvidenceItem.objects.get()
    assert stored() == {begun.stored_as}
    assert not EvidenceItem.objects.seen_by(membership).exists()
    with pytest.raises(Refused, match="removed 30 days ago or longer"):
        restore_item(item=begun, by=lead)
    assert clear_removed() == 0, "it may still be on its way"
    EvidenceItem.objects.update(removed_at=begun.removed_at - timedelta(days=1))
    assert clear_removed() == 1
    assert stored() == set()
    assert not EvidenceItem.objects.exists()


def test_files_in_the_store_are_for_this_application_alone(item):
    path = storages["evidence"].path(item.stored_as)
    assert os.stat(path).st_mode & 0o077 == 0


def test_clearing_deletes_what_was_removed_long_ago_and_nothing_else(rating, lead, stored, capsys):
    def attach(name):
        return attach_file(rating=rating, file=upload(name, PDF), by=lead)

    kept, removed, old = attach("kept.pdf"), attach("removed.pdf"), attach("old.pdf")
    link = attach_link(rating=rating, title="Old", address="https://example.org", by=lead)
    remove_item(item=removed, by=lead)
    removed_long_ago(old, link, by=lead)
    storages["evidence"].save("of-another-database", upload("a.pdf", PDF))
    others = {kept.stored_as, removed.stored_as, "of-another-database"}
    assert stored() == others | {old.stored_as}
    for said in (2, 0):
        call_command("clear_removed_evidence")
        assert capsys.readouterr().out == f"Deleted for good: {said} removed links and files.\n"
    assert set(EvidenceItem.objects.all()) == {kept, removed}
    assert stored() == others
    with pytest.raises(FileNotFoundError):
        opened(old)
    gone = EvidenceItem.history.filter(history_type="-").values_list("title", flat=True)
    assert set(gone) == {"old.pdf", "Old"}


def test_who_sees_a_rating_reads_its_page_and_the_other_way_round(db, sign_in):
    """`seen_by` and the pages agree, for every person and every rating of a trust."""
    house = furnish("Fernleigh Trust")
    ratings = Rating.objects.filter(
        response__assessment__trust=house.trust, element__code__in=("1A", "SEED")
    ).select_related("response__assessment", "element")
    names = {"trust": "rate", "school": "rate_school", "view": "rate_view"}
    assert {rating.response.kind for rating in ratings} == {*names, "contributor"}
    for user in house.people.values():
        membership = Membership.objects.get(trust=house.trust, user=user)
        seen, client = set(Rating.objects.seen_by(membership)), sign_in(user)
        for rating in ratings:
            response = rating.response
            if response.kind == "contributor":
                met = response.assessment.in_moderation and user == house.lead
                assert (rating in seen) == (met or response.contributor_id == user.pk)
                continue
            kwargs = {
                "trust": house.trust.slug,
                "assessment": response.assessment_id,
                "code": rating.element.code,
            }
            school = {"school": response.school_id} if response.school_id else {}
            answer = client.get(reverse(names[response.kind], kwargs=kwargs | school))
            assert (answer.status_code == 200) == (rating in seen), (membership.role, rating.pk)
