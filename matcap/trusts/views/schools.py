"""A trust's schools: the list, its export, and one school by hand."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from matcap.ui.refusal import Refused
from matcap.ui.spreadsheet import write_csv, write_xlsx

from .. import actions
from ..access import trust_view
from ..forms.schools import SORTS, LeavingForm, MoveForm, SchoolFilter, SchoolForm
from ..models import School
from ..roles import Permission

EDITS = ("GET", "HEAD", "POST")
A_PAGE = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """A heading of the list, with the address that sorts by it."""

    label: str
    query: str
    aria_sort: str


@trust_view(Permission.READ_OPEN)
def schools(request, trust):
    """The schools of a trust, those asked for."""
    clusters = list(trust.clusters.all())
    form = SchoolFilter(clusters, request.GET)
    page = Paginator(form.of(trust.schools.all()), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "trust": trust,
        "form": form,
        "clusters": clusters,
        "page": page,
        "columns": list(_columns(request.GET, form.sort)),
        "asked": _asked(request.GET),
        "sort": form.sort,
    }
    return render(request, "trusts/schools.html", context)


def _asked(sent) -> str:
    """What was asked for, for an address; without the page."""
    return urlencode({key: value for key, value in sent.items() if key != "page" and value})


def _columns(sent, sort: str):
    for key, (label, _) in SORTS.items():
        way = "-" if sort == key else ""
        sorted_so = {key: "ascending", f"-{key}": "descending"}.get(sort, "none")
        yield Column(label, _asked(sent.dict() | {"sort": way + key}), sorted_so)


@trust_view(Permission.READ_OPEN)
def schools_csv(request, trust):
    """The schools asked for, for a spreadsheet."""
    response = _attachment(trust, "csv", "text/csv; charset=utf-8")
    return write_csv(response, _rows(request, trust))


@trust_view(Permission.READ_OPEN)
def schools_xlsx(request, trust):
    """The schools asked for, as an Excel workbook."""
    return write_xlsx(_attachment(trust, "xlsx", XLSX), "Schools", _rows(request, trust))


def _attachment(trust, ending: str, content_type: str) -> HttpResponse:
    name = f"{trust.slug}-schools.{ending}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content_type=content_type, headers=disposition)


def _rows(request, trust):
    """Headings that an import recognises, and a row a school."""
    yield [
        "URN",
        "DfE number",
        "Name",
        "Phase",
        "Type and status",
        "Open or closed",
        "Cluster",
        "Joined the trust on",
        "Left the trust on",
    ]
    for school in SchoolFilter(list(trust.clusters.all()), request.GET).of(trust.schools.all()):
        yield [
            school.urn,
            school.dfe_number,
            school.name,
            school.get_phase_display(),
            school.kind,
            school.get_state_display(),
            school.cluster.name if school.cluster else "",
            f"{school.joined_on:%d/%m/%Y}" if school.joined_on else "",
            f"{school.left_on:%d/%m/%Y}" if school.left_on else "",
        ]


@trust_view(Permission.SCHOOLS, methods=EDITS)
def add(request, trust):
    """Add one school by hand."""
    form = SchoolForm(trust, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            school = actions.add_school(trust=trust, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, f"{school.name} is in the list.")
            return redirect("schools", trust.slug)
    return render(request, "trusts/school.html", {"trust": trust, "form": form})


@trust_view(Permission.SCHOOLS, methods=EDITS)
def edit(request, trust, school):
    """Change one school by hand; the page also takes the day it left."""
    school = get_object_or_404(trust.schools, pk=school)
    form = SchoolForm(trust, request.POST or None, instance=school)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_school(school=school, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, f"{school.name} is saved.")
            return redirect("schools", trust.slug)
    return _school_page(request, trust, school, form, LeavingForm())


@trust_view(Permission.SCHOOLS, methods=("POST",))
def leave(request, trust, school):
    """Record that a school left the trust."""
    school = get_object_or_404(trust.schools, pk=school)
    form = LeavingForm(request.POST)
    if form.is_valid():
        try:
            actions.record_leaving(school=school, on=form.cleaned_data["left_on"], by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        except ValidationError as error:
            form.add_error(None, error.messages)
            school.refresh_from_db()
        else:
            messages.success(request, f"{school.name} has left. What it did here is kept.")
            return redirect("schools", trust.slug)
    return _school_page(request, trust, school, SchoolForm(trust, instance=school), form)


def _school_page(request, trust, school, form, leaving):
    name = School.objects.only("name").get(pk=school.pk).name
    context = {"trust": trust, "school": school, "name": name, "form": form, "leaving": leaving}
    return render(request, "trusts/school.html", context)


@trust_view(Permission.SCHOOLS, methods=("POST",))
def move(request, trust):
    """Put the ticked schools in a cluster."""
    form = MoveForm(trust, request.POST)
    if not form.is_valid():
        messages.error(request, "Tick the schools to move, and choose where to, then try again.")
    else:
        moved = actions.move_schools(
            trust=trust,
            schools=list(form.cleaned_data["schools"]),
            cluster=form.cluster,
            by=request.user,
        )
        where = f"in {form.cluster}" if form.cluster else "in no cluster"
        messages.success(request, f"{moved} school{'' if moved == 1 else 's'} now {where}.")
    return redirect("schools", trust.slug)
