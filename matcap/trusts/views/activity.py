"""A trust's activity log, as a page and as a spreadsheet."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from matcap.ui.spreadsheet import write_csv

from ..access import trust_view
from ..roles import Permission

NOBODY = "matcap"  # the installation's own commands, and people whose account is gone


@trust_view(Permission.ACTIVITY)
def activity(request, trust):
    """What was done, newest first, a hundred at a time."""
    rows = Paginator(trust.activity.select_related("by"), 100)
    context = {"trust": trust, "page": rows.get_page(request.GET.get("page")), "nobody": NOBODY}
    return render(request, "trusts/activity.html", context)


@trust_view(Permission.ACTIVITY)
def activity_csv(request, trust):
    """All of it, for a spreadsheet."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{trust.slug}-activity.csv"'
    rows = trust.activity.values_list("at", "by__name", "by__email", "sentence")
    told = (
        [f"{timezone.localtime(at):%Y-%m-%d %H:%M}", name or NOBODY, email or "", sentence]
        for at, name, email, sentence in rows.iterator()
    )
    return write_csv(response, [["When", "Who", "Email", "What"], *told])
