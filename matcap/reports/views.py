"""The addresses of the documents. A member gets those of the assessments they may see.

What shows every school asks for `ALL_SCHOOLS`: a document is made once and is the same for all.
"""

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from frameworks.models import Framework
from matcap.assessments.models import Assessment
from matcap.trusts.access import trust_view
from matcap.trusts.models import Trust
from matcap.trusts.roles import Permission

from . import documents
from .documents import Document, made


@trust_view(Permission.READ)
def blank_rubric(request: HttpRequest, trust: Trust, slug: str, version: str) -> HttpResponse:
    """A framework's rubric, to print for a workshop."""
    framework = get_object_or_404(Framework.objects.read_by(trust), slug=slug, version=version)
    words = Framework.objects.own_words(trust, framework)
    document = documents.blank_rubric(trust, framework, on=timezone.localdate(), wording=words)
    return _response(document)


@trust_view(Permission.READ)
def rubric(request: HttpRequest, trust: Trust, assessment: int) -> HttpResponse:
    """The rubric, filled in."""
    return _of_assessment(request, trust, assessment, documents.filled_rubric)


@trust_view(Permission.ALL_SCHOOLS)
def heat_map(request: HttpRequest, trust: Trust, assessment: int) -> HttpResponse:
    """The heat map."""
    return _of_assessment(request, trust, assessment, documents.heat_map)


@trust_view(Permission.READ)
def priorities(request: HttpRequest, trust: Trust, assessment: int) -> HttpResponse:
    """The priorities table."""
    return _of_assessment(request, trust, assessment, documents.priorities)


@trust_view(Permission.ALL_SCHOOLS)
def board_pack(request: HttpRequest, trust: Trust, assessment: int) -> HttpResponse:
    """The board pack."""
    return _of_assessment(request, trust, assessment, documents.board_pack)


def _of_assessment(
    request: HttpRequest,
    trust: Trust,
    pk: int,
    document: Callable[[Trust, Assessment, date], Document],
) -> HttpResponse:
    assessment = get_object_or_404(Assessment.objects.seen_by(request.membership), pk=pk)
    return _response(document(trust, assessment, on=timezone.localdate()))


def _response(document: Document) -> HttpResponse:
    return HttpResponse(
        made(document),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{document.filename}"',
            "Cache-Control": "private, no-cache",
        },
    )
