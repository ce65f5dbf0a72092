"""Bringing schools in from a file: read, look at what it would do, confirm."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from matcap.ui.refusal import Refused

from ..access import trust_view
from ..actions import imports
from ..forms.schools import ColumnsForm, ImportForm
from ..models import Import, ImportRow
from ..register.columns import LABELS, NEEDED
from ..register.files import rows_of
from ..register.limits import Unreadable
from ..register.pasted import pasted_rows
from ..roles import Permission

A_FEW, A_PAGE = 50, 200


@trust_view(Permission.SCHOOLS, methods=("GET", "HEAD", "POST"))
def start(request, trust):
    """Take a file or a pasted table, and go on to its preview."""
    form = ImportForm(trust, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _read(trust, request.user, form.cleaned_data)
        except Unreadable as unreadable:
            form.add_error("file" if form.cleaned_data["file"] else "table", str(unreadable))
        else:
            return redirect("school_import", trust.slug, made.pk)
    status = 422 if form.errors else 200
    return render(
        request, "trusts/school_import_start.html", {"trust": trust, "form": form}, status=status
    )


def _read(trust, by, sent) -> Import:
    file, groups = sent["file"], sent["groups"]
    return imports.read_import(
        trust=trust,
        by=by,
        name=file.name if file else "a pasted table",
        rows=rows_of(file) if file else pasted_rows(sent["table"]),
        which=sent["which"],
        groups=rows_of(groups) if groups else None,
    )


@trust_view(Permission.SCHOOLS)
def preview(request, trust, imported):
    """What an import would do; while it is still compared, how far that is."""
    imported = get_object_or_404(trust.imports, pk=imported)
    if imported.state == Import.State.DONE:
        return redirect("schools", trust.slug)
    context = {"trust": trust, "imported": imported}
    if imported.state != Import.State.COMPARING:
        context["columns_form"] = None if imported.is_register else ColumnsForm(imported)
        context["missing"] = [LABELS[name] for name in NEEDED if name not in imported.columns]
    if imported.state == Import.State.READY:
        context |= _found(trust, imported, request.GET)
    return render(request, "trusts/school_import.html", context)


def _found(trust, imported: Import, asked) -> dict:
    counts = imports.counts(imported)
    rows = imported.rows.defer("key")
    named = imported.rows.filter(school__isnull=False).order_by().values("school")
    shown = asked.get("show")
    if shown in ImportRow.Outcome.values:
        page = Paginator(rows.filter(outcome=shown), A_PAGE).get_page(asked.get("page"))
        found = {shown: page.object_list}
    else:
        page = None
        found = {outcome: rows.filter(outcome=outcome)[:A_FEW] for outcome in counts}
    return {
        "counts": counts,
        "sections": [(outcome, counts[outcome], list(some)) for outcome, some in found.items()],
        "page": page,
        "missed": trust.schools.filter(left_on=None).exclude(pk__in=named)[:A_PAGE],
    }


@trust_view(Permission.SCHOOLS, methods=("POST",))
def go_on(request, trust, imported):
    """Compare the next piece, and say how far it is."""
    imported = get_object_or_404(trust.imports, pk=imported)
    imported = imports.go_on(imported=imported)
    if request.htmx and imported.state == Import.State.COMPARING:
        context = {"trust": trust, "imported": imported}
        return render(request, "trusts/_comparing.html", context)
    if request.htmx:
        return HttpResponseClientRedirect(resolve_url("school_import", trust.slug, imported.pk))
    return redirect("school_import", trust.slug, imported.pk)


@trust_view(Permission.SCHOOLS, methods=("POST",))
def columns(request, trust, imported):
    """Correct which column is which."""
    imported = get_object_or_404(trust.imports, pk=imported, is_register=False)
    form = ColumnsForm(imported, request.POST)
    if imported.state == Import.State.DONE or not form.is_valid():
        messages.error(request, "These columns are not of this file. Choose it again.")
    else:
        imports.set_columns(imported=imported, columns=form.columns)
    return redirect("school_import", trust.slug, imported.pk)


@trust_view(Permission.SCHOOLS, methods=("POST",))
def confirm(request, trust, imported):
    """Write what the preview showed."""
    imported = get_object_or_404(trust.imports, pk=imported)
    version = request.POST.get("version", "")
    try:
        counts = imports.confirm(
            imported=imported, version=int(version) if version.isdecimal() else 0, by=request.user
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("school_import", trust.slug, imported.pk)
    messages.success(request, imports.sentence(imported.name, counts))
    return redirect("schools", trust.slug)


@trust_view(Permission.SCHOOLS, methods=("POST",))
def discard(request, trust, imported):
    """Throw a preview away."""
    imports.discard(imported=get_object_or_404(trust.imports, pk=imported))
    messages.success(request, "Nothing was written.")
    return redirect("schools", trust.slug)
