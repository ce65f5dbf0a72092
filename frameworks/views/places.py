"""Where on the pages of a draft something is put right that is wrong with it."""

from typing import NamedTuple

from django.urls import reverse

from ..editing import elements_of
from ..faults import Fault
from ..models import Draft

MOST = 200  # faults that a page lists


class FaultAt(NamedTuple):
    """A fault in words, and the address where it is put right."""

    words: str
    address: str


def places_of(draft: Draft, faults: list[Fault]) -> list[FaultAt]:
    """Each fault with its address."""
    return [FaultAt(str(fault), address_of(draft, fault.path)) for fault in faults[:MOST]]


def address_of(draft: Draft, path: tuple) -> str:
    """The page and the row of a path."""
    kwargs = {"trust": draft.trust.slug, "draft": draft.pk}
    if path[:1] == ("levels",):
        return reverse("draft_levels", kwargs=kwargs) + _row("level", path[1:2])
    if path[:1] != ("areas",):
        return reverse("draft_details", kwargs=kwargs) + _row("part", path[1:2])
    if path[2:3] != ("elements",) or len(path) < 4:
        return reverse("draft_outline", kwargs=kwargs) + _row("area", path[1:2])
    area = draft.content["areas"][path[1]]
    element = area["elements"][path[3]]
    numbered = enumerate(elements_of(draft.content), 1)
    number = next(number for number, one in numbered if one is element)
    address = reverse("draft_element", kwargs=kwargs | {"number": number})
    return address + _row("strand", path[5:6])


def of_element(faults: list[Fault], draft: Draft, number: int) -> tuple[list[str], dict]:
    """The faults of an element itself, and those of its strands by their places, from 0."""
    element = elements_of(draft.content)[number - 1]
    own, strands = [], {}
    for fault in faults:
        path = fault.path
        if path[:1] != ("areas",) or path[2:3] != ("elements",) or len(path) < 4:
            continue
        if draft.content["areas"][path[1]]["elements"][path[3]] is not element:
            continue
        if path[4:5] == ("strands",) and len(path) > 5:
            strands.setdefault(path[5], []).append(str(fault))
        else:
            own.append(str(fault))
    return own, strands


def _row(name: str, place: tuple) -> str:
    return f"#{name}-{place[0]}" if place and isinstance(place[0], int) else ""
