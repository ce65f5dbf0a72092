"""Links and files as rules: what an item is, who did what to it, and what is left in the store."""

import os
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
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

LONG_AGO = timedelta(days=30, minutes=1)


@pytest.fixture
def rating(assessment):
    return rating_of(assessment, "1A")


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


def test_a_file_whose_row_cannot_be_written_is_taken_away_again(rating, lead, stored):
    rating.pk = -1  # gone meanwhile
    with pytest.raises(ValidationError, match="is not a valid choice"):
        attach_file(rating=rating, file=upload("a.pdf", PDF), by=lead)
    assert stored() == set()


def test_files_in_the_store_are_for_this_application_alone(item):
    path = storages["evidence"].path(item.stored_as)
    assert os.stat(path).st_mode & 0o077 == 0


@pytest.mark.django_db(transaction=True)
def test_clearing_deletes_what_was_removed_long_ago_and_nothing_else(rating, lead, stored):
    def attach(name):
        return attach_file(rating=rating, file=upload(name, PDF), by=lead)

    kept, removed, old = attach("kept.pdf"), attach("removed.pdf"), attach("old.pdf")
    link = attach_link(rating=rating, title="Old", address="https://example.org", by=lead)
    remove_item(item=removed, by=lead)
    removed_long_ago(old, link, by=lead)
    assert stored() == {kept.stored_as, removed.stored_as, old.stored_as}
    assert clear_removed() == (2, 0)
    assert set(EvidenceItem.objects.all()) == {kept, removed}
    assert stored() == {kept.stored_as, removed.stored_as}
    with pytest.raises(FileNotFoundError):
        opened(old)
    gone = EvidenceItem.history.filter(history_type="-").values_list("title", flat=True)
    assert set(gone) == {"old.pdf", "Old"}
    assert clear_removed() == (0, 0)


def test_a_file_that_no_item_names_is_cleared_a_day_later(item, stored, capsys):
    storage = storages["evidence"]
    for name in ("being-attached", "left-behind"):
        storage.save(name, upload(name, PDF))
    long_ago = (timezone.now() - timedelta(days=1, minutes=1)).timestamp()
    for name in ("left-behind", item.stored_as):
        os.utime(storage.path(name), (long_ago, long_ago))
    call_command("clear_removed_evidence")
    assert capsys.readouterr().out == "Cleared: 0 removed items, 1 files without an item.\n"
    assert stored() == {"being-attached", item.stored_as}


def test_who_sees_a_rating_reads_its_page_and_the_other_way_round(db, sign_in):
    """`seen_by` and the pages agree, for every person and every rating of a trust."""
    house = furnish("Fernleigh Trust")
    ratings = Rating.objects.filter(
        response__assessment__trust=house.trust, element__code__in=("1A", "SEED")
    ).select_related("response", "element")
    assert len(ratings) == 6
    for user in house.people.values():
        membership = Membership.objects.get(trust=house.trust, user=user)
        seen, client = set(Rating.objects.seen_by(membership)), sign_in(user)
        for rating in ratings:
            response = rating.response
            kwargs = {
                "trust": house.trust.slug,
                "assessment": response.assessment_id,
                "code": rating.element.code,
            }
            school = {"school": response.school_id} if response.school_id else {}
            name = "rate_school" if school else "rate"
            answer = client.get(reverse(name, kwargs=kwargs | school))
            assert (answer.status_code == 200) == (rating in seen), (membership.role, rating.pk)
