"""Finds a trust's schools in the national register's own extracts."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from .columns import plain
from .limits import Unreadable

# The columns that say which trust a row is of, in the extracts of schools and of groups.
_UID = ("trustscode", "groupuid")
_NUMBER = ("groupid",)
_COMPANY = ("companieshousenumber",)
_NAME = ("trustsname", "groupname")
# A school may have rows for its trust, its sponsor and its federation: these are trusts.
_TRUST_TYPES = {"06", "6", "10"}


def is_register(headers: Sequence[str]) -> bool:
    """Whether a file is one of the register's extracts of schools."""
    words = {plain(heading) for heading in headers}
    return {"urn", "establishmentname"} <= words and bool(words & set(_UID))


class Groups:
    """Reads a row of an extract as a row of a group: its UID, numbers and name."""

    def __init__(self, headers: Sequence[str]):
        words = [plain(heading) for heading in headers]
        self._places = {
            key: next((words.index(word) for word in known if word in words), None)
            for key, known in {
                "uid": _UID,
                "number": _NUMBER,
                "company": _COMPANY,
                "name": _NAME,
                "type": ("grouptypecode",),
                "status": ("groupstatuscode",),
                "urn": ("urn",),
            }.items()
        }

    def get(self, key: str, cells: Sequence[str]) -> str:
        """What the row has for `key`; empty where the extract has no such column."""
        place = self._places[key]
        return cells[place].strip() if place is not None and place < len(cells) else ""

    def has(self, key: str) -> bool:
        """Whether the extract has a column for `key`."""
        return self._places[key] is not None

    def is_trust(self, cells: Sequence[str]) -> bool:
        """Whether the row's group is a trust, as far as the extract tells."""
        return not self.has("type") or self.get("type", cells) in _TRUST_TYPES


def sought(text: str) -> tuple[str, str]:
    """What a person wrote to say which trust, as (key of Groups, comparable value)."""
    words = text.strip().upper()
    if re.fullmatch(r"TR\d{3,6}", words):
        return "number", words
    if re.fullmatch(r"\d{8}|[A-Z]{2}\d{6}", words):
        return "company", words
    if re.fullmatch(r"\d{1,7}", words):
        return "uid", words.lstrip("0")
    return "name", plain_name(words)


def plain_name(name: str) -> str:
    """A trust's name without case, punctuation and the ways to write "and"."""
    words = re.sub(r"[^a-z0-9 ]", "", name.casefold().replace("&", " and ").replace("-", " "))
    return " ".join(words.split())


def matcher(headers: Sequence[str], text: str) -> Callable[[Sequence[str]], bool]:
    """A test of whether a row is of the trust that `text` says. Raises Unreadable without the
    column that would tell."""
    groups = Groups(headers)
    key, wanted = sought(text)
    if not groups.has(key):
        what = {"number": "TR numbers", "company": "Companies House numbers"}.get(key, "trusts")
        raise Unreadable(
            f"This extract has no {what}. Give the trust's UID or name instead, or choose the "
            "register's list of trusts (allgroupsdata) with it."
        )
    known = {}  # a register names each trust many times

    def matches(cells: Sequence[str]) -> bool:
        value = groups.get(key, cells)
        if value not in known:
            known[value] = bool(value) and sought(value)[1] == wanted
        return known[value] and groups.is_trust(cells)

    return matches


def uid_in(headers: Sequence[str], rows: Iterable[tuple[int, list[str]]], text: str) -> str:
    """The UID of the trust that `text` says, out of the register's list of trusts.

    Raises Unreadable when it is not there, is closed, or is one of several.
    """
    groups, matches, names = Groups(headers), matcher(headers, text), set()
    if not groups.has("uid"):
        raise Unreadable(
            "The second file is not the register's list of trusts (allgroupsdata). Choose that, "
            "or none."
        )
    found = []
    for _, cells in rows:
        names.add(groups.get("name", cells))
        if matches(cells):
            found.append(cells)
    still = [cells for cells in found if groups.get("status", cells).upper() != "CLOSED"]
    uids = {groups.get("uid", cells) for cells in still}
    if found and not still:
        raise Unreadable(
            f"The register says that “{text}” is closed. Give the trust that has its schools now."
        )
    return one_of(uids, text, names)


def one_of(uids: set[str], text: str, names: Iterable[str]) -> str:
    """The only UID. Raises Unreadable with all of them, or with `names` like `text` for none."""
    if len(uids) > 1:
        raise Unreadable(
            f"Several trusts are called “{text}”: give one's UID, {' or '.join(sorted(uids))}."
        )
    if uids:
        return uids.pop()
    known, wanted = sorted(filter(None, names)), text.strip().upper()
    alike = [name for name in known if wanted in name][:3]
    alike = alike or difflib.get_close_matches(wanted, known, n=3)
    hint = f" Did you mean {' or '.join(alike)}?" if alike else ""
    raise Unreadable(
        f"The file has no trust “{text}”. Give its UID, TR number, Companies House number or name "
        f"as the register has it.{hint}"
    )


def of_trusts(
    headers: Sequence[str], rows: Iterable[tuple[int, list[str]]], wanted: dict[str, set[str]]
) -> Iterator[tuple[str, int, list[str], str]]:
    """(text, number, cells, UID) of the rows of each trust in `wanted`, in one pass.

    `wanted` is what was written to say which trust → the URNs of its schools here; those that the
    register has elsewhere come last, with an empty UID. Raises Unreadable, at the end, when there
    is no such trust.
    """
    groups = Groups(headers)
    trusts = {text: _Found(matcher(headers, text), urns) for text, urns in wanted.items()}
    names = set()
    for number, cells in rows:
        names.add(groups.get("name", cells))
        urn, uid = groups.get("urn", cells), groups.get("uid", cells)
        for text, found in trusts.items():
            if found.matches(cells):
                found.uids.add(uid)
                found.urns.discard(urn)
                yield text, number, cells, uid
            elif urn in found.urns:
                found.elsewhere[urn] = (number, cells)
    for text, found in trusts.items():
        one_of(found.uids, text, names)
        for urn in found.elsewhere.keys() & found.urns:
            yield text, *found.elsewhere[urn], ""


class _Found:
    """What was found so far of one trust; `urns` are those not yet found in it."""

    def __init__(self, matches, urns: set[str]):
        self.matches, self.urns = matches, set(urns)
        self.uids: set[str] = set()
        self.elsewhere: dict[str, tuple[int, list[str]]] = {}
