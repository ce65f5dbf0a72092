"""The other three documents, and what all of them have in common."""

from functools import partial

import pikepdf
import pytest
from pdfua import validate

from matcap.reports import documents
from tests.reports.conftest import Paper, blank_rubric, paper
from tests.reports.sample import sample

pytestmark = pytest.mark.once

KINDS = {
    "board_pack": partial(paper, documents.board_pack),
    "heat_map": partial(paper, documents.heat_map),
    "priorities": partial(paper, documents.priorities),
    "filled_rubric": partial(paper, documents.filled_rubric),
    "blank_rubric": blank_rubric,
}
ELEMENTS = ["1A", "1B", "1C", "2A", "2B", "3A", "3B", "3C", "4A", "4B", "5A", "5B"]


@pytest.fixture(params=KINDS.values(), ids=KINDS)
def document(request, assessment) -> Paper:
    """Each of the documents in turn."""
    return request.param(assessment)


def test_is_british_tagged_named_and_has_its_fonts(document, tmp_path):
    root = document.pdf.Root
    assert str(root.Lang) == "en-GB"
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(document.pdf.docinfo["/Title"]).startswith("Tamar Valley Trust: ")
    assert str(document.pdf.docinfo["/Author"]) == "Tamar Valley Trust"
    assert b'pdfuaid:part="1"' in root.Metadata.read_bytes()
    for page in document.pdf.pages:
        sides = sorted(float(side) for side in page.MediaBox[2:])
        assert sides == pytest.approx([595.28, 841.89], abs=0.1)
        for font in page.Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            assert "Atkinson" in str(font.BaseFont) or "DejaVu" in str(font.BaseFont)
    file = tmp_path / "document.pdf"
    file.write_bytes(document.content)
    # pdfua 0.1.3 cannot judge headings (its UA-14-001 fails on pikepdf 10); the next test does.
    assert validate(file).findings == ()


def test_headings_have_words_and_skip_no_level(document):
    levels = []
    for kind in ("/H1", "/H2", "/H3", "/H4", "/H5"):
        levels.append(len(document.elements(kind)))
        for heading in document.elements(kind):
            assert heading.K
    assert levels[0] == 1
    used = [count > 0 for count in levels]
    assert used == sorted(used, reverse=True)


def test_tables_name_their_rows_and_columns(document):
    for cell in document.elements("/TH"):
        assert cell.A.Scope in ("/Row", "/Column")
    for cell in document.elements("/TD"):
        assert "/Headers" in cell.A


def test_running_foot_is_no_content(document):
    """Its text is an artifact: no screen reader says the page number in mid-sentence."""
    for page in document.pdf.pages:
        marks = [
            operands
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and operands[0] == "/Artifact"
        ]
        assert [str(mark[1].Subtype) for mark in marks] == ["/Footer"] * 2
    owned = [
        n for n in document.pdf.Root.StructTreeRoot.ParentTree.Nums if isinstance(n, pikepdf.Array)
    ]
    assert all(owner is None for owners in owned for owner in list(owners)[-2:])


@pytest.mark.parametrize("kind", ["board_pack", "filled_rubric", "blank_rubric"])
def test_bookmarks_lead_to_every_element(assessment, kind):
    codes = [title.split()[0] for title in KINDS[kind](assessment).outline]
    assert [code for code in codes if code in ELEMENTS] == ELEMENTS


def test_heat_map_is_one_page_with_its_schools(assessment):
    sheet = paper(documents.heat_map, assessment)
    [page] = sheet.pages
    assert "Where the trust is strong, and where to build" in page
    assert "1A · AG" in page
    assert "from AR" in page
    assert "1A 1B 1C 2A 2B 3A 3B 3C 4A 4B 5A 5B Bridge Primary" in page
    assert "St Petroc's" in page
    assert len(sheet.elements("/Table")) == 2


def test_heat_map_of_many_schools_flows_on(db):
    sheet = paper(documents.heat_map, sample(name="A Large Trust", schools=40))
    assert len(sheet.pages) == 2
    assert "School 40" in sheet.pages[1]


def test_priorities_are_a_wide_table_in_full(assessment):
    sheet = paper(documents.priorities, assessment)
    [page] = sheet.pdf.pages
    assert float(page.MediaBox[2]) > float(page.MediaBox[3])
    assert (
        "One recruitment calendar for all schools (J. Okoro, by 31 January). "
        "Publish the career map (P. Nair, by 30 April)." in sheet.text
    )
    assert len(sheet.elements("/Table")) == 1
    assert len(sheet.elements("/TR")) == 3


def test_blank_rubric_has_every_strand_to_circle_and_room_for_notes(assessment):
    sheet = blank_rubric(assessment)
    tree = assessment.tree
    strands = [strand for element in tree.elements for strand in element.strands]
    for strand in strands:
        assert " ".join(strand.question.split()) in sheet.text
        for _, text in strand.descriptors:
            assert " ".join(text.split()) in sheet.text
    assert sheet.text.count("R AR AG G") == len(strands) + len(tree.elements)
    assert sheet.text.count("Key evidence and notes") == len(tree.elements)
    # A sheet an element after the guide; the one of ten strands takes two.
    assert len(sheet.pages) <= 2 + len(tree.elements)


def test_filled_rubric_shows_marks_rating_and_evidence(assessment):
    sheet = paper(documents.filled_rubric, assessment)
    assert "Our rating: Red Why this rating: Five maths posts were unfilled" in sheet.text
    assert "We talked to leaders" in sheet.text
