"""How the plan's views answer, with htmx and without.

With htmx an answer is the table's region anew, in which the browser keeps the forms that are open
elsewhere in it (`open` names their rows). Without, a change leads back to the page, whose address
says what was done (`did`), so that both say the same and begin at the same place.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from matcap.assessments.models import Assessment
from matcap.trusts.roles import Permission

from . import drafts
from .forms import PriorityForm
from .page import examples_of, lines_of, offers_of
from .table import PlanTable, read

SAYS = {
    "added": "{row.name} is now priority {row.code}.",
    "saved": "Saved priority {row.code}, {row.name}.",
    "up": "{row.name} is now priority {row.code}.",
    "down": "{row.name} is now priority {row.code}.",
    "removed": "{row.name} is no longer a priority. You can undo this.",
    "closed": "Nothing was changed in {row.name}.",
    "restored": "{row.name} is back in the plan, as priority {row.code}.",
}
BEGINS_AT = {
    "saved": "edit",
    "up": "up",
    "down": "down",
    "removed": "undo",
    "restored": "edit",
    "closed": "edit",
}


@dataclass(frozen=True)
class Done:
    """What was done, by its name in SAYS, to which row; and which row to open after it."""

    did: str = ""
    to: int | None = None
    edit: int | None = None


def number(text: str | None) -> int | None:
    """A primary key that came with a request, or None for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None


def done(request, assessment: Assessment, what: Done):
    """Answer that something was done: by the region at once, or by way of the page's address."""
    if request.htmx:
        return show(request, assessment, done=what)
    query = {"did": what.did, "priority": what.to, "edit": what.edit}
    address = reverse("plan", args=[request.membership.trust.slug, assessment.pk])
    return HttpResponseRedirect(
        f"{address}?{urlencode({name: value for name, value in query.items() if value})}"
    )


def show(
    request,
    assessment: Assessment,
    *,
    table: PlanTable | None = None,
    form: PriorityForm | None = None,
    done: Done = Done(),
    refused: str = "",
    status: int = 200,
):
    """The page, or for htmx its region, with `form` and the other forms that are open."""
    table = table or read(assessment)
    may_plan = request.membership.allows(Permission.PLAN)
    forms, kept = _forms(request, table, form, done) if may_plan else ({}, set())
    said = _said(table, done)
    undo = done.to if said and done.did == "removed" else None
    lines = lines_of(table, forms, kept, undo)
    shown = {line.row.pk for line in lines}
    context = {
        "trust": request.membership.trust,
        "assessment": assessment,
        "tree": assessment.tree,
        "lines": lines,
        "examples": () if table.rows else examples_of(assessment.tree),
        "offers": offers_of(assessment.tree, table),
        "removed": [row for row in table.removed if row.pk not in shown],
        "may_plan": may_plan,
        "said": said,
        "refused": refused,
        "begin": _begin(lines, done) if said else None,
    }
    template = "planning/_piece.html" if request.htmx else "planning/plan.html"
    return render(request, template, context, status=status)


def form_of(request, table: PlanTable, pk: int) -> PriorityForm:
    """The form of a row as the request has it."""
    row = row_of(table, pk)
    return drafts.typed(row, table.standings[row.element.pk].evidence, request.POST)


def row_of(table: PlanTable, pk: int | None):
    """The row of a priority, live or removed, or None."""
    return next((row for row in table.everything if row.pk == pk), None)


def _forms(request, table: PlanTable, form: PriorityForm | None, done: Done):
    """The forms to show, by row; and the rows whose form the browser keeps as it is."""
    sent = request.POST if request.method == "POST" else request.GET
    open_now = {number(pk) for pk in sent.getlist("open")} if request.htmx else set()
    kept = open_now - {done.to, form.row.pk if form else None}
    forms = {}
    for row in table.everything:
        evidence = table.standings[row.element.pk].evidence
        if form and row.pk == form.row.pk:
            forms[row.pk] = form
        elif row.pk in kept:
            forms[row.pk] = PriorityForm(row, evidence)
        elif row.pk == done.edit and row.removed_at is None:
            forms[row.pk] = drafts.fresh(row, evidence)
    return forms, kept


def _said(table: PlanTable, done: Done) -> str:
    row = row_of(table, done.to)
    is_so = row and done.did in SAYS and (done.did == "removed") == bool(row.removed_at)
    return SAYS[done.did].format(row=row) if is_so else ""


def _begin(lines, done: Done) -> tuple[str, int]:
    """The button to begin at. At an end of the table the button that was pressed is gone."""
    line = next(line for line in lines if line.row.pk == done.to)
    button = BEGINS_AT.get(done.did, "")
    if button == "up" and line.is_first:
        button = "edit" if line.is_last else "down"
    elif button == "down" and line.is_last:
        button = "edit" if line.is_first else "up"
    return button, done.to
