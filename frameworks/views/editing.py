"""The parts of a draft, a page each. To htmx the same page, of which it takes the form."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.vary import vary_on_headers

from matcap.trusts.access import trust_view
from matcap.ui.refusal import Refused

from .. import actions
from ..editing import element_at, elements_of, faults_of
from ..editors import Details, Editor, Element, Levels, Outline
from ..models import Draft
from ..tokens import TOKENS
from .drafts import EDIT, draft_of
from .places import of_element, places_of

BOTH = ("GET", "HEAD", "POST")


@trust_view(EDIT, methods=BOTH)
@vary_on_headers("HX-Request")
def outline(request, trust, draft):
    """The areas and elements, and what is to be put right."""
    found = draft_of(trust, draft, among=Draft.objects.known())
    return _answer(request, found, Outline(found, request.POST or None))


@trust_view(EDIT, methods=BOTH)
@vary_on_headers("HX-Request")
def element(request, trust, draft, number):
    """An element with its strands."""
    found = draft_of(trust, draft, among=Draft.objects.known())
    if element_at(found.content, number) is None:
        last, version = len(elements_of(found.content)), request.POST.get("version")
        if not last or version in (None, str(found.version)):
            raise Http404("There is no such element.")
        number = last  # it was dropped meanwhile, which is said above what was typed
    return _answer(request, found, Element(found, number, request.POST or None))


@trust_view(EDIT, methods=BOTH)
@vary_on_headers("HX-Request")
def levels(request, trust, draft):
    """The levels."""
    found = draft_of(trust, draft, among=Draft.objects.known())
    return _answer(request, found, Levels(found, request.POST or None))


@trust_view(EDIT, methods=BOTH)
@vary_on_headers("HX-Request")
def details(request, trust, draft):
    """Title, source, kind of scale, guidance."""
    found = draft_of(trust, draft, among=Draft.objects.known())
    return _answer(request, found, Details(found, request.POST or None))


def _answer(request, draft: Draft, editor: Editor):
    if request.method != "POST":
        return _closed(request, draft) if draft.closed else _shown(request, editor)
    do = request.POST.get("do", "save")
    if do == "resume":  # a browser brings words that an earlier page did not save
        return _shown(request, editor)
    if draft.closed:  # while somebody had it open: what is typed stays on their page
        return _shown(request, editor, refused=f"Not saved: {draft.closed}", status=409)
    if not editor.is_valid():
        return _shown(request, editor, status=422)
    try:
        if editor.version != draft.version:
            raise actions.Stale(draft)
        made = editor.pressed(do)
        actions.change_draft(
            draft=draft,
            version=editor.version,
            by=request.user,
            content=made.content,
            change=made.change[:250],
        )
    except actions.Stale as stale:
        return _conflict(request, editor, stale)
    except Refused as refused:
        return _shown(request, editor, refused=str(refused), status=409)
    address = _address(editor, made.number)
    return HttpResponseRedirect(f"{address}?{urlencode({'begin': made.begin})}")


def _closed(request, draft: Draft):
    context = {"trust": draft.trust, "draft": draft}
    return render(request, "frameworks/draft_closed.html", context, status=404)


def _conflict(request, editor: Editor, stale: actions.Stale):
    try:
        both = editor.against(stale.draft)
    except Refused as refused:
        return _shown(request, editor, refused=f"{stale} {refused}", status=409)
    return _shown(request, both, refused=str(stale), status=409)


def _address(editor: Editor, number: int | None = None) -> str:
    draft = editor.draft
    kwargs = {"trust": draft.trust.slug, "draft": draft.pk}
    if isinstance(editor, Element):
        kwargs["number"] = number or editor.number
    return reverse(f"draft_{editor.name}", kwargs=kwargs)


def _shown(request, editor: Editor, *, refused: str = "", status: int = 200):
    draft = editor.draft
    faults = faults_of(draft.content)
    begin = _begin(request, editor)
    context = {
        "trust": draft.trust,
        "draft": draft,
        "editor": editor,
        "address": _address(editor),
        "faults": places_of(draft, faults),
        "refused": refused,
        "begin": begin,
        "is_touched": request.method == "POST",
        "tokens": TOKENS,
    }
    if isinstance(editor, Element):
        context["own_faults"], context["strand_faults"] = of_element(faults, draft, editor.number)
    response = render(request, editor.template, context, status=status)
    if request.htmx:  # an element that was moved has another address
        response["HX-Replace-Url"] = context["address"]
    return response


def _begin(request, editor: Editor) -> tuple[str, int | None]:
    """The button to begin at, and its row; a row's first field is told itself."""
    button, _, row = request.GET.get("begin", "").rpartition("-")
    place = int(row) if row.isascii() and row.isdecimal() and len(row) < 5 else None
    if button == "row" and place is not None and place < len(editor.rows.forms):
        first = editor.rows.forms[place].visible_fields()[0]
        first.field.widget.attrs["autofocus"] = True
    return button or row, place
