"""Files that are no list of schools, or too much of one: each gets a sentence on what to do."""

import io
import tracemalloc
import zipfile

import pytest

from matcap.trusts.models import Import, ImportRow
from matcap.trusts.register.files import headed, rows_of
from matcap.trusts.register.limits import Unreadable
from matcap.trusts.register.pasted import pasted_rows

from .register_files import FERN, extract, groups, school, sheet

HEADINGS = ("URN", "Name", "Phase")


def bomb() -> io.BytesIO:
    """A workbook of a few kilobytes that unpacks to 40 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 40 * 2**20)
    return made


def zipped(name: str = "extract.csv") -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(name, "URN,Name")
    return made


BAD = {
    "empty": (lambda: io.BytesIO(b""), "is empty"),
    "blank": (lambda: io.BytesIO(b" \r\n\r\n"), "is empty"),
    "a picture": (lambda: io.BytesIO(b"\x89PNG\r\n\x1a\n\0\0\0"), "not a spreadsheet"),
    "a PDF": (lambda: io.BytesIO(b"%PDF-1.7 text"), "not a spreadsheet"),
    "prose": (lambda: io.BytesIO(b"Dear all,\nhere are our schools."), "No headings were found"),
    "a password": (lambda: io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99), "a password"),
    "UTF-16": (lambda: io.BytesIO("URN,Name,Phase".encode("utf-16")), "CSV UTF-8"),
    "a zip": (zipped, "Unpack it"),
    "a bomb": (bomb, "unpacks to 40 MB"),
    "a broken zip": (lambda: io.BytesIO(b"PK\x03\x04 and no more"), "damaged"),
    "a broken workbook": (lambda: zipped("xl/workbook.xml"), "damaged"),
    "two headings": (lambda: sheet(HEADINGS, HEADINGS), "Rows 1 and 2 are both headings"),
    "300 columns": (lambda: sheet((*HEADINGS, *"x" * 297)), "300 columns"),
    "a cell of a megabyte": (lambda: sheet(HEADINGS, ("1", "x" * 2**20, "")), "long text"),
    "a long cell": (lambda: sheet(HEADINGS, ("1", "x" * 99_999, "")), "Row 2"),
    "an open quote": (lambda: io.BytesIO(b'URN,Name\n1,"' + b"x,y\n" * 9999), "quotation mark"),
    "a big workbook": (lambda: io.BytesIO(b"PK\x03\x04" + b"0" * 21 * 2**20), "21 MB"),
    "a list of trusts": (lambda: groups(("1", "TR1", "A", "", "06", "OPEN")), "edubasealldata"),
    "nothing below": (lambda: sheet(HEADINGS), "nothing below the headings"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_a_sentence_and_nothing_is_kept(name, trust, lead, sign_in):
    made, said = BAD[name]
    file = made()
    file.name = "schools.csv"
    file.seek(0)
    answer = sign_in(lead).post(f"/t/{trust.slug}/schools/import/", {"file": file})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert not Import.objects.exists()
    assert not ImportRow.objects.exists()
    assert not trust.schools.exists()


def test_a_workbook_of_few_cells_far_apart_takes_little_memory():
    from openpyxl import Workbook

    book, made = Workbook(), io.BytesIO()
    book.active["A1"], book.active["B1"] = "Name", "Phase"
    book.active["A1048576"] = "the last row of the sheet"
    book.save(made)
    tracemalloc.start()
    rows = list(rows_of(made))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == [(1, ["Name", "Phase"])]
    assert peak < 30 * 2**20


def test_windows_1252_is_read_as_that_and_utf_8_as_that():
    (_, cells) = list(rows_of(extract([school(136001, "St Andrew’s")])))[1]
    assert cells[4] == "St Andrew’s"
    assert cells[1] == "908"
    assert cells[5] == "02"
    assert cells[13] == FERN[0]
    plain = io.BytesIO("\ufeffName;Phase\nÉcole;Primary\n".encode())
    assert [cells for _, cells in rows_of(plain)] == [["Name", "Phase"], ["École", "Primary"]]


def test_headings_may_stand_below_a_title_and_come_again():
    rows = [("Our schools",), HEADINGS, ("1", "A", "Primary"), HEADINGS, ("2", "B", "Primary")]
    headings, below = headed(rows_of(sheet(*rows)))
    assert headings == list(HEADINGS)
    assert [(number, cells[1]) for number, cells in below] == [(3, "A"), (5, "B")]


TABLE = (
    "LA Code\tSchool\tPhase\n9085401\tAll Saints\t11-18\n\n"
    "LA Code\tSchool\tPhase\n9083401\tSt Ann's, Hill\tPrimary"
)


@pytest.mark.parametrize("gap", ["\t", "   ", " | ", "\n"])
def test_a_pasted_table_is_read_however_its_cells_are_parted(gap):
    _, below = headed(pasted_rows(TABLE.replace("\t", gap)))
    assert [cells for _, cells in below] == [
        ["9085401", "All Saints", "11-18"],
        ["9083401", "St Ann's, Hill", "Primary"],
    ]


@pytest.mark.parametrize("words", ["", "  \n ", "9085401 All Saints", "x" * 600_000])
def test_what_is_no_table_gets_a_sentence(words):
    with pytest.raises(Unreadable, match="paste"):
        pasted_rows(words)
