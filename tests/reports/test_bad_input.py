"""Whatever people type is shown as they typed it, and nothing of it is ever fetched."""

import io
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pikepdf
import pypdfium2
import pytest
from django.core.files.base import ContentFile

from matcap.assessments.actions import rate
from matcap.assessments.evidence import attach_file, attach_link
from matcap.planning.actions import edit_priority
from matcap.planning.models import Priority
from matcap.reports import documents
from matcap.reports.pdf import STATIC, Refused, StaticFetcher, pdf_of
from tests.reports.conftest import Paper, paper
from tests.reports.sample import lead_of, own_rating, sample

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def made_once(module_db):
    """A small sample: what is typed has the same places in it."""
    return sample(agreed=False, few=True)


@pytest.fixture
def listener():
    """A web server on this machine that notes who asks it for anything."""
    asked = []

    class Note(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Note)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def write(assessment, text: str) -> None:
    """Put text where text goes: evidence, reason, a priority's three texts."""
    lead = lead_of(assessment.trust)
    rating = own_rating(assessment, "1B")
    rate(rating=rating, version=rating.version, by=lead, evidence=text, reason=text)
    priority = Priority.objects.filter(plan__assessment=assessment).first()
    edit_priority(
        priority=priority,
        version=priority.version,
        by=lead,
        what_we_will_do=text,
        progress_sought=text,
        issues=[(None, text, [])],
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> and <b>bold</b> & so on",
        '=HYPERLINK("x") and =cmd()',
        "http://169.254.169.254/latest/meta-data/ and file:///etc/passwd",
        "{% load static %}{{ trust.pk }}",
        "url(http://127.0.0.1/) } body { display: none }",
    ],
)
def test_text_is_shown_as_typed(draft, text):
    write(draft, text)
    pack = paper(documents.board_pack, draft)
    assert pack.text.count(text) >= 4
    assert "root:x:" not in pack.text
    assert not [page for page in pack.pdf.pages if "/Annots" in page]


@pytest.mark.parametrize(
    "text", ["Well done 🎉👩🏽‍🏫", "שלום עולם", "مرحبا بالعالم", "\u202eover\u202c", "a\x0bb"]
)
def test_other_scripts_and_marks_do_no_harm(draft, text):
    write(draft, text)
    assert paper(documents.board_pack, draft).text.count("Priorities") >= 1


@pytest.mark.parametrize(
    "text", ["word " * 4000, "x" * 20000, "line\n" * 1000, "https://a.example/" + "y" * 1900]
)
def test_long_texts_stay_on_the_paper(draft, text):
    rating = own_rating(draft, "1B")
    lead = lead_of(draft.trust)
    rate(rating=rating, version=rating.version, by=lead, evidence=text[:20000], reason=text[:2000])
    priority = Priority.objects.filter(plan__assessment=draft).first()
    issues = [(None, text[:2000], [])]
    edit_priority(
        priority=priority,
        version=priority.version,
        by=lead,
        what_we_will_do=text[:2000],
        issues=issues,
    )
    pack = paper(documents.board_pack, draft)
    for page in pypdfium2.PdfDocument(pack.content):
        words = page.get_textpage()
        for number in range(words.count_rects()):
            left, _, right, _ = words.get_rect(number)
            assert left >= 40
            assert right <= page.get_width() - 40
    assert "How to read this pack" in pack.text


def test_no_address_is_fetched(draft, listener):
    address, asked = listener
    write(draft, f'<img src="{address}/a"> url({address}/b) {address}/c @import "{address}/d";')
    attach_link(
        rating=own_rating(draft, "1B"),
        title=f'"><img src="{address}/e">',
        address=f"{address}/f",
        by=lead_of(draft.trust),
    )
    for kind in (documents.board_pack, documents.priorities, documents.filled_rubric):
        assert f"{address}/" in paper(kind, draft).text
    assert asked == []


def test_a_file_is_named_with_title_and_date_and_is_not_in_the_paper(draft):
    attach_file(
        rating=own_rating(draft, "1B"),
        file=ContentFile(b"Nobody else is to read this.", "../<b>june</b>.csv"),
        title="<i>What staff said</i>",
        dated_on=date(2026, 6, 30),
        by=lead_of(draft.trust),
    )
    said = "File: <i>What staff said</i>, 30 June 2026 b>.csv"
    for kind in (documents.board_pack, documents.filled_rubric):
        pack = paper(kind, draft)
        assert said in pack.text
        assert "Nobody else" not in pack.text
        with pikepdf.open(io.BytesIO(pack.content)) as pdf:
            assert len(pdf.attachments) == 0


def test_no_address_is_fetched_even_from_markup(listener, tmp_path):
    """The fetcher itself refuses: the second lock, should text ever reach the page as markup."""
    address, asked = listener
    secret = tmp_path / "secret.css"
    secret.write_text('body::before { content: "leaked" }')
    content = pdf_of(
        f'<html lang="en-GB"><title>t</title><link rel="stylesheet" href="{address}/x.css">'
        f'<link rel="stylesheet" href="{secret.as_uri()}"><base href="{address}/">'
        f'<link rel="stylesheet" href="../../../../../../..{secret}">'
        f'<link rel="attachment" href="{secret.as_uri()}">'
        f'<img alt="a" src="{address}/i.png"><img alt="b" src="data:image/png;base64,AAAA">'
        f'<p>Shown</p><object data="{address}/o.svg">o</object></html>'
    )
    assert asked == []
    assert "Shown" in Paper(content).text
    assert "leaked" not in Paper(content).text
    assert b"/EmbeddedFile" not in content


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/",
        "https://static.invalid.example.org/css/print.css",
        "https://static.invalid/css/none.css",
        "https://static.invalid/../matcap/settings.py",
        "https://static.invalid/%2e%2e/matcap/settings.py",
        "https://static.invalid//etc/passwd",
        "file:///etc/passwd",
        "data:text/css,body{}",
        "ftp://127.0.0.1/x.css",
    ],
)
def test_fetcher_refuses(address):
    with pytest.raises(Refused):
        StaticFetcher().fetch(address)


def test_fetcher_serves_our_own_files():
    sheet = StaticFetcher().fetch(f"{STATIC}css/print.css")
    assert sheet.content_type == "text/css"
    assert b"@page" in sheet.read()
    font = StaticFetcher().fetch(f"{STATIC}fonts/AtkinsonHyperlegible-Bold.ttf")
    assert font.read(4) == b"\x00\x01\x00\x00"
