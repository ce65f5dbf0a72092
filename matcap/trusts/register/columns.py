"""Which column of a file is which of our fields: a guess by its heading and what stands in it."""

import re
from collections.abc import Iterable, Sequence

from .values import is_blank, state

LABELS = {
    "urn": "URN",
    "dfe_number": "DfE number (seven digits)",
    "la_code": "LA code (three digits)",
    "establishment_number": "Establishment number (four digits)",
    "name": "Name",
    "phase": "Phase or age range",
    "kind": "Type and status",
    "state": "Open or closed",
    "cluster": "Cluster",
    "joined_on": "Joined the trust on",
}
NEEDED = ("name", "phase")

_HEADINGS = {
    "urn": "urn schoolurn urnnumber",
    "dfe_number": "dfenumber dfe dfeno dfecode laestab laestabnumber dfenumbersevendigits",
    "la_code": "lacode la lanumber localauthoritycode lacodethreedigits",
    "establishment_number": "establishmentnumber estab estabnumber establishmentnumberfourdigits",
    "name": "name school schools schoolname nameofschool establishmentname academy academyname",
    "phase": "phase phaseofeducationname phaseofeducation phaseofeducationcode schoolphase "
    "agerange ages phaseoragerange",
    "kind": "typeofestablishmentname typeofestablishment type schooltype typeofschool kind "
    "typeandstatus status",
    "state": "establishmentstatusname establishmentstatus establishmentstatuscode openclosed "
    "openorclosed status",
    "cluster": "cluster clustername family hub",
    "joined_on": "joineddate joined joinedon datejoined dateofjoining joinedtrust "
    "joinedthetruston datejoinedtrust",
}
HEADINGS = {field: tuple(headings.split()) for field, headings in _HEADINGS.items()}

# Columns about a person are left where they are: nothing of them is stored.
_OF_A_PERSON = re.compile(
    r"head(?!count|ing)|principal|ceo|chair|contact|firstname|lastname|surname|forename"
    r"|email|phone|mobile|^ht$"
)
_SEVEN_DIGITS = re.compile(r"\d{3}[ /-]?\d{4}$")


def plain(heading: str) -> str:
    """A heading's letters and digits: "LA (code)" and "LA Code" are the same."""
    return re.sub(r"[^a-z0-9]", "", heading.casefold())


def is_of_a_person(heading: str) -> bool:
    """Whether a column is about a person, such as a head teacher."""
    return bool(_OF_A_PERSON.search(plain(heading)))


def recognised(cells: Iterable[str]) -> set[str]:
    """The fields that these cells would be the headings of."""
    words = {plain(cell) for cell in cells}
    return {field for field, known in HEADINGS.items() if words & set(known)}


def looks_like_headings(cells: Sequence[str]) -> bool:
    """Whether a row names at least two of our fields."""
    return len(recognised(cells)) >= 2


def is_list_of_trusts(cells: Iterable[str]) -> bool:
    """Whether a row has the headings of the register's list of groups."""
    words = {plain(cell) for cell in cells}
    return "groupuid" in words and "urn" not in words


def guess(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Field → place of its column, from the headings and the first `rows` below them."""
    places: dict[str, int] = {}
    words = [plain(heading) for heading in headers]
    for field, known in HEADINGS.items():
        found = next((words.index(word) for word in known if word in words), None)
        if found is not None:
            places[field] = found
    return _by_content(places, rows)


def _by_content(places: dict[str, int], rows) -> dict[str, int]:
    """Settle what a heading leaves open: "LA code" of seven digits, "Status" of either sense."""
    if "dfe_number" not in places and _mostly(rows, places.get("la_code"), _is_dfe_number):
        places["dfe_number"] = places.pop("la_code")
    if "kind" in places and places.get("state") == places["kind"]:
        wrong = "kind" if _mostly(rows, places["state"], _is_state) else "state"
        del places[wrong]
    return places


def _mostly(rows, place: int | None, fits) -> bool:
    if place is None:
        return False
    cells = [row[place] for row in rows if place < len(row) and not is_blank(row[place])]
    return sum(map(fits, cells)) * 2 > len(cells)


def _is_dfe_number(cell: str) -> bool:
    return bool(_SEVEN_DIGITS.match(cell.strip()))


def _is_state(cell: str) -> bool:
    try:
        return bool(state(cell))
    except ValueError:
        return False
