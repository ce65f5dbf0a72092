"""What a file is by its content, what is refused, and what a file is called afterwards."""

import io
import random
import struct

import pytest

from matcap.assessments.kinds import KINDS, LONGEST_NAME, MAX_FILE, clean_name, kind_of
from matcap.ui.refusal import Refused

from .files import (
    OF_KIND,
    PDF,
    PROGRAM,
    SVG,
    office,
    old_office,
    opened,
    zipped,
)


def kind(content: bytes, name: str = "anything") -> str:
    return kind_of(io.BytesIO(content), name, len(content))


def refusal(content: bytes, name: str = "report.pdf") -> str:
    with pytest.raises(Refused) as refused:
        kind(content, name)
    return str(refused.value)


def test_there_is_a_sample_of_every_kind():
    assert OF_KIND.keys() == KINDS.keys()


@pytest.mark.parametrize("expected", [key for key in KINDS if key != "csv"])
def test_a_file_is_what_is_in_it_whatever_it_is_called(expected):
    file = io.BytesIO(OF_KIND[expected])
    for name in ("anything", "report.exe", "report.html", f"report.{expected}"):
        assert kind_of(file, name, 1) == expected
        assert file.tell() == 0


def test_text_is_csv_when_it_is_called_so():
    assert kind(OF_KIND["csv"], "List.CSV") == "csv"
    assert kind(OF_KIND["csv"], "list.html") == "txt"


@pytest.mark.parametrize(
    "content",
    [
        "Plain words.",
        "Ünïcödé — “quoted” ✓",
        "\ufeffWith a mark before it",
        "pages\fof\ttext\r\n",
        "a < b, and <script> is only a word here",
    ],
)
def test_text_is_text(content):
    assert kind(content.encode()) == "txt"


@pytest.mark.parametrize(
    "content",
    {
        "a program": PROGRAM,
        "an SVG with script": SVG,
        "an SVG after a declaration": b'\xef\xbb\xbf\n <?xml version="1.0"?>' + SVG,
        "a page": b"\n<!DOCTYPE html><script>alert(1)</script>",
        "a script": b"#!/bin/sh\nrm -rf /\n",
        "PostScript": b"%!PS-Adobe-3.0\n",
        "RTF": b"{\\rtf1 hello}",
        "a PDF after a program": b"MZ\x00\x00" + PDF,
        "an archive": zipped({"readme.txt": "Hello", "run.exe": PROGRAM}),
        "a Java archive": zipped({"META-INF/MANIFEST.MF": "x", "A.class": b"\xca\xfe\xba\xbe"}),
        "an OpenDocument drawing": opened("graphics"),
        "an installer": old_office("\u4840\u3f3f\u4577"),
        "UTF-16": "Words".encode("utf-16"),
        "bytes": bytes(range(1, 256)),
        "bytes that are no letters": b"Caf\x81",
        "a video": struct.pack(">L4s4sL", 16, b"ftyp", b"mp42", 0) + bytes(64),
        "gzip": b"\x1f\x8b\x08\x00" + bytes(30),
        "a damaged package": OF_KIND["docx"][:-30],
        "the beginning of a package": b"PK\x03\x04",
        "a damaged old file": OF_KIND["doc"][:600],
    }.items(),
    ids=lambda pair: pair[0],
)
def test_anything_else_is_refused_and_told_what_can_be_attached(content):
    said = refusal(content[1])
    assert said.startswith("This kind of file cannot be attached. You can attach a PDF, a Word,")


@pytest.mark.parametrize(
    "content",
    [
        office("word/document.xml", "word/vbaProject.bin"),
        office("xl/workbook.xml", "xl/vbaProject.bin"),
        opened("text", "Basic/script-lc.xml"),
        old_office("WordDocument", "Macros/", "VBA"),
        old_office("Workbook", "_VBA_PROJECT_CUR/", "VBA"),
    ],
)
def test_macros_are_refused(content):
    assert refusal(content).startswith("This file has macros in it, which are programs.")


def test_a_password_is_refused():
    assert refusal(old_office("EncryptedPackage")).startswith(
        "This file is protected by a password"
    )


@pytest.mark.parametrize("content", [b"", b"\n\n", bytes(500)])
def test_an_empty_file_is_refused(content):
    assert refusal(content).startswith("This file is empty.")


def test_twenty_megabytes_are_taken_and_not_one_byte_more():
    assert kind_of(io.BytesIO(PDF), "report.pdf", MAX_FILE) == "pdf"
    with pytest.raises(Refused, match="This file is larger than 20 MB"):
        kind_of(io.BytesIO(PDF), "report.pdf", MAX_FILE + 1)


def test_a_package_with_a_list_of_parts_that_is_too_long_is_not_read():
    content = OF_KIND["docx"]
    end = content.rfind(b"PK\x05\x06")
    claims = content[: end + 12] + struct.pack("<L", 3 * 2**20) + content[end + 16 :]
    assert refusal(claims).startswith("This kind of file cannot be attached.")


@pytest.mark.parametrize("of", ["docx", "xlsx", "odt", "doc", "heic", "png", "webp"])
def test_a_damaged_file_never_takes_us_by_surprise(of):
    chance, sound = random.Random(of), OF_KIND[of]
    outcomes = set()
    for _ in range(300):
        content = bytearray(sound)
        for _ in range(chance.randint(1, 40)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            outcomes.add(kind(bytes(content[: chance.randint(1, len(content))])))
        except Refused:
            outcomes.add("refused")
    assert "refused" in outcomes
    assert outcomes <= {"refused", of, "txt"}


@pytest.mark.parametrize(
    ("name", "of", "cleaned"),
    [
        ("report.pdf", "pdf", "report.pdf"),
        ("Report.PDF", "pdf", "Report.PDF"),
        ("photo.jpeg", "jpg", "photo.jpeg"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("C:\\Users\\Ann\\survey.xlsx", "xlsx", "survey.xlsx"),
        ("run.exe", "pdf", "run.exe.pdf"),
        ("page.html", "txt", "page.html.txt"),
        ("list.csv", "csv", "list.csv"),
        ("..", "pdf", "file.pdf"),
        ("", "png", "file.png"),
        ("a\r\nSet-Cookie: x.pdf", "pdf", "aSet-Cookie: x.pdf"),
        ("\u202efdp.exe", "pdf", "fdp.exe.pdf"),
        ("  two   spaces .pdf", "pdf", "two spaces .pdf"),
        ("Añ “plan” 学校.pdf", "pdf", "Añ “plan” 学校.pdf"),
    ],
)
def test_a_name_keeps_no_folder_and_ends_as_its_kind_does(name, of, cleaned):
    assert clean_name(name, of) == cleaned


@pytest.mark.parametrize("name", ["x" * 300, "x" * 300 + ".pdf", "x" * 144 + ".exe"])
def test_a_long_name_is_cut_and_keeps_its_ending(name):
    cleaned = clean_name(name, "pdf")
    assert len(cleaned) <= LONGEST_NAME
    assert cleaned.startswith("x" * 140)
    assert cleaned.endswith(".pdf")
