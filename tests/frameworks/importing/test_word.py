"""A framework comes out of a Word document as it went in, whatever way it is laid out."""

from copy import deepcopy

import docx
import pytest
from docx.enum.table import WD_TABLE_DIRECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from frameworks.checking import check
from frameworks.importing.document import read_document

from .documents import (
    COLUMNS,
    HEADINGS,
    NUMBERS,
    Shape,
    around,
    made,
    new_list,
    put_in_list,
    saved,
    shipped,
    table_of,
    understood,
    write,
)

SHAPES = {
    **{f"numbers: {numbers}": Shape(numbers=numbers) for numbers in NUMBERS},
    "Word's own lists": Shape(numbers="list"),
    "no headings": Shape(headed="never"),
    "headings again for each area": Shape(headed="each area"),
    "columns in another order": Shape(columns=("rating", "G", "question", "R", "element")),
    "other words at the top": Shape(
        headings={
            "element": "Aspect",
            "question": "Prompts",
            "R": "What weak practice looks like",
            "G": "Strong",
            "rating": "RAG and notes",
        }
    ),
    "areas in the first cell": Shape(areas="first cell"),
    "a table an area": Shape(areas="headings", headed="each area"),
    "a table an area, headings once": Shape(areas="headings"),
    "rows that go on below an empty cell": Shape(split="empty"),
    "rows that go on below the title again": Shape(split="repeated"),
    "rows that go on with more topics": Shape(split="topics", numbers="none"),
    "rows that go on in Word's own lists": Shape(split="empty", numbers="list"),
    "lines in place of paragraphs": Shape(breaks=True),
    "lines without numbers": Shape(breaks=True, numbers="none"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_strand_is_in_its_place(name):
    content = shipped()
    reading = read_document(made(content, SHAPES[name]), "ours.docx")
    assert sum(len(e["strands"]) for a in reading.content["areas"] for e in a["elements"]) == 73
    assert reading.content == understood(content)
    assert reading.unpaired == ()
    assert reading.filled == {}
    said = [(one.text, one.after) for one in reading.unread if "more of the element" not in one.why]
    assert said == [("Copy what you found to the plan.", "5B")]


def elements_of(reading) -> dict[str, dict]:
    return {e["code"]: e for area in reading.content["areas"] for e in area["elements"]}


def cell_of(document, row: int, column: int):
    return document.tables[0].rows[row].cells[column]


def paragraph_of(document, text: str):
    """The first paragraph of the first table that holds a text."""
    return next(
        paragraph
        for row in document.tables[0].rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        if text in paragraph.text
    )


def reads_as_it_was(change, shape=None) -> bool:
    content = shipped()
    reading = read_document(made(content, shape, change), "ours.docx")
    assert reading.content == understood(content)
    return True


def test_headings_that_come_again_on_a_new_page_are_passed_over():
    def change(document):
        table = document.tables[0]
        for at in (4, 9):
            table.rows[at]._tr.addprevious(deepcopy(table.rows[0]._tr))

    assert reads_as_it_was(change)


def test_an_element_whose_cell_is_merged_over_two_rows():
    def change(document):
        table = document.tables[0]
        for at in range(len(table.rows) - 1, 1, -1):
            cells = table.rows[at].cells
            if cells[0].text == "":
                upper = table.rows[at - 1].cells[0]
                paragraphs = len(upper.paragraphs)
                merged = upper.merge(cells[0])
                assert len(merged.paragraphs) >= paragraphs
                table.rows[at - 1].cells[4].merge(cells[4])

    assert reads_as_it_was(change, Shape(split="empty"))


def test_cells_that_reach_over_several_columns_of_a_ragged_table():
    """As Word has it after a border was dragged: the same five cells over seven columns."""

    def change(document):
        for at, row in enumerate(document.tables[0].rows):
            cells = row._tr.tc_lst
            if len(cells) == 5:
                cells[1 + at % 2].get_or_add_tcPr().get_or_add_gridSpan().val = 3

    assert reads_as_it_was(change)


def test_a_title_across_the_table_heads_the_row_below_it():
    def change(document):
        table = document.tables[0]
        for row in list(table.rows)[1:]:
            if len(row._tr.tc_lst) == 5:
                title, topics = row.cells[0].text.split("\n\n")
                above = table.add_row()
                row._tr.addprevious(above._tr)
                above.cells[0].merge(above.cells[-1]).text = title
                row.cells[0].text = topics

    content = shipped()
    reading = read_document(made(content, change=change), "ours.docx")
    assert reading.content == understood(content)


def test_what_tracked_changes_took_out_is_left_out_and_what_they_put_in_is_kept():
    content = shipped()
    strand = content["areas"][0]["elements"][0]["strands"][0]

    def change(document):
        paragraph = paragraph_of(document, strand["question"])
        gone = paragraph.add_run(" Indeed?")
        gone._r.t_lst[0].tag = qn("w:delText")
        around("w:del", gone._r)
        for run in paragraph.runs:
            around("w:ins", run._r)
        row = document.tables[0].add_row()
        write(row.cells[0], ["9Z. An element that was deleted"])
        row._tr.get_or_add_trPr().append(OxmlElement("w:del"))

    assert reads_as_it_was(change)


def test_a_paragraph_whose_end_was_deleted_runs_on():
    content = shipped()
    text = content["areas"][0]["elements"][0]["strands"][1]["question"]
    half = text.index(" ", len(text) // 2)

    def change(document):
        paragraph = paragraph_of(document, text)
        after = deepcopy(paragraph._p)
        paragraph._p.addnext(after)
        paragraph.runs[0].text = f"ii. {text[:half]}"
        mark = paragraph._p.get_or_add_pPr()
        mark.append(OxmlElement("w:rPr"))
        mark[-1].append(OxmlElement("w:del"))
        docx.text.paragraph.Paragraph(after, paragraph._parent).runs[0].text = text[half:]

    assert reads_as_it_was(change)


def test_text_boxes_and_hidden_words_are_passed_over_and_content_controls_are_not():
    box = parse_xml(
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:AlternateContent><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>ii. In a box</w:t>"
        "</w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    def change(document):
        question = paragraph_of(document, "ii. ")
        question._p.append(box)
        question.add_run("hidden").font.hidden = True
        table = document.tables[0]
        control = OxmlElement("w:sdt")
        table.rows[3]._tr.addprevious(control)
        control.append(OxmlElement("w:sdtContent"))
        control[0].append(table.rows[3]._tr)

    assert reads_as_it_was(change)


def test_numbers_may_come_from_a_style():
    def change(document):
        style = document.styles["List Number"]
        for row in document.tables[0].rows:
            cells = row.cells
            if len(row._tr.tc_lst) == 5 and cells[0].text[:1].isdigit():
                for paragraph in [*cells[1].paragraphs, *cells[2].paragraphs]:
                    paragraph.style = style

    assert reads_as_it_was(change, Shape(numbers="none"))


def test_what_is_indented_below_an_item_of_a_list_belongs_to_it():
    def change(document):
        for column in (1, 2, 3):
            cell = cell_of(document, 2, column)
            number = cell.paragraphs[0]._p.pPr.numPr.numId.val
            put_in_list(cell.add_paragraph("and below it"), number, depth=1)

    content = shipped()
    reading = read_document(made(content, Shape(numbers="list"), change), "ours.docx")
    last = elements_of(reading)["1A"]["strands"][-1]
    first = content["areas"][0]["elements"][0]["strands"][-1]
    assert len(elements_of(reading)["1A"]["strands"]) == 6
    assert last["question"] == f"{first['question'].strip()} and below it"
    assert reading.unpaired == ()


def test_codes_that_word_writes_by_itself():
    """Areas and elements numbered by a list of two levels: 1., 1A., 1B., 2., 2A."""

    def change(document):
        number = new_list(document, [("decimal", "%1."), ("upperLetter", "%1%2.")])
        for row in document.tables[0].rows:
            paragraph = row.cells[0].paragraphs[0]
            code, _, name = paragraph.text.partition(". ")
            if name:
                paragraph.text = name
                put_in_list(paragraph, number, depth=0 if code.isdigit() else 1)

    assert reads_as_it_was(change)


def test_only_the_first_of_a_cell_is_numbered():
    """As in the published document: its lists were numbered, and some of them lost it."""

    def change(document):
        for row in document.tables[0].rows:
            if len(row._tr.tc_lst) == 5 and row.cells[0].text[:1].isdigit():
                for cell in row.cells[1:4]:
                    cell.paragraphs[0].runs[0].text = f"1. {cell.paragraphs[0].text}"

    assert reads_as_it_was(change, Shape(numbers="none"))


def test_a_row_a_strand():
    content = shipped()

    def rows():
        yield [HEADINGS[column] for column in COLUMNS]
        for area in content["areas"]:
            yield [f"{area['code']}. {area['name']}"]
            for element in area["elements"]:
                title = "\n".join([f"{element['code']} {element['name']}", *element["topics"]])
                for at, strand in enumerate(element["strands"]):
                    ends = strand["descriptors"]
                    yield [title if at == 0 else "", strand["question"], ends["R"], ends["G"]]

    document = docx.Document()
    document.add_paragraph(content["title"])
    table_of(document, rows())
    reading = read_document(saved(document), "ours.docx")
    assert reading.content["areas"] == understood(content)["areas"]


def test_the_right_one_among_ten_tables():
    content = shipped()

    def change(document):
        for at in range(9):
            table = table_of(
                document,
                [["Focus area", "Key issues", "Trust actions", "Progress"], [f"1C. No. {at}", "i"]],
            )
            if at < 4:
                document.tables[0]._tbl.addprevious(table._tbl)

    reading = read_document(made(content, change=change), "ours.docx")
    assert reading.content == understood(content)
    unread = [(one.place, one.after) for one in reading.unread if one.place.startswith("table")]
    assert unread == [
        *((f"table {number}", "") for number in range(1, 5)),
        *((f"table {number}", "5B") for number in range(6, 11)),
    ]


def test_a_framework_inside_the_cell_of_another_table():
    content = shipped()

    def change(document):
        outer = document.add_table(rows=1, cols=1)
        outer.rows[0].cells[0]._tc.append(document.tables[0]._tbl)

    content = shipped()
    reading = read_document(made(content, change=change), "ours.docx")
    assert reading.content["areas"] == understood(content)["areas"]


def test_stages_with_names_of_their_own():
    document = docx.Document()
    table_of(
        document,
        [
            ["Characteristic", "Question", "Beginning", "Developing", "Embedding", "Leading"],
            ["1. Vision", "Is it clear?", "No.", "In part.", "Mostly.", "Yes."],
            ["2. People", "Are they?", "No.", "Some.", "Most.", "All."],
        ],
    )
    content = read_document(saved(document), "our stages.docx").content
    assert [(level["code"], level["name"]) for level in content["levels"]] == [
        ("B", "Beginning"),
        ("D", "Developing"),
        ("E", "Embedding"),
        ("L", "Leading"),
    ]
    assert content["slug"] == "our-stages"
    [area] = content["areas"]
    assert [(one["code"], one["name"]) for one in area["elements"]] == [
        ("1", "Vision"),
        ("2", "People"),
    ]
    assert area["elements"][1]["strands"][0]["descriptors"]["E"] == "Most."
    assert check(content) == []


def test_the_first_column_is_the_elements_whatever_it_is_called():
    document = docx.Document()
    head = ["Focus", "Prompts", "Emerging", "Secure", "Our RAG"]
    table_of(document, [head, ["1A. Vision", "Is it clear?", "No.", "Yes.", ""]])
    [area] = read_document(saved(document), "ours.docx").content["areas"]
    [element] = area["elements"]
    assert (element["code"], element["name"]) == ("1A", "Vision")
    assert element["strands"][0]["descriptors"] == {"E": "No.", "S": "Yes."}


def test_a_long_title_makes_a_short_slug():
    def change(document):
        document.paragraphs[0].text = "The_improvement of every school in the trust and " * 3

    content = read_document(made(shipped(), change=change), "ours.docx").content
    assert content["slug"] == "the-improvement-of-every-school-in-the-trust-and-the"
    assert check(content) == []


def test_right_to_left_words_and_empty_cells():
    content = shipped()
    element = content["areas"][0]["elements"][0]
    element["strands"][0]["question"] = "האם החזון ברור?"

    def change(document):
        document.tables[0].table_direction = WD_TABLE_DIRECTION.RTL
        document.tables[0].add_row()
        cell_of(document, 3, 4).text = "\u200f \u00a0"

    reading = read_document(made(content, change=change), "ours.docx")
    assert reading.content == understood(content)
