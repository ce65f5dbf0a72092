"""What reads a list of schools, and writes of it exactly what was looked at before."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain, islice

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone

from matcap.ui.refusal import Refused

from ..activity import note
from ..models import Import, ImportPiece, ImportRow, Trust
from ..register.columns import NEEDED, guess, is_of_a_person
from ..register.files import Row, headed
from ..register.finding import is_register, of_trusts, uid_in
from ..register.limits import Unreadable
from ..register.resource import SchoolResource

A_PIECE = 2_000
_LOOKED_AT = 20  # rows, to guess what a column holds
KEPT_FOR = timedelta(days=1)


_LOOK_AGAIN = (
    "Something has changed since you read this preview. Nothing was written. Look at the new "
    "preview, then confirm that."
)


class Stale(Refused):
    """What would be written is no longer what the preview showed."""


class _Changed(Exception):
    """A row comes to something else than its preview."""


@dataclass
class Content:
    """What is kept of a list: headings, which is which field, and (number, cells) of its rows."""

    headers: list[str]
    columns: dict[str, int]
    rows: Iterable[Row]
    is_register: bool = False
    uids: set[str] = field(default_factory=set)


def content_of(trust: Trust, rows: Iterator[Row], which: str = "", groups=None) -> Content:
    """The part of a list that is `trust`'s, read as it goes; nothing about persons is in it.

    `which` says which trust of a register's extract, `groups` are the rows of its list of trusts.
    Raises Unreadable.
    """
    headers, rows = headed(rows)
    first = list(islice(rows, _LOOKED_AT))
    rows, columns = chain(first, rows), guess(headers, [cells for _, cells in first])
    if not is_register(headers):
        kept = [at for at, heading in enumerate(headers) if not is_of_a_person(heading)]
        return _only(kept, headers, columns, rows)
    which = which.strip() or trust.uid or trust.name
    if groups is not None:
        group_headers = next(groups)[1]
        which = uid_in(group_headers, groups, which)
    content = _only(sorted(columns.values()), headers, columns, rows)
    content.columns["elsewhere"] = len(columns)
    content.is_register, content.rows = True, _of_register(trust, headers, rows, which, content)
    return content


def _only(kept: Sequence[int], headers, columns, rows) -> Content:
    """The content with the columns `kept` and no other."""
    places = {place: at for at, place in enumerate(kept)}
    return Content(
        [headers[place][:200] for place in kept],
        {name: places[place] for name, place in columns.items() if place in places},
        ((number, _cells(cells, kept)) for number, cells in rows),
    )


def _cells(cells: Sequence[str], kept: Sequence[int]) -> list[str]:
    return [cells[place].strip() if place < len(cells) else "" for place in kept]


def _of_register(trust, headers, rows, which, content: Content) -> Iterator[Row]:
    """The trust's rows of an extract. A last cell marks schools that the register has elsewhere."""
    kept = [headers.index(heading) for heading in content.headers]
    for _, number, cells, uid in of_trusts(headers, rows, {which: SchoolResource(trust).urns}):
        if uid:
            content.uids.add(uid)
        yield number, [*_cells(cells, kept), "" if uid else "elsewhere"]


def _pieces(rows: Iterable, size: int) -> Iterator[list]:
    rows = iter(rows)
    while piece := list(islice(rows, size)):
        yield piece


def read_import(
    *, trust: Trust, by, name: str, rows: Iterator[Row], which="", groups=None
) -> Import:
    """Keep what a list has of `trust`, and compare the first piece of it.

    Raises Unreadable, and then keeps nothing. It is no single transaction: reading takes seconds,
    in which others are to go on writing.
    """
    old = Import.objects.filter(at__lt=timezone.now() - KEPT_FOR)
    (old | trust.imports.filter(by=by)).delete()
    content = content_of(trust, rows, which, groups)
    made = Import.objects.create(trust=trust, by=by, name=name[:200], headers=content.headers)
    try:
        _keep(made, content)
    except Exception:
        made.delete()
        raise
    return go_on(imported=made)


def _keep(made: Import, content: Content) -> None:
    for piece in _pieces(content.rows, A_PIECE):
        ImportPiece.objects.create(source=made, rows=piece)
        made.total += len(piece)
    if not made.total:
        raise Unreadable("There is nothing below the headings. Choose a list with schools in it.")
    made.is_register, made.uid = content.is_register, min(content.uids, default="")
    _set_columns(made, content.columns)


def _set_columns(imported: Import, columns: dict[str, int]) -> None:
    known = all(name in columns for name in NEEDED)
    imported.columns = columns
    imported.state = Import.State.COMPARING if known else Import.State.COLUMNS
    imported.compared = 0
    imported.version += 1
    imported.save()
    imported.rows.all().delete()


@transaction.atomic
def set_columns(*, imported: Import, columns: dict[str, int]) -> Import:
    """Say which column is which field, and compare anew."""
    _set_columns(imported, columns)
    return go_on(imported=imported)


@transaction.atomic
def go_on(*, imported: Import) -> Import:
    """Compare the next piece of an import; does nothing where there is none."""
    imported = Import.objects.select_for_update().select_related("trust").get(pk=imported.pk)
    if imported.state != Import.State.COMPARING:
        return imported
    seen = imported.rows.exclude(key="").order_by("-number").values_list("key", "number")
    resource = SchoolResource(imported.trust, seen)
    piece = imported.pieces.all()[imported.compared // A_PIECE]
    ImportRow.objects.bulk_create(_compared(imported, resource, piece), batch_size=1_000)
    imported.compared += len(piece.rows)
    if imported.compared == imported.total:
        imported.state = Import.State.READY
    imported.save()
    return imported


def _compared(imported: Import, resource: SchoolResource, piece: ImportPiece) -> list[ImportRow]:
    """What the rows of a piece come to, unsaved."""
    columns = imported.columns.items()
    rows = [(number, {name: cells[at] for name, at in columns}) for number, cells in piece.rows]
    return [
        ImportRow(source=imported, number=number, **vars(compared))
        for (number, _), compared in zip(rows, resource.compare(rows), strict=True)
    ]


def counts(imported: Import) -> dict[str, int]:
    """How many rows come to each outcome, in the outcomes' order."""
    found = dict(imported.rows.order_by().values_list("outcome").annotate(Count("pk")))
    return {outcome: found.get(outcome, 0) for outcome in ImportRow.Outcome.values}


def confirm(*, imported: Import, version: int, by) -> dict[str, int]:
    """Write what the preview shows, and return its counts. `version` is the one that was read.

    Raises Stale, having written nothing, when the schools or the columns have changed since: then
    there is a new preview.
    """
    try:
        return _confirm(imported, version, by)
    except (_Changed, IntegrityError) as error:
        set_columns(imported=imported, columns=imported.columns)
        raise Stale(_LOOK_AGAIN) from error


@transaction.atomic
def _confirm(imported: Import, version: int, by) -> dict[str, int]:
    Trust.objects.select_for_update().get(pk=imported.trust_id)
    imported = Import.objects.select_for_update().select_related("trust").get(pk=imported.pk)
    if imported.state == Import.State.DONE:
        raise Refused("This list is imported already. Nothing was written a second time.")
    if imported.state != Import.State.READY:
        raise Refused("This import is not ready yet. Nothing was written.")
    if imported.version != version:
        raise Stale(_LOOK_AGAIN)
    resource = SchoolResource(imported.trust)
    # Closed here: what is left of a server-side cursor cannot be closed after the transaction.
    with (
        closing(imported.rows.order_by("pk").iterator(A_PIECE)) as shown,
        closing(imported.pieces.iterator(1)) as pieces,
    ):
        for piece in pieces:
            for row in _compared(imported, resource, piece):
                if _told(row) != _told(next(shown)):
                    raise _Changed
    resource.write()
    if imported.uid and not imported.trust.uid:
        Trust.objects.filter(pk=imported.trust_id).update(uid=imported.uid)
    found = counts(imported)
    note(trust=imported.trust, by=by, sentence=sentence(imported.name, found))
    imported.rows.all().delete()
    imported.pieces.all().delete()
    imported.state, imported.headers, imported.columns = Import.State.DONE, [], {}
    imported.save()
    return found


def _told(row: ImportRow) -> tuple:
    """What the preview tells of a row."""
    return row.outcome, row.school_id, row.name, row.changes, row.reason


def sentence(name: str, found: dict[str, int]) -> str:
    """What an import came to, for the activity log."""
    numbers = ", ".join(f"{count} {outcome}" for outcome, count in found.items())
    return f"Imported schools from “{name}”: {numbers}."


@transaction.atomic
def discard(*, imported: Import) -> None:
    """Throw a preview away, and what was kept of the file."""
    imported.delete()
