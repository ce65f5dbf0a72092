"""What brings the schools of several trusts in from one extract of the register, in one pass."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from django.db import transaction

from ..activity import note
from ..models import ImportRow, Trust
from ..register.columns import guess
from ..register.files import Row, headed, rows_of
from ..register.finding import is_register, of_trusts, plain_name, sought, uid_in
from ..register.limits import Unreadable
from ..register.resource import Compared, SchoolResource
from .imports import sentence

Came = tuple[dict[str, int], list[tuple[int, str, str]]]


def import_extract(
    *,
    name: str,
    rows: Iterator[Row],
    which: Sequence[str],
    groups=None,
    dry_run: bool = False,
    by=None,
) -> dict[Trust, Came]:
    """Import the schools of the trusts that `which` says, all or none of them.

    Returns for each trust how many rows came to each outcome, and (row, name, reason) of those
    that are refused. `groups` is a file with the register's list of trusts, `by` whoever imports
    (None: the installation's own command). Raises Unreadable. The file is read before the
    transaction: that takes seconds, in which others are to go on writing.
    """
    headers, rows = headed(rows)
    if not is_register(headers):
        raise Unreadable("This is not an extract of the register. Import it on the Schools page.")
    wanted = {text: _uid(text, groups) for text in dict.fromkeys(which)}
    trusts = {uid: _trust(text, uid) for text, uid in wanted.items()}
    if len(set(trusts.values())) < len(wanted):
        raise Unreadable("Two of these are the same trust. Give each once.")
    found = _found(headers, rows, trusts)
    with transaction.atomic():
        return {
            trust: _import(name, SchoolResource(trust), found[uid], dry_run, by)
            for uid, trust in trusts.items()
        }


def _found(headers, rows: Iterator[Row], trusts: dict[str, Trust]) -> dict[str, list]:
    """(number, row by field) of each trust, by its key in `trusts`, which learn their UIDs."""
    urns = {uid: SchoolResource(trust).urns for uid, trust in trusts.items()}
    columns, found = guess(headers, []), {uid: [] for uid in trusts}
    for uid, number, cells, here in of_trusts(headers, rows, urns):
        trusts[uid].uid = trusts[uid].uid or here
        row = {field: cells[at].strip() for field, at in columns.items() if at < len(cells)}
        found[uid].append((number, row if here else row | {"elsewhere": "elsewhere"}))
    return found


def _uid(text: str, groups) -> str:
    if groups is None:
        return text
    rows = rows_of(groups)
    return uid_in(next(rows)[1], rows, text)


def _trust(text: str, uid: str) -> Trust:
    """The only trust here with this UID or name. Raises Unreadable where there is not one."""
    key, wanted = sought(uid)
    found = [
        trust
        for trust in Trust.objects.all()
        if wanted == (trust.uid if key == "uid" else plain_name(trust.name))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise Unreadable(
            f"{len(found)} trusts here are “{text}”. Import the schools of each on its own "
            "Schools page."
        )
    raise Unreadable(
        f"No trust here is “{text}”. Open it with open_trust, with --uid where its name differs "
        "from the register's; give TR and Companies House numbers together with --groups."
    )


def _import(name: str, resource: SchoolResource, rows, dry_run: bool, by) -> Came:
    compared = resource.compare(rows)
    refused = [
        (number, one.name, one.reason)
        for (number, _), one in zip(rows, compared, strict=True)
        if one.outcome == ImportRow.Outcome.REFUSED
    ]
    counts = _counts(compared)
    if not dry_run:
        resource.write()
        resource.trust.save(update_fields=["uid"])
        note(trust=resource.trust, by=by, sentence=sentence(PurePath(name).name, counts))
    return counts, refused


def _counts(compared: list[Compared]) -> dict[str, int]:
    outcomes = [one.outcome for one in compared]
    return {outcome: outcomes.count(outcome) for outcome in ImportRow.Outcome.values}
