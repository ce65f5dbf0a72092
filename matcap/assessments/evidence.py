"""What changes the links and files behind a rating: attach, remove, restore, clear.

Files are in the storage "evidence", each under a random name that says nothing of it. It is written
before its row and deleted after it: should the machine stop in between, a file is left that no row
names, and `clear_removed` deletes it a day later.
"""

import secrets
from datetime import date, timedelta
from functools import partial

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone

from matcap.ui.refusal import Refused

from .kinds import clean_name, kind_of
from .models import EvidenceItem, Rating

# A file that no row names yet may be one that is being attached.
BEING_ATTACHED = timedelta(days=1)


def attach_link(
    *, rating: Rating, title: str, address: str, by, dated_on: date | None = None
) -> EvidenceItem:
    """Put a link behind a rating. Raises ValidationError when it is not a web address."""
    address = address.strip()
    return _attach(
        EvidenceItem(rating=rating, title=title.strip() or address, address=address), by, dated_on
    )


def attach_file(
    *, rating: Rating, file: File, by, title: str = "", dated_on: date | None = None
) -> EvidenceItem:
    """Put a file behind a rating, under its own name without folders.

    Raises Unfit when it is empty, larger than `kinds.MAX_FILE`, or of a kind that is not in
    `kinds.KINDS`; ValidationError when the title is too long.
    """
    _require_open(rating)
    kind = kind_of(file, file.name, file.size)
    name = clean_name(file.name, kind)
    item = EvidenceItem(
        rating=rating, title=title.strip() or name, file_name=name, kind=kind, size=file.size
    )
    item.stored_as = _storage().save(secrets.token_hex(20), file)
    try:
        return _attach(item, by, dated_on)
    except BaseException:
        _storage().delete(item.stored_as)
        raise


@transaction.atomic
def _attach(item: EvidenceItem, by, dated_on: date | None) -> EvidenceItem:
    _require_open(item.rating)
    item.added_by, item.dated_on = by, dated_on
    item.full_clean()
    item._history_user = by
    item.save()
    return item


@transaction.atomic
def remove_item(*, item: EvidenceItem, by) -> EvidenceItem:
    """Take a link or file away, so that `restore_item` can put it back while it is kept."""
    return _set_removed(item, timezone.now(), by)


@transaction.atomic
def restore_item(*, item: EvidenceItem, by) -> EvidenceItem:
    """Put a removed link or file back."""
    return _set_removed(item, None, by)


def _set_removed(item: EvidenceItem, removed_at, by) -> EvidenceItem:
    _require_open(item.rating)
    item.removed_at = removed_at
    item.removed_by = by if removed_at else None
    item._history_user = by
    item.save(update_fields=["removed_at", "removed_by"])
    return item


def opened(item: EvidenceItem) -> File:
    """The content of a file, to be read from its start. Raises FileNotFoundError if it is gone."""
    return _storage().open(item.stored_as)


def clear_removed() -> tuple[int, int]:
    """Delete for good what was removed and is kept no longer, and files that no item names.

    Returns how many items and how many such files. Their history keeps what they were called.
    """
    items = EvidenceItem.objects.filter(removed_at__lte=timezone.now() - EvidenceItem.KEPT)
    cleared = sum(_clear(pk) for pk in items.values_list("pk", flat=True))
    return cleared, _clear_strays()


@transaction.atomic
def _clear(pk: int) -> bool:
    """Delete one item, unless it was put back meanwhile; its file goes once that is certain."""
    item = (
        EvidenceItem.objects.select_for_update()
        .filter(pk=pk, removed_at__lte=timezone.now() - EvidenceItem.KEPT)
        .first()
    )
    if item is None:
        return False
    item.delete()
    if item.is_file:
        transaction.on_commit(partial(_storage().delete, item.stored_as))
    return True


def _clear_strays() -> int:
    storage, before = _storage(), timezone.now() - BEING_ATTACHED
    _, stored = storage.listdir("")
    named = set(EvidenceItem.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    strays = [
        name for name in stored if name not in named and storage.get_modified_time(name) < before
    ]
    for name in strays:
        storage.delete(name)
    return len(strays)


def _storage() -> Storage:
    return storages["evidence"]


def _require_open(rating: Rating) -> None:
    if rating.response.closed:
        raise Refused(rating.response.closed)
