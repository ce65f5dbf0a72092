"""Documents that cannot be read: each gets a sentence with the place and the cure."""

import io
import tracemalloc
import zipfile

import docx
import pytest
from openpyxl import Workbook

from frameworks.faults import Faulty
from frameworks.importing.document import read_document
from tests.assessments.files import OF_KIND, office, old_office, opened, zipped

from .documents import COLUMNS, HEADINGS, made, saved, shipped, table_of

HEAD = [HEADINGS[column] for column in COLUMNS]
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def bytes_of(document) -> bytes:
    return saved(document).getvalue()


def packed_again(content: bytes, changes: dict[str, bytes]) -> bytes:
    """A packed file with some parts changed or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    made_again = io.BytesIO()
    with zipfile.ZipFile(made_again, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in (parts | changes).items():
            package.writestr(name, part)
    return made_again.getvalue()


def ours() -> bytes:
    return made(shipped()).getvalue()


def with_entities() -> bytes:
    with zipfile.ZipFile(io.BytesIO(ours())) as package:
        body = package.read("word/document.xml")
    start = body.index(b"<w:document")
    return packed_again(ours(), {"word/document.xml": BOMB.encode() + body[start:]})


def workbook_with_entities() -> bytes:
    book, file = Workbook(), io.BytesIO()
    book.active.append(["Element code", "Element"])
    book.save(file)
    bomb = f"{BOMB}<sst><si><t>&c;</t></si></sst>".encode()
    return packed_again(file.getvalue(), {"xl/sharedStrings.xml": bomb})


def one_part_damaged() -> bytes:
    content = bytearray(ours())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        at = package.getinfo("word/document.xml").header_offset
    content[at + 60 : at + 120] = b"x" * 60
    return bytes(content)


def tables(*contents) -> bytes:
    document = docx.Document()
    document.add_paragraph("Ours")
    for rows in contents:
        table_of(document, rows)
    return bytes_of(document)


def long_table(rows: int, paragraphs: int = 1) -> bytes:
    """A table of many rows, written as text, which is quicker."""
    content = ours()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = package.read("word/document.xml").decode()
    paragraph = "<w:p><w:r><w:t>1A. Purpose</w:t></w:r></w:p>" * paragraphs
    row = f"<w:tr><w:tc>{paragraph}</w:tc></w:tr>"
    body = body.replace("</w:tbl>", row * rows + "</w:tbl>")
    return packed_again(content, {"word/document.xml": body.encode()})


def long_csv(rows: int) -> bytes:
    return b"Element code,Element,Question\n" + b"1A,Purpose,Is it?\n" * rows


def long_workbook(rows: int) -> bytes:
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("Strands")
    sheet.append(["Element code", "Element", "Question"])
    for _ in range(rows):
        sheet.append(["1A", "Purpose", "Is it?"])
    book.save(file)
    return file.getvalue()


def bomb() -> bytes:
    return packed_again(ours(), {"word/media/image1.bmp": bytes(40 * 2**20)})


def long_part() -> bytes:
    noise = b"".join(b"<!-- %d -->" % (number * 7919) for number in range(10**6))
    return packed_again(ours(), {"word/footnotes.xml": noise})


BAD = {
    "nothing": (b"", "ours.docx", "This file is empty."),
    "blank": (b" \r\n", "ours.csv", "This file is empty."),
    "a .doc called .docx": (
        old_office("WordDocument"),
        "ours.docx",
        "Open it in Word or Excel, save it as .docx or .xlsx, then try that.",
    ),
    "an old .doc that is damaged": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "a.doc", "old kind"),
    "a password": (
        old_office("EncryptedPackage"),
        "ours.docx",
        "This document is protected by a password. Open it, take the password off, save it, then "
        "try again.",
    ),
    "a damaged zip": (lambda: ours()[:-900], "ours.docx", "This file is damaged and cannot be"),
    "a damaged part": (
        one_part_damaged,
        "ours.docx",
        "word/document.xml in this document is damaged",
    ),
    "no document in it": (
        office("word/document.xml"),
        "ours.docx",
        "This Word document cannot be read: it is damaged, or a template. Open it in Word, save",
    ),
    "no workbook in it": (
        office("xl/workbook.xml"),
        "ours.xlsx",
        "This workbook is damaged and cannot be read. Open it in Excel, save it again as .xlsx",
    ),
    "a zip bomb": (bomb, "ours.docx", "This document unpacks to 40 MB, too much to read. Copy the"),
    "a part that is too long": (long_part, "ours.docx", "too much to read. Copy the framework's"),
    "an entity bomb": (
        with_entities,
        "ours.docx",
        "word/document.xml in this document declares XML entities, which Word and Excel never do.",
    ),
    "an entity bomb in a workbook": (
        workbook_with_entities,
        "ours.xlsx",
        "xl/sharedStrings.xml in this document declares XML entities",
    ),
    "macros": (
        lambda: packed_again(ours(), {"word/vbaProject.bin": b"x"}),
        "ours.docm",
        "Save it without them (as .docx or .xlsx), then try that.",
    ),
    "OpenDocument": (opened("text"), "ours.odt", "Save it as Word (.docx), then try that."),
    "an OpenDocument sheet": (opened("spreadsheet"), "a.ods", "Save it as Excel (.xlsx), then"),
    "slides": (OF_KIND["pptx"], "ours.pptx", "Choose a Word document (.docx), an Excel workbook"),
    "another zip": (zipped({"a.txt": "a"}), "ours.zip", "This packed file is no document"),
    "a PDF": (OF_KIND["pdf"], "ours.docx", "This file is a PDF, which cannot be read. Choose a"),
    "Rich Text": (b"{\\rtf1 Ours}", "ours.doc", "This file is Rich Text"),
    "a web page": (b"<html><table>", "ours.docx", "This file is a web page or XML"),
    "a picture": (OF_KIND["png"], "ours.png", "This kind of file cannot be read. Choose a Word"),
    "text": (b"Our framework", "ours.txt", "This kind of file cannot be read. Choose a Word"),
    "too large": (b"1A" * 11 * 2**20, "ours.csv", "This file has 22 MB, more than the 20 MB"),
    "no table": (
        lambda: bytes_of(docx.Document()),
        "ours.docx",
        "There is no table in this document. A framework's table has a column for the elements",
    ),
    "another table": (
        lambda: tables([["Name", "Age"], ["Ann", "40"]]),
        "ours.docx",
        "The table in this document does not look like a framework.",
    ),
    "ten other tables": (
        lambda: tables(*[[["Name", "Age"], ["Ann", "40"]]] * 10),
        "ours.docx",
        "None of the 10 tables in this document looks like a framework.",
    ),
    "a code twice": (
        lambda: tables([HEAD, ["1A. A", "a", "b", "c"], ["1B. B", "a", "b", "c"], ["1A. C", "d"]]),
        "ours.docx",
        "table 1, row 4: the element 1A is there already, in table 1, row 2. Give each element a",
    ),
    "no element": (
        lambda: tables([HEAD, ["", "a", "b", "c"]]),
        "ours.docx",
        "No element was found in this document. Give each its row, with its title",
    ),
    "an area twice": (
        lambda: tables([HEAD, ["1. A"], ["1A. A", "a", "b", "c"], ["1. B"], ["1B. B", "d"]]),
        "ours.docx",
        "table 1, row 4: the area 1 is there already, in table 1, row 2. Give each area a code",
    ),
    "10,000 rows": (
        lambda: long_table(10_000),
        "ours.docx",
        "table 1: this document's tables have more than 5,000 rows",
    ),
    "30,000 paragraphs": (
        lambda: long_table(10, 3_000),
        "ours.docx",
        "This document has more than 20,000 paragraphs, which no framework needs. Copy the",
    ),
    "200 tables": (lambda: tables(*[[["a"]]] * 201), "ours.docx", "more than 200 tables"),
    "10,000 rows of CSV": (long_csv(10_000), "ours.csv", "the file has more than 5,000 rows"),
    "10,000 rows of a sheet": (
        lambda: long_workbook(10_000),
        "ours.xlsx",
        "the sheet Strands has more than 5,000 rows, which no framework needs. Keep the rows",
    ),
    "a code twice in CSV": (
        b"Element code,Element,Question\n1A,A,a\n1B,B,b\n1A,A,c\n",
        "ours.csv",
        "the file, row 4: the element 1A is there already, in row 2. Keep the rows of an element",
    ),
    "UTF-16": ("Element code,Element".encode("utf-16"), "ours.csv", "Save it as “CSV UTF-8”"),
    "no known encoding": (
        b"Element code,Element,Question\n1A,A,\x81\x8d\n",
        "ours.csv",
        "Row 2: the letters of this file are in no encoding that is known here. Save it as",
    ),
    "a quote that is not closed": (
        b'Element code,Element\n1A,"' + b"a,b\n" * 9999,
        "ours.csv",
        "a quotation mark is not closed. Mend that row, then try again.",
    ),
    "80 columns": (b"Element code,Element" + b",x" * 80, "a.csv", "82 columns, and 60 is the most"),
    "a list of schools": (b"URN,Name\n1,A\n", "a.csv", "does not look like a framework"),
    "no YAML": (b"a: [", "ours.yaml", "this is not YAML"),
    "YAML that is no framework": (b"- a", "ours.yaml", "This file holds no framework"),
    "a key twice": (b"areas: []\nareas: []", "ours.yml", "the key areas is here twice"),
    "JSON that is not UTF-8": (b'{"areas": "\xff"}', "ours.json", "save the file as UTF-8"),
    "an alias": (b"areas: &a []\nb: *a", "ours.yaml", "anchors and aliases"),
    "a long file of its own": (b"#" * 2 * 2**20, "ours.yaml", "larger than 1 MB"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_sentence_says_the_place_and_the_cure(name):
    content, called, said = BAD[name]
    content = content() if callable(content) else content
    with pytest.raises(Faulty) as caught:
        read_document(io.BytesIO(content), called)
    assert said in str(caught.value)
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize("name", ["a zip bomb", "an entity bomb", "10,000 rows of CSV"])
def test_memory_is_bounded(name):
    content, called, _ = BAD[name]
    file = io.BytesIO(content() if callable(content) else content)
    tracemalloc.start()
    try:
        with pytest.raises(Faulty):
            read_document(file, called)
        assert tracemalloc.get_traced_memory()[1] < 15 * 2**20
    finally:
        tracemalloc.stop()


def test_every_code_that_is_there_twice_is_told():
    content = tables(
        [
            HEAD,
            *[
                [f"{code}. A {at}", "a", "b", "c"]
                for at, code in enumerate(["1A", "1B", "1A", "1B"])
            ],
        ]
    )
    with pytest.raises(Faulty) as caught:
        read_document(io.BytesIO(content), "ours.docx")
    assert [fault.partition(" is there")[0] for fault in caught.value.faults] == [
        "table 1, row 4: the element 1A",
        "table 1, row 5: the element 1B",
    ]
