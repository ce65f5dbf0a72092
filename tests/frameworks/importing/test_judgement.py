"""What a document leaves open: what does not pair, what is not understood, what was filled in."""

import docx
import pytest

from frameworks.checking import check
from frameworks.faults import Faulty
from frameworks.importing.document import read_document
from frameworks.importing.outcome import Filled, Unpaired, Unread

from .documents import COLUMNS, HEADINGS, Shape, made, saved, shipped, table_of, understood, write

HEAD = [HEADINGS[column] for column in COLUMNS]


def read(*rows, head=HEAD):
    document = docx.Document()
    document.add_paragraph("Ours")
    table_of(document, [head, *rows])
    return read_document(saved(document), "ours.docx")


def strands(reading, at: int = 0) -> list[tuple]:
    element = reading.content["areas"][0]["elements"][at]
    return [
        (one["numeral"], one["question"], *one.get("descriptors", {}).values())
        for one in element["strands"]
    ]


def test_six_questions_and_five_descriptors_are_shown_to_be_paired_by_hand():
    six, five = "\n".join("abcdef"), "\n".join("12345")
    reading = read(["1A. Purpose", six, five, six, ""], ["1B. Needs", "a\nb", "1\n2", "x\ny", ""])
    assert reading.unpaired == (Unpaired("1A", 6, {"R": 5, "G": 6}),)
    assert strands(reading)[4:] == [("v", "e", "5", "e"), ("vi", "f", "", "f")]
    assert strands(reading, 1) == [("i", "a", "1", "x"), ("ii", "b", "2", "y")]
    assert check(reading.content) == ["element 1A, strand vi: the weak descriptor is empty"]


def test_numbers_say_where_the_one_is_that_is_missing():
    reading = read(
        ["1A. Purpose", "i. a\nii. b\niii. c", "i. 1\niii. 3", "i. x\nii. y\niii. z", ""]
    )
    assert strands(reading) == [("i", "a", "1", "x"), ("ii", "b", "", "y"), ("iii", "c", "3", "z")]
    assert reading.unpaired == (Unpaired("1A", 3, {"R": 2, "G": 3}),)


def test_more_descriptors_than_questions():
    reading = read(["1A. Purpose", "a", "1\n2", "x", ""])
    assert strands(reading) == [("i", "a", "1", "x"), ("ii", "", "2", "")]
    assert reading.unpaired == (Unpaired("1A", 1, {"R": 2, "G": 1}),)


def test_numbers_that_go_on_from_the_last_element():
    reading = read(
        ["1A. Purpose", "1. a\n2. b", "1. c\n2. d", "1. e\n2. f", ""],
        ["1B. Needs", "3. g\n4. h", "3. i\n4. j", "3. k\n4. l", ""],
    )
    assert strands(reading, 1) == [("i", "g", "i", "k"), ("ii", "h", "j", "l")]
    assert reading.unpaired == ()


def test_a_paragraph_without_a_number_goes_on_with_the_one_above_it():
    reading = read(
        ["1A. Purpose", "i. a\n(a) more\nand more\nii. b", "i. c\nii. d", "(i) e\n(ii) f", ""]
    )
    assert strands(reading) == [("i", "a (a) more and more", "c", "e"), ("ii", "b", "d", "f")]


@pytest.mark.parametrize(
    "text", ["i.e. pupils", "2.5 hours", "Vision: clear", "mix. it", "A level"]
)
def test_words_that_look_like_numbers_stay(text):
    reading = read(["1A. Purpose", f"{text}\nb", "c\nd", "e\nf", ""])
    assert strands(reading)[0] == ("i", text, "c", "e")


@pytest.mark.parametrize(
    ("written", "level", "evidence"),
    [
        (["AR"], "AR", ""),
        (["Amber Red"], "AR", ""),
        (["amber-green", "Staff say so.", "", "So do heads."], "AG", "Staff say so.\nSo do heads."),
        (["Rating: Green", "Seen in June."], "G", "Seen in June."),
        (["R – nobody knows it"], "R", "nobody knows it"),
        (["Green (strong)"], "G", ""),
        (["Red tape is everywhere"], "", "Red tape is everywhere"),
        (["Amber", "Between the two."], "", "Amber\nBetween the two."),
        (["R     AR     AG     G", "AG"], "AG", ""),
        (["Notes first.", "G"], "G", "Notes first."),
    ],
)
def test_a_rating_that_was_filled_in(written, level, evidence):
    reading = read(["1A. Purpose", "a", "b", "c", "\n".join(written)])
    assert reading.filled == {"1A": Filled(level, evidence)}


@pytest.mark.parametrize(
    "written", ["", " \n", "R     AR     AG     G", "Red / Amber Red / Amber Green / Green"]
)
def test_nothing_was_filled_in(written):
    assert read(["1A. Purpose", "a", "b", "c", written]).filled == {}


def test_a_whole_document_that_was_filled_in():
    ratings = {"1A": ["G", "Everyone knows it."], "3C": ["Not yet talked about."], "5B": ["AR"]}
    content = shipped()
    reading = read_document(made(content, Shape(ratings=ratings, split="empty")), "ours.docx")
    assert reading.content == understood(content)
    assert reading.filled == {
        "1A": Filled("G", "Everyone knows it."),
        "3C": Filled("", "Not yet talked about."),
        "5B": Filled("AR", ""),
    }


def test_a_level_and_notes_in_columns_of_their_own():
    head = ["Element", "Questions", "Red", "Green", "Rating", "Key evidence"]
    reading = read(["1A. Purpose", "a", "b", "c", "AG", "Seen."], head=head)
    assert reading.filled == {"1A": Filled("AG", "Seen.")}


def test_what_is_not_understood_is_told_in_the_documents_order():
    document = docx.Document()
    document.add_paragraph("Ours")
    document.add_heading("The table", 1)
    table = table_of(
        document,
        [
            [*HEAD, "Lead"],
            ["", "a question of nothing", "", "", "", ""],
            ["1. Vision", "", "", "", "", ""],
            ["1A. Purpose", "a", "b", "c", "", "Ann"],
            ["2. Empty", "", "", "", "", ""],
            ["3. People", "", "", "", "", ""],
            ["3A. Talent", "a", "b", "c", "", ""],
        ],
    )
    table.rows[0].cells[5].text = "Owner"
    document.add_paragraph("See also the plan.")
    table_of(document, [["Heat", "map"], ["1A", "G"]])
    reading = read_document(saved(document), "ours.docx")
    assert reading.unread == (
        Unread("before the table", "The table", "Nothing stands below this heading."),
        Unread("table 1, row 2", "a question of nothing", "No element stands before it."),
        Unread(
            "table 1, row 4",
            "Ann",
            "It stands in a column that is not the framework's.",
        ),
        Unread("table 1, row 5", "2 Empty", "It heads no element.", "1A"),
        Unread(
            "outside the tables",
            "See also the plan.",
            "It stands outside the framework's table.",
            "3A",
        ),
        Unread(
            "table 2", "Heat | map / 1A | G", "This table does not look like the framework's.", "3A"
        ),
    )
    assert [area["code"] for area in reading.content["areas"]] == ["1", "3"]


def test_an_element_without_a_code_among_others_is_told():
    reading = read(
        ["1A. Purpose", "i. a\nii. b", "i. c\nii. d", "i. e\nii. f", ""],
        ["Needs", "i. g\nii. h", "i. i\nii. j", "i. k\nii. l", ""],
    )
    assert [one.text for one in reading.unread] == ["Needs"]
    assert [e["name"] for e in reading.content["areas"][0]["elements"]] == ["Purpose", "Needs"]
    assert "element no. 2: code is empty" in "\n".join(check(reading.content))


def test_elements_without_any_codes_get_them():
    reading = read(
        ["Vision and values", "", "", "", ""],
        ["Purpose", "a", "b", "c", ""],
        ["Needs", "d", "e", "f", ""],
    )
    elements = reading.content["areas"][0]["elements"]
    assert [(one["code"], one["name"]) for one in elements][-2:] == [
        ("1B", "Purpose"),
        ("1C", "Needs"),
    ]


def test_a_register_of_examples_has_no_levels():
    reading = read(["1. Vision", "We wrote it."], ["2. Courage", ""], head=["Element", "Example"])
    content = reading.content
    assert (content["scale"], "levels" in content) == ("examples", False)
    assert [one["name"] for one in content["areas"][0]["elements"]] == ["Vision", "Courage"]
    assert reading.filled == {"1": Filled("", "We wrote it.")}
    assert check(content) == []


def test_a_code_that_is_there_twice():
    row = ["1A. Purpose", "a", "b", "c", ""]
    with pytest.raises(Faulty) as caught:
        read(row, ["1B. Needs", "d", "e", "f", ""], ["1A. Culture", "g", "h", "i", ""], row)
    assert caught.value.faults == [
        f"table 1, row {row}: the element 1A is there already, in table 1, row 2. Give each "
        "element a code of its own, or take one of the two out, then try again."
        for row in (4, 5)
    ]


def test_notes_below_an_area_are_told():
    document = docx.Document()
    table = table_of(document, [HEAD, ["", "", "", "", ""], ["1A. Purpose", "a", "b", "c", ""]])
    cell = table.rows[1].cells[0].merge(table.rows[1].cells[4])
    write(cell, ["1. Vision", "For the board."])
    reading = read_document(saved(document), "ours.docx")
    assert reading.content["areas"][0]["name"] == "Vision"
    assert [(one.text, one.why) for one in reading.unread] == [
        ("For the board.", "It stands below an area's name.")
    ]
