"""From a list of schools to the trust's: preview, confirm, again."""

import datetime
import io

import pytest
from django.urls import reverse

from matcap.trusts.actions import add_school, record_leaving
from matcap.trusts.actions.imports import Stale, confirm, counts, go_on, read_import
from matcap.trusts.models import Import, ImportPiece, ImportRow, School
from matcap.trusts.register.files import rows_of
from matcap.trusts.register.limits import Unreadable
from matcap.trusts.register.pasted import pasted_rows

from ..pages import read, sent
from .register_files import FERN, HEAD, RIVAL, extract, groups, school, sheet, workbook

HEADINGS = ("URN", "DfE number", "School", "Phase", "Status", "Family", "Joined")


@pytest.fixture
def schools_of_both():
    return [
        school(136001, "St Andrew’s"),
        school(136002, "Ashdown", phase="Secondary"),
        school(137001, "Of the rival", RIVAL),
        school(100001, "Closed before", ("", ""), **{"EstablishmentStatus (name)": "Closed"}),
    ]


def preview(trust, by, file, **which) -> Import:
    return read_import(trust=trust, by=by, name="file.csv", rows=rows_of(file), **which)


def told(imported) -> dict:
    return {row.name: (row.outcome, row.reason) for row in imported.rows.all()}


def write(imported, by):
    return confirm(imported=imported, version=imported.version, by=by)


@pytest.mark.parametrize("columns", [133, 135, 139, 140])
def test_an_extract_is_imported_and_again_changes_nothing(trust, lead, schools_of_both, columns):
    imported = preview(trust, lead, extract(schools_of_both, columns), which=FERN[0])
    assert told(imported) == {"St Andrew’s": ("new", ""), "Ashdown": ("new", "")}
    assert not trust.schools.exists()
    assert write(imported, lead) == {"new": 2, "changed": 0, "unchanged": 0, "refused": 0}
    ashdown, andrew = trust.schools.order_by("name")
    assert (andrew.name, andrew.urn, andrew.dfe_number) == ("St Andrew’s", "136001", "9086001")
    assert (ashdown.phase, ashdown.kind, ashdown.state) == (
        "secondary",
        "Academy converter",
        "open",
    )
    trust.refresh_from_db()
    assert trust.uid == FERN[0]
    before = list(School.objects.values())
    again = preview(trust, lead, extract(schools_of_both, columns))
    assert counts(again) == {"new": 0, "changed": 0, "unchanged": 2, "refused": 0}
    write(again, lead)
    assert list(School.objects.values()) == before
    assert trust.activity.first().sentence == (
        "Imported schools from “file.csv”: 0 new, 0 changed, 2 unchanged, 0 refused."
    )


@pytest.mark.parametrize("which", ["4101", "TR00101", "07000101", "Fernleigh trust", ""])
def test_a_trust_is_found_by_any_of_its_numbers_and_by_name(trust, lead, schools_of_both, which):
    listed = groups(
        ("4101", "TR00101", "FERNLEIGH TRUST", "07000101", "06", "OPEN"),
        ("5505", "SP00101", "FERNLEIGH TRUST", "07000101", "05", "OPEN"),
        ("4202", "TR00202", RIVAL[1], "07000202", "06", "OPEN"),
    )
    imported = preview(trust, lead, extract(schools_of_both), which=which, groups=rows_of(listed))
    assert imported.uid == "4101"
    assert counts(imported)["new"] == 2


def test_a_trust_that_is_not_there_closed_or_without_number_gets_a_sentence(
    trust, lead, schools_of_both
):
    closed = groups(("9", "TR00009", "GONE TRUST", "07000009", "06", "CLOSED"))
    for which, listed, said in (
        ("Fernleigh Academy", None, "Did you mean FERNLEIGH TRUST"),
        ("4000", None, "has no trust “4000”"),
        ("TR00101", None, "has no TR numbers"),
        ("07000101", None, "has no Companies House numbers"),
        ("Gone Trust", closed, "is closed"),
        ("Nobody", extract(schools_of_both), "Give its UID"),
    ):
        with pytest.raises(Unreadable) as error:
            preview(
                trust,
                lead,
                extract(schools_of_both),
                which=which,
                groups=rows_of(listed) if listed else None,
            )
        assert said in str(error.value)
    assert not Import.objects.exists()


def test_two_trusts_of_one_name_are_told_apart_by_uid(trust, lead):
    rows = [school(136001, "One"), school(136002, "Two", ("4999", FERN[1]))]
    with pytest.raises(Unreadable, match="4101 or 4999"):
        preview(trust, lead, extract(rows), which=FERN[1])


def test_heads_names_are_kept_nowhere(trust, lead, schools_of_both):
    preview(trust, lead, extract(schools_of_both), which=FERN[0])
    kept = (Import, ImportPiece, ImportRow)
    stored = "".join(str(list(model.objects.values())) for model in kept)
    assert "St Andrew’s" in stored
    assert not any(word in stored for word in HEAD.split())
    own = sheet(("Name", "Phase", "Headteacher", "Head's email"), ("A", "Primary", HEAD, HEAD))
    imported = preview(trust, lead, own)
    assert imported.headers == ["Name", "Phase"]
    assert imported.pieces.get().rows == [[2, ["A", "Primary"]]]


def test_a_school_that_the_register_has_elsewhere_or_closed(trust, lead, schools_of_both):
    add_school(trust=trust, name="Of the rival", phase="primary", urn="137001")
    add_school(trust=trust, name="Closed before", phase="primary", urn="100001")
    imported = preview(trust, lead, extract(schools_of_both), which=FERN[0])
    outcomes = told(imported)
    assert outcomes["Of the rival"][0] == "refused"
    assert "does not have it with your trust" in outcomes["Of the rival"][1]
    closed = imported.rows.get(name="Closed before")
    assert ["Open or closed", "Open", "Closed"] in closed.changes
    write(imported, lead)
    assert trust.schools.get(urn="100001").state == "closed"


def test_a_urn_of_another_trusts_school_is_refused_without_its_name(
    trust, rival, lead, schools_of_both, sign_in
):
    add_school(trust=rival, name="Theirs", phase="primary", urn="136001")
    imported = preview(trust, lead, extract(schools_of_both), which=FERN[0])
    outcome, reason = told(imported)["St Andrew’s"]
    assert outcome == "refused"
    assert "another trust has in its list" in reason
    assert rival.name not in reason
    assert "Theirs" not in reason
    page = reverse("school_import", args=[trust.slug, imported.pk])
    assert "Refused rows are left out" in sign_in(lead).get(page).content.decode()
    assert write(imported, lead)["new"] == 1
    assert not trust.schools.filter(urn="136001").exists()


def test_a_list_of_refused_rows_alone_is_not_said_to_stand(trust, lead, sign_in):
    imported = preview(trust, lead, sheet(HEADINGS, ("1", "", "Ash", "Primary")))
    page = sign_in(lead).get(reverse("school_import", args=[trust.slug, imported.pk]))
    assert "There is nothing to import: every row is refused." in read(page).text


def test_a_school_that_moved_keeps_a_row_in_each_trust(trust, rival, lead, schools_of_both):
    theirs = add_school(trust=rival, name="Theirs", phase="primary", urn="136001")
    record_leaving(school=theirs, on=datetime.date(2026, 8, 31), by=lead)
    write(preview(trust, lead, extract(schools_of_both), which=FERN[0]), lead)
    rows = School.objects.filter(urn="136001").order_by("pk")
    assert [(row.trust, row.left_on) for row in rows] == [
        (rival, datetime.date(2026, 8, 31)),
        (trust, None),
    ]
    record_leaving(school=rows[1], on=datetime.date(2026, 9, 30), by=lead)
    again = preview(trust, lead, extract(schools_of_both), which=FERN[0])
    assert told(again)["St Andrew’s"] == (
        "refused",
        "It left this trust on 30 September 2026. If it has come back, add it by hand.",
    )


ROWS = {
    "a formula": (("136001", "", '=HYPERLINK("http://x","Y")', "Primary"), "is a formula"),
    "a bad URN": (("13600", "", "A", "Primary"), "A URN has six digits, such as 136312; this row"),
    "a bad number": (("", "90824", "A", "Primary"), "seven digits"),
    "a bad phase": (("", "", "A", "Strange"), "is not a phase"),
    "no phase": (("", "", "A", "-"), "It has no phase"),
    "no name": (("136001", "", "", "Primary"), "It has no name"),
    "a bad date": (("", "", "A", "Primary", "", "", "someday"), "is not a date"),
    "a long name": (("", "", "A" * 201, "Primary"), "at most 200"),
    "closed": (("", "", "A", "Primary", "Closed"), "nothing to add"),
    "a long cluster": (("", "", "A", "Primary", "Open", "C" * 101), "at most 100"),
}


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("made", [sheet, workbook])
def test_a_row_that_cannot_be_taken_is_refused_with_the_reason(trust, lead, name, made):
    row, said = ROWS[name]
    good = ("136009", "", "Good", "Primary", "Open")
    imported = preview(trust, lead, made(HEADINGS, good, row))
    first, second = imported.rows.all()
    assert (first.outcome, second.outcome) == ("new", "refused")
    assert said in second.reason
    assert write(imported, lead)["new"] == 1
    assert [one.name for one in trust.schools.all()] == ["Good"]


def test_the_second_of_two_rows_for_one_school_is_refused(trust, lead):
    rows = [
        ("136001", "", "A", "Primary"),
        ("136002", "", "B", "Primary"),
        ("136001", "", "C", "4"),
    ]
    imported = preview(trust, lead, sheet(HEADINGS, *rows))
    assert told(imported)["C"] == ("refused", "Row 2 is the same school. Delete one of the two.")


def test_a_pasted_table_of_a_diocese_brings_clusters_and_dfe_numbers(trust, lead):
    table = (
        "LA Code\tSchool\tPhase\tStatus\tFamily\n"
        "9085401\tAll Souls\t11-18\tAcademy\tNorth\n"
        "9083401\tSt Anselm's\tPrimary\tVA\tSouth\n\n"
        "LA Code\tSchool\tPhase\tStatus\tFamily\n"
        "9083402\tSt Bega's\t3-16\tVC\tsouth"
    )
    imported = read_import(trust=trust, by=lead, name="table", rows=pasted_rows(table))
    assert not trust.clusters.exists()
    write(imported, lead)
    assert [
        (one.dfe_number, one.phase, one.kind, one.cluster.name) for one in trust.schools.all()
    ] == [
        ("9085401", "secondary", "Academy", "North"),
        ("9083401", "primary", "Voluntary aided school", "South"),
        ("9083402", "all-through", "Voluntary controlled school", "South"),
    ]
    again = read_import(trust=trust, by=lead, name="table", rows=pasted_rows(table))
    assert counts(again) == {"new": 0, "changed": 0, "unchanged": 3, "refused": 0}
    with_urn = sheet(HEADINGS, ("136401", "908/5401", "All Souls College", "Secondary"))
    row = preview(trust, lead, with_urn).rows.get()
    assert row.changes == [["URN", "", "136401"], ["Name", "All Souls", "All Souls College"]]


def test_dates_come_in_two_forms_and_some_stand_for_unknown(trust, lead):
    days = ("01/09/2019", "02-09-2019", "01-01-1900", "01/01/1902", "2019-09-05")
    rows = [("", "", f"S{at}", "2", "", "", day) for at, day in enumerate(days)]
    write(preview(trust, lead, sheet(HEADINGS, *rows)), lead)
    found = [one.joined_on for one in trust.schools.order_by("name")]
    assert found == [
        datetime.date(2019, 9, 1),
        datetime.date(2019, 9, 2),
        None,
        None,
        datetime.date(2019, 9, 5),
    ]


def test_a_stale_preview_writes_nothing_and_is_made_anew(trust, lead):
    ash = add_school(trust=trust, name="Ash", phase="primary", urn="136001")
    imported = preview(trust, lead, sheet(HEADINGS, ("136001", "", "Ash House", "Primary")))
    School.objects.filter(pk=ash.pk).update(name="Ash Hall")
    with pytest.raises(Stale):
        write(imported, lead)
    assert trust.schools.get().name == "Ash Hall"
    imported.refresh_from_db()
    assert imported.rows.get().changes == [["Name", "Ash Hall", "Ash House"]]
    with pytest.raises(Stale):
        confirm(imported=imported, version=imported.version - 1, by=lead)
    write(imported, lead)
    assert trust.schools.get().name == "Ash House"


def test_a_long_list_is_compared_a_piece_at_a_time(trust, lead, sign_in):
    rows = [(str(200_000 + at), "", f"School {at}", "Primary") for at in range(4_100)]
    imported = preview(trust, lead, sheet(HEADINGS, *rows, rows[0]))
    assert (imported.compared, imported.total) == (2_000, 4_101)
    client, page = sign_in(lead), reverse("school_import", args=[trust.slug, imported.pk])
    assert "2000 of 4101 rows" in client.get(page).content.decode()
    piece = client.post(f"{page}on/", headers={"HX-Request": "true"})
    assert "4000 of 4101 rows" in piece.content.decode()
    assert client.post(f"{page}on/", headers={"HX-Request": "true"})["HX-Redirect"] == page
    assert go_on(imported=imported).state == "ready"
    assert counts(imported) == {"new": 4_100, "changed": 0, "unchanged": 0, "refused": 1}
    shown = client.get(page, {"show": "new", "page": 3}).content.decode()
    assert "Page 3 of 21" in shown
    assert "School 400<" in shown


def test_columns_are_guessed_and_the_guess_corrected_on_screen(trust, lead, sign_in):
    client = sign_in(lead)
    file = sheet(("Ref", "Called", "Phase", "URN"), ("x", "Ash", "Primary", "136001"))
    file.name = "list.csv"
    page = client.post(f"/t/{trust.slug}/schools/import/", {"file": file}, follow=True)
    assert "Say which column has: Name" in page.content.decode()
    imported = trust.imports.get()
    form = {"urn": "3", "name": "1", "phase": "2"}
    columns = reverse("import_columns", args=[trust.slug, imported.pk])
    page = read(client.post(columns, form, follow=True))
    chosen = page.one("select", name="name").one("option", selected="")
    assert chosen.text == "Called"
    confirming = page.one("form", action=reverse("confirm_import", args=[trust.slug, imported.pk]))
    done = client.post(confirming.attrs["action"], sent(confirming), follow=True)
    assert "1 new, 0 changed" in done.content.decode()
    assert trust.schools.get().name == "Ash"
    again = client.post(confirming.attrs["action"], sent(confirming), follow=True)
    assert "imported already" in again.content.decode()
    assert not ImportRow.objects.exists()
    assert not ImportPiece.objects.exists()


def test_a_discarded_import_leaves_nothing(trust, lead, sign_in):
    imported = preview(trust, lead, sheet(HEADINGS, ("136001", "", "Ash", "Primary")))
    sign_in(lead).post(reverse("discard_import", args=[trust.slug, imported.pk]))
    assert not Import.objects.exists()
    assert not ImportRow.objects.exists()


def test_what_is_exported_imports_unchanged(trust, lead, sign_in, schools_of_both):
    write(preview(trust, lead, extract(schools_of_both), which=FERN[0]), lead)
    for name in ("schools_csv", "schools_xlsx"):
        answer = sign_in(lead).get(reverse(name, args=[trust.slug]))
        again = preview(trust, lead, io.BytesIO(answer.content))
        assert counts(again) == {"new": 0, "changed": 0, "unchanged": 2, "refused": 0}
