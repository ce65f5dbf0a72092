"""Bringing a framework in from a document, and taking one away as a workbook."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from matcap.trusts.access import trust_view
from matcap.trusts.roles import Permission
from matcap.ui.spreadsheet import write_workbook
from matcap.ui.uploads import files_at_most

from .. import actions
from ..checking import check
from ..dumper import content_of
from ..editing import following
from ..faults import Faulty
from ..forms import DocumentForm
from ..importing.document import read_document
from ..importing.layout import sheets_from
from ..importing.outcome import Reading
from ..importing.review import Review, kept_of
from ..importing.safety import MAX_FILE, refuse_large
from ..importing.sheets import LONGEST_CELL
from ..models import Draft, Framework
from ..search import Search
from ..wordings import worded_in

EDIT = Permission.EDIT_FRAMEWORKS
MOST_FAULTS = 20
OWN_FILES = (".yaml", ".yml", ".json")


@trust_view(EDIT, methods=("GET", "HEAD", "POST"))
@files_at_most(MAX_FILE)
def import_framework(request, trust):
    """Take a document, and go on to what was understood of it."""
    is_sent = request.method == "POST"
    form = DocumentForm(request.POST, request.FILES) if is_sent else DocumentForm()
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            reading = _read(file)
        except Faulty as faulty:
            form.add_error("file", _few(faulty.faults))
        else:
            draft = actions.start_draft(
                trust=trust,
                by=request.user,
                source_name=file.name[-255:],
                **kept_of(reading),
                **_continued(trust, reading),
            )
            return redirect("imported", trust.slug, draft.pk)
    context = {"trust": trust, "form": form}
    status = 422 if form.errors else 200
    return render(request, "frameworks/import.html", context, status=status)


def _read(file) -> Reading:
    """What a file holds. Raises Faulty; a framework's own file has to be right in every part."""
    refuse_large(file.size)  # of such a file nothing was kept
    reading = read_document(file, file.name)
    faults = check(reading.content) if file.name.lower().endswith(OWN_FILES) else []
    if faults:
        raise Faulty(faults)
    return reading


def _continued(trust, reading: Reading) -> dict:
    """As `start_draft` takes it: of a framework's own file, what it continues, and its content."""
    content = reading.content
    if not reading.is_version or check(content):
        return {"content": content}
    versions = Framework.objects.used_by(trust).filter(slug=content["slug"])
    of_that = versions.filter(version=content["version"])
    framework = (of_that or versions.order_by("-published_at", "-pk")).first()
    if framework is None:
        return {"content": content}
    return {"content": following(content, framework), "copied_from": framework}


def _few(faults: list[str]) -> list[str]:
    more = len(faults) - MOST_FAULTS
    return faults[:MOST_FAULTS] + ([f"And {more} more."] if more > 0 else [])


@trust_view(EDIT)
def imported(request, trust, draft):
    """What was understood of a document beside what was not, and what can become of it."""
    drafts = Draft.objects.filter(removed_at=None).exclude(source_name="")
    related = drafts.select_related("published_as__wording_of", "copied_from")
    found = get_object_or_404(related, trust=trust, pk=draft)
    review = Review(found)
    context = {
        "trust": trust,
        "draft": found,
        "published": found.published_as,
        "review": review,
        "search": Search(review.tree, ""),
    }
    if not found.published_as and not review.faults:
        usable = Framework.objects.used_by(trust).select_related("owner")
        context["words_for"] = worded_in(found.content, usable)
        words = Framework.objects.words_of(trust)
        context["has_words"] = set(words.values_list("wording_of", flat=True))
    return render(request, "frameworks/imported.html", context)


@trust_view(Permission.READ)
def framework_xlsx(request, trust, slug, version):
    """A framework as a workbook, in the trust's words, which `import_framework` reads again."""
    framework = get_object_or_404(Framework.objects.read_by(trust), slug=slug, version=version)
    words = Framework.objects.own_words(trust, framework)
    sheets = sheets_from(content_of(framework, words))
    if any(len(cell) > LONGEST_CELL for rows in sheets.values() for row in rows for cell in row):
        messages.error(
            request,
            f"A text of it is longer than the {LONGEST_CELL:,} characters that Excel takes in a "
            "cell. Take its file instead.",
        )
        return redirect("rubric", trust.slug, slug, version)
    answer = HttpResponse(
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f'attachment; filename="{slug}-{version}.xlsx"'},
    )
    return write_workbook(answer, sheets)
