"""What a filled-in document says besides a level and notes: targets, marks, links, a day."""

from datetime import date, datetime

import docx
import pytest
import yaml
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from frameworks.importing.document import read_document
from frameworks.importing.layout import sheets_from
from frameworks.importing.outcome import Filled

from ..instruments import DATA
from .documents import saved, table_of
from .test_judgement import HEAD, read
from .test_workbook import workbook

STAGES = ["Element", "Questions", "Beginning", "Developing", "Leading"]
NOW_AND_NEXT = [*STAGES, "Where we are now", "Where we need to be", "Evidence"]


def test_a_level_in_a_column_for_targets():
    reading = read(
        ["1A. Purpose", "a", "b", "c", "d", "Developing", "Leading: by July", "Seen."],
        ["1B. Needs", "e", "f", "g", "h", "", "Developing", ""],
        head=NOW_AND_NEXT,
    )
    assert [level["name"] for level in reading.content["levels"]] == STAGES[2:]
    assert reading.content["now"] == "Where we are now"
    assert reading.content["target"] == "Where we need to be"
    assert reading.filled == {
        "1A": Filled("D", "Seen.\nWhere we need to be: by July", target="L"),
        "1B": Filled("", "", target="D"),
    }


def test_marks_of_strands_after_their_numbers():
    written = "AR\n(i) Red\nii. Amber Green: half of them\n3) is no level\niv. R\niv. G"
    reading = read(["1A. Purpose", "a", "b", "c", written])
    assert reading.filled == {
        "1A": Filled(
            "AR",
            "ii. Amber Green: half of them\n3) is no level\niv. G",
            marks={"i": "R", "ii": "AG", "iv": "R"},
        )
    }


def test_levels_in_the_rows_of_several_strands_are_their_marks():
    choir = yaml.safe_load((DATA / "target.yaml").read_text(encoding="utf-8"))
    choir["target"] = "Next summer"
    sheets = {name: [list(row) for row in rows] for name, rows in sheets_from(choir).items()}
    [head, first, *rest] = sheets["Strands"]
    sheets["Strands"] = [
        [*head, "Where we are now", "Next summer"],
        [*first, "Humming", "In parts"],
        [*first[:-6], "Do they come back?", *first[-5:], "SING, some do", ""],
        *([*row, "SOAR", ""] for row in rest),
    ]
    reading = read_document(workbook(sheets), "a.xlsx")
    assert reading.content["target"] == "Next summer"
    assert reading.filled == {
        "C1": Filled("", "ii. SING, some do", target="PARTS", marks={"i": "HUM", "ii": "SING"}),
        "C2": Filled("SOAR", ""),
    }


def test_links_behind_words_and_in_them():
    document = docx.Document()
    row = ["1A. Purpose", "a", "b", "c", "AR\nSee https://choir.example/plan (page 2)."]
    table = table_of(document, [HEAD, row])
    cell = table.rows[1].cells[4]
    for words, address in (
        ("Our minutes", "https://choir.example/m"),
        ("Ann", "mailto:a@b.example"),
    ):
        paragraph, link = cell.add_paragraph("From "), OxmlElement("w:hyperlink")
        place = document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), place)
        link.append(paragraph.add_run(words)._r)
        paragraph._p.append(link)
    reading = read_document(saved(document), "ours.docx")
    assert reading.filled["1A"] == Filled(
        "AR",
        "See https://choir.example/plan (page 2).\nFrom Our minutes\nFrom Ann",
        links=(
            ("https://choir.example/plan", "https://choir.example/plan"),
            ("Our minutes", "https://choir.example/m"),
        ),
    )


@pytest.mark.parametrize(
    ("heading", "name", "on", "why"),
    [
        ("Autumn term 2024", "a", date(2024, 11, 14), "Its heading says Autumn term 2024; it was"),
        ("Ours, March 2024", "a", date(2024, 3, 31), "Its heading says March 2024; this is the"),
        ("Ours", "RAG_5th_July_2023", date(2023, 7, 5), "Its name says 5th July 2023."),
        ("31 June 2024", "Spring-2999", date(2024, 11, 14), "The document was last saved"),
    ],
)
def test_the_day_that_a_document_offers(heading, name, on, why):
    document = docx.Document()
    document.core_properties.modified = datetime(2024, 11, 14, 16)
    document.add_heading(heading, 1)
    document.add_paragraph("The framework of May 2019.")
    table_of(document, [HEAD, ["1A. Purpose", "a", "b", "c", "AR"]])
    day = read_document(saved(document), f"{name}.docx").dated
    assert (day.on, day.why[: len(why)]) == (on, why)
