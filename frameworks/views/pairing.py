"""Pairing the strands of an imported element by hand."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render, resolve_url

from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission
from matcap.ui.refusal import Refused

from .. import actions
from ..editing import element_at, name_of
from ..importing.by_hand import (
    Column,
    added,
    columns_of,
    counts_of,
    in_words,
    moved,
    text_at,
)
from ..models import Draft
from ..numerals import numeral


@dataclass(frozen=True)
class Cell:
    """A text in its column; `at` is its place as the buttons say it, "1-3"."""

    column: Column
    text: str
    at: str

    @property
    def moves(self) -> str:
        """Its place as an address of `by_hand.moved`."""
        return self.at.replace("-", ":")


@trust_view(Permission.EDIT_FRAMEWORKS, methods=("GET", "HEAD", "POST"))
def pair(request, trust, draft, number):
    """Move questions and descriptors until those that belong together are in a row."""
    imported = Draft.objects.in_work().exclude(source_name="")
    found = get_object_or_404(imported, trust=trust, pk=draft)
    element, refusal = _element(found, number), ""
    if request.method == "POST":
        try:
            begin = _press(request, found, number)
        except Refused as refused:
            refusal = str(refused)
            found.refresh_from_db()
            element = _element(found, number)
        else:
            return redirect(f"{resolve_url('pair', trust.slug, found.pk, number)}?at={begin}")
    columns = columns_of(found.content)
    counts = counts_of(element, columns)
    context = {
        "trust": trust,
        "draft": found,
        "number": number,
        "name": name_of(element),
        "refusal": refusal,
        "columns": columns,
        "unpaired": in_words(counts) if counts else "",
        "rows": _rows(element, columns),
        "unread": [
            (place, piece)
            for place, piece in enumerate(found.unread)
            if piece["after"] == element.get("code")
        ],
        "begin": request.GET.get("at", ""),
    }
    return render(request, "frameworks/pair.html", context, status=409 if refusal else 200)


def _element(draft: Draft, number: int) -> dict:
    at = element_at(draft.content, number)
    if at is None:
        raise Http404("There is no such element.")
    return at[1]


def _rows(element: dict, columns: list[Column]) -> list[tuple[str, list[Cell]]]:
    """(numeral, its cells) of each strand."""
    return [
        (
            numeral(min(row + 1, 89)),
            [Cell(one, text_at(strand, one), f"{at}-{row}") for at, one in enumerate(columns)],
        )
        for row, strand in enumerate(element.get("strands", []))
    ]


def _press(request, draft: Draft, number: int) -> str:
    """Do what a button says, and return the place of the text that it was done to."""
    version, do = request.POST.get("version", ""), request.POST.get("do", "")
    element = _element(draft, number)
    if do.startswith("use:"):
        _, piece, column = [*do.split(":"), "", ""][:3]
        content, begin = _used(draft, number, piece, column)
        change = f"Added a text to {name_of(element)}"
    else:
        content, begin = moved(draft.content, number, do)
        change = f"Moved a text of {name_of(element)}"
    actions.change_draft(
        draft=draft,
        version=int(version) if version.isdecimal() and len(version) < 10 else 0,
        by=request.user,
        content=content,
        change=change[:250],
    )
    return begin


def _used(draft: Draft, number: int, piece: str, at: str) -> tuple[dict, str]:
    """Content with an unread piece's text at the end of a column."""
    columns = columns_of(draft.content)
    is_there = piece.isdecimal() and at.isdecimal() and len(piece) < 6 and len(at) < 4
    if not is_there or int(piece) >= len(draft.unread) or int(at) >= len(columns):
        raise Refused("That is not there any more. Nothing was moved.")
    text = draft.unread[int(piece)]["text"]
    content, row = added(draft.content, number, columns[int(at)], text)
    return content, f"{at}-{row}"
