"""The layout of a workbook: what is written is read back, and what people fill in by hand."""

import csv
import io

import pytest
import yaml
from openpyxl import Workbook, load_workbook

from frameworks.checking import check
from frameworks.importing.document import read_document
from frameworks.importing.layout import sheets_from
from frameworks.importing.outcome import Filled, Unread
from frameworks.loader import tidy
from matcap.ui.spreadsheet import write_csv, write_workbook

from ..instruments import DATA, SHIPPED, small
from .documents import COLUMNS, HEADINGS, shipped

FILES = [
    *sorted(SHIPPED.parent.glob("*.yaml")),
    DATA / "four-stages.yaml",
    DATA / "three-choices.yaml",
]
EVERY_KEY = small(
    {
        "now": "Where we are now",
        "target": "Where we need to be",
        "source": "'Quoted', not a formula.",
        "summary": "=1+1, they say",
        "guidance.0.text": "One.\n\n'=2 and three.",
        "areas.0.elements.0.note": "-note",
        "areas.0.elements.0.trustee_question": "+how?",
        "areas.0.elements.0.was": "3C",
        "areas.0.elements.0.topics": ["@one", "two, three"],
        "areas.0.elements.0.strands.0.was": "new",
        "areas.0.elements.0.strands.1.question": "'=why?\nAnd how?",
        "areas.1.elements": [
            {"code": "2A", "name": "Without strands"},
            {"code": "2B", "name": "x"},
        ],
    }
)
CHOICES = small(
    {
        "scale": "choices",
        "areas.0.elements.0.guide": "AR",
        "areas.0.elements.0.strands.0.descriptors": {},
    }
)
EXAMPLES = {
    "slug": "register",
    "version": "1",
    "title": "A register",
    "scale": "examples",
    "areas": [{"code": "1", "name": "All", "elements": [{"code": "1", "name": "Vision"}]}],
}


def workbook(sheets: dict) -> io.BytesIO:
    file = io.BytesIO()
    write_workbook(file, sheets)
    file.seek(0)
    return file


def by_hand(rows, title: str = "Sheet1") -> io.BytesIO:
    """A workbook as a person types it: numbers are numbers."""
    book, file = Workbook(), io.BytesIO()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(file)
    file.seek(0)
    return file


def as_csv(rows, encoding: str = "utf-8", delimiter: str = ",") -> io.BytesIO:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_framework_survives_the_workbook(path):
    content = tidy(yaml.safe_load(path.read_text(encoding="utf-8")))
    reading = read_document(workbook(sheets_from(content)), "a.xlsx")
    assert reading.content == content
    assert (reading.unread, reading.unpaired, reading.filled) == ((), (), {})


@pytest.mark.parametrize(
    "content", [EVERY_KEY, CHOICES, EXAMPLES], ids=["ordered", "choices", "none"]
)
def test_every_key_survives_the_workbook(content):
    assert check(content) == []
    reading = read_document(workbook(sheets_from(content)), "a.xlsx")
    assert reading.content == tidy(content)
    assert reading.unread == ()


def test_texts_that_a_spreadsheet_would_run_are_written_as_texts():
    cells = [
        cell.value
        for sheet in load_workbook(workbook(sheets_from(EVERY_KEY)))
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" or (isinstance(cell.value, str) and cell.value[0] in "=+-@")
    ]
    assert cells == []


def test_the_sheet_of_strands_alone_as_csv():
    content = shipped()
    file = io.StringIO(newline="")
    write_csv(file, sheets_from(content)["Strands"])
    reading = read_document(io.BytesIO(file.getvalue().encode()), "Our_framework 2026.csv")
    assert reading.content["areas"] == tidy(content)["areas"]
    assert reading.content["levels"] == content["levels"]
    assert [reading.content[key] for key in ("slug", "version", "title", "scale")] == [
        "our-framework-2026",
        "1",
        "Our framework 2026",
        "ordered",
    ]
    assert reading.unread == ()


def test_a_sheet_filled_in_by_hand():
    rows = [
        ["Our framework"],
        [],
        ["Area", "Code", "Element", "Question", "Weak", "Strong", "Rating", "Evidence", "Lead"],
        ["Vision", "1A", "Purpose", "Is it clear?", "No.", "Yes.", "AR", "Some say so.", "Ann"],
        [None, None, None, "Is it shared?", "No.", "Yes.", None, "Others do not."],
        [None, "1B", "Needs", "Are they known?", "No.", "Yes."],
        ["People", 2, "Talent", 7, "No.", "Yes.", "Green"],
    ]
    reading = read_document(by_hand(rows), "Our framework.xlsx")
    content = reading.content
    assert check(content) == []
    assert [level["code"] for level in content["levels"]] == ["R", "AR", "AG", "G"]
    assert [(area["code"], area["name"]) for area in content["areas"]] == [
        ("1", "Vision"),
        ("2", "People"),
    ]
    assert [e["code"] for area in content["areas"] for e in area["elements"]] == ["1A", "1B", "2"]
    assert content["areas"][0]["elements"][0]["strands"] == [
        {"numeral": "i", "question": "Is it clear?", "descriptors": {"R": "No.", "G": "Yes."}},
        {"numeral": "ii", "question": "Is it shared?", "descriptors": {"R": "No.", "G": "Yes."}},
    ]
    assert content["areas"][1]["elements"][0]["strands"][0]["question"] == "7"
    assert reading.filled == {
        "1A": Filled("AR", "Some say so.\nOthers do not."),
        "2": Filled("G", ""),
    }
    assert reading.unread == (
        Unread("the sheet Sheet1, the column Lead", "Lead", "It is not one of the layout's."),
    )


@pytest.mark.parametrize("written", [["1", "2"], ["I", "II"], ["(i)", "ii."], ["", "ii"]])
def test_strands_may_be_numbered_in_any_way(written):
    rows = [["Element code", "Element", "Strand", "Question"]]
    rows += [["1A", "Purpose", number, f"Is it {number}?"] for number in written]
    strands = read_document(as_csv(rows), "a.csv").content["areas"][0]["elements"][0]["strands"]
    assert [strand["numeral"] for strand in strands] == ["i", "ii"]


def test_strands_that_are_numbered_out_of_order_are_told():
    rows = [["Element code", "Element", "Strand", "Question"], ["1A", "Purpose", "iii", "Is it?"]]
    content = read_document(as_csv(rows), "a.csv").content
    assert check(content) == ["element 1A, strand i: out of order: it is numbered iii"]


def test_columns_named_after_levels_of_ones_own():
    rows = [
        ["Element code", "Element", "Question", "Beginning", "Growing", "Leading"],
        ["1A", "Purpose", "Is it?", "No.", "In part.", "Yes."],
    ]
    content = read_document(as_csv(rows, delimiter=";"), "a.csv").content
    assert [(one["code"], one["name"]) for one in content["levels"]] == [
        ("B", "Beginning"),
        ("G", "Growing"),
        ("L", "Leading"),
    ]
    assert check(content) == []


def test_csv_as_excel_saves_it_in_britain():
    rows = [["Element code", "Element", "Question"], ["1A", "Café", "Is it “so”?"]]
    content = read_document(as_csv(rows, encoding="cp1252"), "a.csv").content
    element = content["areas"][0]["elements"][0]
    assert (element["name"], element["strands"][0]["question"]) == ("Café", "Is it “so”?")


def test_a_documents_table_that_was_copied_to_a_sheet():
    rows = [
        [HEADINGS[column] for column in COLUMNS],
        ["1. Vision"],
        ["1A. Purpose\nTopic", "i. a\nii. b", "i. c\nii. d", "i. e\nii. f", "G\nSeen."],
    ]
    reading = read_document(by_hand(rows), "a.xlsx")
    [area] = reading.content["areas"]
    assert area["name"] == "Vision"
    assert area["elements"][0]["topics"] == ["Topic"]
    assert [one["question"] for one in area["elements"][0]["strands"]] == ["a", "b"]
    assert reading.filled == {"1A": Filled("G", "Seen.")}


@pytest.mark.parametrize("name", ["ours.yaml", "ours.json"])
def test_a_frameworks_own_file_comes_back_as_it_is_written(name):
    text = SHIPPED.read_text(encoding="utf-8").replace('version: "1.0"', "version: 1.0")
    reading = read_document(io.BytesIO(text.encode()), name)
    assert reading.content["version"] == "1.0"
    assert tidy(reading.content) == tidy(shipped())
