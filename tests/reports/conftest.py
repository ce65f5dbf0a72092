"""The sample trust, its assessment and its people; PDFs are read with pikepdf and pypdfium2."""

import io
from datetime import date
from functools import lru_cache

import pikepdf
import pypdfium2
import pytest

from matcap.reports import documents
from matcap.reports.pdf import pdf_of
from tests.reports.sample import as_agreed, found, sample

ON = date(2026, 12, 4)


@pytest.fixture(scope="module")
def made_once(module_db):
    """The sample trust's assessment, for every test of a module."""
    return sample(agreed=False)


@pytest.fixture
def draft(db, made_once):
    """The Autumn 2026 of the sample trust, not agreed yet."""
    return found(made_once.pk)


@pytest.fixture
def assessment(draft):
    """The same, agreed (instead of the cast's open one)."""
    return as_agreed(draft)


class Paper:
    """A PDF, as a reader and as a checker see it."""

    def __init__(self, content: bytes):
        self.content = content
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.pages = [
            " ".join(page.get_textpage().get_text_range().split())
            for page in pypdfium2.PdfDocument(content)
        ]
        self.text = " ".join(self.pages)

    @property
    def outline(self) -> list[str]:
        """Every bookmark's title, in order."""
        titles = []

        def collect(items):
            for item in items:
                titles.append(item.title)
                collect(item.children)

        with self.pdf.open_outline() as outline:
            collect(outline.root)
        return titles

    def elements(self, kind: str) -> list[pikepdf.Dictionary]:
        """The structure elements of one kind, such as /TH, in reading order."""
        return [e for e in walk(self.pdf.Root.StructTreeRoot) if e.get("/S") == kind]


def walk(node):
    """Every dictionary of a structure tree."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from walk(kid)
    elif isinstance(node, pikepdf.Dictionary):
        yield node
        if "/K" in node:
            yield from walk(node.K)


# The same page of HTML makes the same PDF, and making it is what takes the time.
made_of = lru_cache(maxsize=16)(pdf_of)


def paper(kind, assessment) -> Paper:
    """One of `documents`' documents of an assessment, made without the store."""
    return Paper(made_of(kind(assessment.trust, assessment, on=ON).html))


def blank_rubric(assessment) -> Paper:
    """The blank rubric of its framework."""
    document = documents.blank_rubric(assessment.trust, assessment.framework, on=ON)
    return Paper(made_of(document.html))


@pytest.fixture
def pack(assessment) -> Paper:
    return paper(documents.board_pack, assessment)
