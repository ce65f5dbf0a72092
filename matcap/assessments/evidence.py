"""What changes the links and files behind a rating: attach, remove, restore, clear.

Files are in the storage "evidence", each under a random name that says nothing of it. No file is
there that no row names: the row is written first, as one that was removed too long ago for anybody
to see, and deleted last. Should the machine stop in between, `clear_removed` finds it.
"""

import secrets
from datetime import date, timedelta

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import transaction

from matcap.ui.moment import now
from matcap.ui.refusal import Refused

from .kinds import clean_name, kind_of
from .models import EvidenceItem, Rating

# What nobody sees any more may be a file that is being attached.
BEING_ATTACHED = timedelta(days=1)


@transaction.atomic
def attach_link(
    *, rating: Rating, title: str, address: str, by, dated_on: date | None = None
) -> EvidenceItem:
    """Put a link behind a rating; the same link twice is there once.

    Raises ValidationError when it is not a web address.
    """
    _require_open(rating)
    Rating.objects.select_for_update().get(pk=rating.pk)
    return write_link(rating=rating, title=title, address=address, by=by, dated_on=dated_on)


def write_link(
    *, rating: Rating, title: str, address: str, by, dated_on: date | None = None
) -> EvidenceItem:
    """As `attach_link`, to any rating: of the past, too, which is agreed from the start."""
    address = address.strip()
    item = EvidenceItem(
        rating=rating,
        title=title.strip() or address,
        address=address,
        dated_on=dated_on,
        added_at=now(),
        added_by=by,
    )
    item.full_clean()
    same = {name: getattr(item, name) for name in ("title", "address", "dated_on")}
    there = EvidenceItem.objects.filter(rating=rating, removed_at=None, **same).first()
    if there:
        return there
    item._history_user, item._history_date = by, item.added_at
    item.save()
    return item


def attach_file(
    *, rating: Rating, file: File, by, title: str = "", dated_on: date | None = None
) -> EvidenceItem:
    """Put a file behind a rating, under its own name without folders.

    Raises Unfit when it is empty, larger than `kinds.MAX_FILE`, or of a kind that is not in
    `kinds.KINDS`; ValidationError when the title is too long. No transaction is open while the file
    is written, which may take long.
    """
    _require_open(rating)
    kind = kind_of(file, file.name, file.size)
    name = clean_name(file.name, kind)
    item = EvidenceItem(
        rating=rating,
        title=title.strip() or name,
        dated_on=dated_on,
        stored_as=secrets.token_hex(20),
        file_name=name,
        kind=kind,
        size=file.size,
        added_at=now(),
        added_by=by,
        removed_at=now() - EvidenceItem.KEPT,
    )
    item.full_clean()
    EvidenceItem.objects.bulk_create([item])
    _storage().save(item.stored_as, file)
    return _show(item, by)


@transaction.atomic
def _show(item: EvidenceItem, by) -> EvidenceItem:
    """Let a file that is written be seen; its history begins here."""
    item.removed_at = None
    EvidenceItem.objects.filter(pk=item.pk).update(removed_at=None)
    EvidenceItem.history.bulk_history_create([item], default_user=by, default_date=now())
    return item


@transaction.atomic
def remove_item(*, item: EvidenceItem, by) -> EvidenceItem:
    """Take a link or file away, so that `restore_item` can put it back while it is kept."""
    return _set_removed(item, now(), by)


@transaction.atomic
def restore_item(*, item: EvidenceItem, by) -> EvidenceItem:
    """Put a removed link or file back."""
    if item.removed_at and item.kept_until <= now():
        raise Refused("This was removed 30 days ago or longer. Attach it again.")
    return _set_removed(item, None, by)


def _set_removed(item: EvidenceItem, removed_at, by) -> EvidenceItem:
    _require_open(item.rating)
    item.removed_at = removed_at
    item.removed_by = by if removed_at else None
    item._history_user, item._history_date = by, now()
    item.save(update_fields=["removed_at", "removed_by"])
    return item


def opened(item: EvidenceItem) -> File:
    """The content of a file, to be read from its start. Raises FileNotFoundError if it is gone."""
    return _storage().open(item.stored_as)


def clear_removed() -> int:
    """Delete for good what was removed too long ago to be put back; return how many items.

    Their history keeps what they were called.
    """
    before = now() - EvidenceItem.KEPT - BEING_ATTACHED
    items = list(EvidenceItem.objects.filter(removed_at__lte=before))
    for item in items:
        if item.is_file:
            _storage().delete(item.stored_as)
        item.delete()
    return len(items)


def _storage() -> Storage:
    return storages["evidence"]


def _require_open(rating: Rating) -> None:
    if rating.response.closed:
        raise Refused(rating.response.closed)
