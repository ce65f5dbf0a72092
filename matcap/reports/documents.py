"""The documents people take away, and the store of those that have been made.

A `Document` is a template with what it shows; `made` turns it into a PDF, or finds the one that
was made of the same facts before. The key is a fingerprint of everything that goes in: a letter
of evidence more is another document, and nothing stale can be served.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.text import slugify

from frameworks.models import Framework
from frameworks.tree import tree_of
from matcap.assessments.models import Assessment
from matcap.insights.board import piles_of, tallies_of
from matcap.trusts.models import Trust

from . import contents
from .record import read

# Paper shows nothing of an <abbr>, and each takes WeasyPrint a box: a seventh of a heat map's time.
# What people type has its < escaped, so only our own templates' are meant.
_ABBR = re.compile(r"</?abbr\b[^>]*>")


@dataclass(frozen=True)
class Document:
    """A document to be made. `facts` are the plain values that `context` is laid out from."""

    template: str
    filename: str
    facts: object
    context: Callable[[], dict]

    @property
    def html(self) -> str:
        """The finished page, for `pdf_of`."""
        return _ABBR.sub("", render_to_string(f"reports/{self.template}", self.context()))

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that the document is made from, in hexadecimal."""
        return sha256(repr((_digest_of_looks(), self.template, self.facts)).encode()).hexdigest()


def made(document: Document) -> bytes:
    """The document as a PDF: made now, or out of the store when its facts have not changed."""
    store, key = caches["documents"], document.fingerprint
    content = store.get(key)
    if content is None:
        from .pdf import pdf_of

        content = pdf_of(document.html)
        store.set(key, content)
    return content


def board_pack(trust: Trust, assessment: Assessment, *, on: date) -> Document:
    """What trustees are handed: a page that says it all, then each element, the plan, a guide."""
    return _of_assessment(trust, assessment, on, "Board pack", "board_pack.html")


def heat_map(trust: Trust, assessment: Assessment, *, on: date) -> Document:
    """The map of the assessment's kind, with what changed and how the schools see themselves.

    A heat map on a page where its framework's size allows it, a board of choices, or a register.
    """
    kind = assessment.tree.words.map
    template = {"heat map": "heat_map.html", "choices": "choices.html"}.get(kind, "register.html")
    return _of_assessment(trust, assessment, on, kind.capitalize(), template)


def priorities(trust: Trust, assessment: Assessment, *, on: date) -> Document:
    """The priorities table."""
    return _of_assessment(trust, assessment, on, "Priorities", "priorities.html")


def filled_rubric(trust: Trust, assessment: Assessment, *, on: date) -> Document:
    """The whole rubric with an assessment's marks, ratings and evidence."""
    return _of_assessment(trust, assessment, on, "Rubric", "rubric.html")


def blank_rubric(
    trust: Trust, framework: Framework, *, on: date, wording: Framework | None = None
) -> Document:
    """The whole rubric for a workshop: levels to circle, and room for notes."""
    tree = tree_of(framework, wording)
    edition = slugify(f"{tree.slug}-{tree.version}".replace(".", "-"))
    return Document(
        template="blank_rubric.html",
        filename=f"{trust.slug}-{edition}-rubric.pdf",
        facts=(trust.name, tree.key, on),
        context=lambda: {
            "trust": trust,
            "tree": tree,
            "on": on,
            "sheets": contents.sheets_of(tree),
            "title": f"{tree.title}: rubric",
        },
    )


def _of_assessment(
    trust: Trust, assessment: Assessment, on: date, kind: str, template: str
) -> Document:
    record = read(trust, assessment)

    def context() -> dict:
        heat_map = contents.heat_map_of(record)
        areas = contents.areas_of(record, heat_map)
        is_board = record.tree.has_levels and not record.tree.is_ordered
        return {
            "trust": trust,
            "tree": record.tree,
            "on": on,
            "title": f"{kind}, {assessment.title}",
            "assessment": assessment,
            "heat_map": heat_map,
            "areas": areas,
            "without_evidence": contents.without_evidence(areas),
            "changes_are_long": contents.is_long(areas),
            "questions": contents.questions_of(heat_map),
            "advice": contents.advice_of(record.tree),
            "gaps": heat_map.furthest[: contents.GAP_LINES],
            "piles": piles_of(heat_map) if is_board else (),
            "tallies": tallies_of(heat_map) if is_board else (),
            "register": None if record.tree.has_levels else contents.register_of(record),
            "priorities": record.priorities,
        }

    return Document(
        template=template,
        filename=f"{trust.slug}-{slugify(assessment.title)}-{slugify(kind)}.pdf",
        facts=(record, on),
        context=context,
    )


@cache
def _digest_of_looks() -> str:
    """SHA-256 of what gives documents their words and looks beside the facts, once a process."""
    folders = ("matcap", "frameworks", "templates")
    sources = [
        path
        for folder in folders
        for path in sorted((settings.BASE_DIR / folder).rglob("*"))
        if path.suffix in (".py", ".html")
    ]
    sheets = [Path(finders.find(f"css/{name}.css")) for name in ("levels", "print")]
    digest = sha256(version("weasyprint").encode())
    for path in (*sources, *sheets):
        digest.update(path.read_bytes())
    return digest.hexdigest()
