"""The one PDF door: the only caller of WeasyPrint, with the only URL fetcher.

Importing WeasyPrint takes a quarter of a second, so this module is imported where a PDF is made.
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import pydyf
from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

# Where our static files seem to be. The name can belong to nobody (RFC 6761), and is never asked.
STATIC = "https://static.invalid/"

_NAME = re.compile(r"(?:css|fonts)/[\w-]+(\.css|\.ttf)", re.ASCII)
_TYPES = {".css": "text/css", ".ttf": "font/ttf"}
_SCOPES = {"/THead": "/Column", "/TBody": "/Row"}
_turn = Lock()


class Refused(ValueError):
    """An address that is not one of our static files."""


class StaticFetcher(URLFetcher):
    """Reads our own stylesheets and fonts from the disk; refuses every other address unasked."""

    def fetch(self, url, headers=None):
        """The static file at STATIC + its name. Raises Refused for anything else."""
        name = _NAME.fullmatch(url.removeprefix(STATIC)) if url.startswith(STATIC) else None
        found = name and finders.find(name[0])
        if not found:
            raise Refused(f"Only matcap's own static files may be in a PDF, and {url} is not one.")
        headers = {"Content-Type": _TYPES[name[1]]}
        return URLFetcherResponse(url, Path(found).read_bytes(), headers)


def pdf_of(html: str) -> bytes:
    """A finished page of HTML as a tagged PDF (PDF/UA-1), with its fonts in it.

    One at a time in a process: two threads are no quicker than one after the other, and need twice
    the memory.
    """
    with _turn, _collector_off():
        page = HTML(string=html, base_url=STATIC, url_fetcher=StaticFetcher())
        return page.write_pdf(
            pdf_variant="pdf/ua-1", font_config=FontConfiguration(), finisher=_mend
        )


@contextmanager
def _collector_off() -> Iterator[None]:
    """Keep the garbage collector from walking WeasyPrint's boxes: 3 to 13 % of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _mend(_document, pdf: pydyf.PDF) -> None:
    """Put right what WeasyPrint 70 leaves undone for PDF/UA.

    Header cells get the Scope that readers without support for Headers go by; page footers, whose
    text it tags but leaves out of the structure tree, become artifacts.
    """
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    reached: set[bytes] = set()
    _walk(pdf, root, None, reached)
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    for page, reference in enumerate(pdf.page_references):
        owners = numbers[2 * page + 1]
        strays = {mcid for mcid, owner in enumerate(owners) if owner not in reached}
        _make_artifacts(_object(pdf, _object(pdf, reference)["Contents"]).stream, strays)
        for mcid in strays:
            _object(pdf, owners[mcid]).clear()
            owners[mcid] = b"null"


def _object(pdf: pydyf.PDF, reference: bytes):
    return pdf.objects[int(reference.split()[0])]


def _walk(pdf: pydyf.PDF, element, scope: str | None, reached: set[bytes]) -> None:
    """Collect the references of `element`'s descendants, and give header cells their scope."""
    kind = element.get("S")
    scope = _SCOPES.get(kind, scope)
    if kind == "/TH" and scope:
        element["A"]["Scope"] = scope
    for kid in element.get("K", ()):
        if isinstance(kid, bytes) and kid not in reached:
            reached.add(kid)
            _walk(pdf, _object(pdf, kid), scope, reached)


def _make_artifacts(stream: list, strays: set[int]) -> None:
    """Turn the marked content of a page that has these numbers into page furniture."""
    for place, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in strays:
            stream[place - 1] = "/Artifact"
            stream[place] = pydyf.Dictionary({"Type": "/Pagination", "Subtype": "/Footer"})
