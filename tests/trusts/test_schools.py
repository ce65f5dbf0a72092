"""The list of schools: what it shows, in which order, what it exports, and changes by hand."""

import csv
import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matcap.trusts.actions import (
    add_school,
    edit_school,
    make_cluster,
    move_schools,
    record_leaving,
)
from matcap.ui.refusal import Refused

from ..pages import read


@pytest.fixture
def listed(trust, lead):
    """Four schools, each unlike the others in what one can ask for."""
    north = make_cluster(trust=trust, name="North", by=lead)
    made = {
        "ash": add_school(
            trust=trust, name="Ash", phase="primary", urn="136002", cluster=north, by=lead
        ),
        "birch": add_school(
            trust=trust,
            name="Birch",
            phase="secondary",
            urn="136001",
            la_code="908",
            establishment_number="5401",
        ),
        "cedar": add_school(trust=trust, name="Cedar", phase="primary", state="closed"),
        "dell": add_school(trust=trust, name="Dell", phase="primary"),
    }
    record_leaving(school=made["dell"], on=datetime.date(2026, 8, 31), by=lead)
    return made | {"north": north}


def names(client, trust, **asked) -> list[str]:
    page = read(client.get(reverse("schools", args=[trust.slug]), asked))
    return [cell.text for cell in page.find("th", scope="row")]


def test_the_list_is_filtered(trust, lead, sign_in, listed):
    client, north = sign_in(lead), listed["north"].pk
    for asked, shown in (
        ({}, ["Ash", "Birch", "Cedar"]),
        ({"show": "open"}, ["Ash", "Birch"]),
        ({"show": "closed"}, ["Cedar"]),
        ({"show": "left"}, ["Dell"]),
        ({"show": "all"}, ["Ash", "Birch", "Cedar", "Dell"]),
        ({"phase": "secondary"}, ["Birch"]),
        ({"cluster": north}, ["Ash"]),
        ({"cluster": "none"}, ["Birch", "Cedar"]),
        ({"q": "IRC"}, ["Birch"]),
        ({"q": "908/5401"}, ["Birch"]),
        ({"q": "136002"}, ["Ash"]),
        ({"q": "zebra"}, []),
        ({"cluster": "x", "phase": "y", "show": "z", "sort": "w", "page": "v"}, 3),
    ):
        found = names(client, trust, **asked)
        assert found == shown or len(found) == shown, asked


def test_the_list_is_sorted_by_its_headings(trust, lead, sign_in, listed):
    client, address = sign_in(lead), reverse("schools", args=[trust.slug])
    assert names(client, trust, sort="-name") == ["Cedar", "Birch", "Ash"]
    assert names(client, trust, sort="urn") == ["Cedar", "Birch", "Ash"]
    page = read(client.get(address, {"sort": "phase", "q": "r"}))
    (heading,) = page.find("th", aria_sort="ascending")
    link = heading.one("a")
    assert (link.text, link.attrs["href"]) == ("Phase", "?sort=-phase&q=r")
    page = read(client.get(address + link.attrs["href"]))
    assert [cell.text for cell in page.find("th", aria_sort="descending")] == ["Phase"]


def test_the_export_is_what_is_shown_and_safe_in_a_spreadsheet(trust, lead, sign_in, listed):
    from openpyxl import load_workbook

    add_school(trust=trust, name='=HYPERLINK("http://x")', phase="secondary")
    client, asked = sign_in(lead), {"phase": "secondary", "show": "all"}
    answer = client.get(reverse("schools_csv", args=[trust.slug]), asked)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[:4] for row in rows[1:]] == [
        ["", "", '\'=HYPERLINK("http://x")', "Secondary"],
        ["136001", "9085401", "Birch", "Secondary"],
    ]
    answer = client.get(reverse("schools_xlsx", args=[trust.slug]), asked)
    sheet = load_workbook(io.BytesIO(answer.content)).active
    found = [[cell.value or "" for cell in row] for row in sheet.rows]
    assert found == rows
    assert "f" not in {cell.data_type for row in sheet.rows for cell in row}


def test_a_page_takes_as_many_queries_for_many_schools_as_for_one(trust, lead, sign_in):
    client = sign_in(lead)
    counted = {}
    for many in (1, 200):
        for at in range(trust.clusters.count(), max(1, many // 10)):
            make_cluster(trust=trust, name=f"Cluster {at}", by=lead)
        for at in range(trust.schools.count(), many):
            add_school(
                trust=trust, name=f"School {at}", phase="primary", cluster=trust.clusters.last()
            )
        for name in ("schools", "schools_csv", "schools_xlsx", "clusters"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                answer = client.get(reverse(name, args=[trust.slug]))
            assert answer.status_code == 200
            counted.setdefault(name, []).append(len(queries))
    assert {name: low == high for name, (low, high) in counted.items()} == dict.fromkeys(
        counted, True
    )
    assert max(counted["schools"]) <= 7


def test_ticked_schools_move_and_others_stay(trust, rival, lead, sign_in, listed):
    theirs = add_school(trust=rival, name="Theirs", phase="primary")
    client, address = sign_in(lead), reverse("move_schools", args=[trust.slug])
    north = listed["north"]
    form = {"schools": [listed["birch"].pk, listed["cedar"].pk], "to": north.pk}
    page = client.post(address, form, follow=True).content.decode()
    assert "2 schools now in North." in page
    assert [one.name for one in north.schools.all()] == ["Ash", "Birch", "Cedar"]
    for wrong in (
        {"schools": [theirs.pk], "to": north.pk},
        {"to": north.pk},
        {"schools": form["schools"]},
    ):
        page = client.post(address, wrong, follow=True).content.decode()
        assert "Tick the schools to move" in page
    theirs.refresh_from_db()
    assert theirs.cluster is None
    client.post(address, {"schools": [listed["ash"].pk], "to": "none"})
    assert north.schools.count() == 2
    assert move_schools(trust=trust, schools=[], cluster=north, by=lead) == 0


def test_a_school_is_added_and_edited_by_hand(trust, rival, lead, sign_in):
    add_school(trust=rival, name="Theirs", phase="primary", urn="136009")
    client, add = sign_in(lead), reverse("add_school", args=[trust.slug])
    form = {"name": "Elm", "phase": "primary", "state": "open", "urn": "136009"}
    page = client.post(add, form).content.decode()
    assert "A school with this URN is in a trust already." in page
    assert rival.name not in page
    assert (
        client.post(add, form | {"urn": "12"}).content.decode().count("A URN has six digits.") == 1
    )
    assert client.post(add, form | {"urn": "136010"}).status_code == 302
    assert (
        "elm is in the list already"
        in read(client.post(add, form | {"name": "elm", "urn": ""})).text
    )
    elm = trust.schools.get()
    page = client.post(reverse("edit_school", args=[trust.slug, elm.pk]), form | {"urn": "136009"})
    assert "is in a trust already" in page.content.decode()
    edit_school(school=elm, by=lead, kind="Free school")
    elm.refresh_from_db()
    assert (elm.name, elm.urn, elm.kind) == ("Elm", "136010", "Free school")
    assert trust.activity.first().sentence == "Changed the details of Elm."


def test_a_school_leaves_once_and_not_before_it_joined(trust, lead, sign_in):
    school = add_school(
        trust=trust, name="Fir", phase="primary", joined_on=datetime.date(2026, 1, 1)
    )
    with pytest.raises(ValidationError):
        record_leaving(school=school, on=datetime.date(2025, 1, 1), by=lead)
    address = reverse("leave_trust", args=[trust.slug, school.pk])
    page = sign_in(lead).post(address, {"leaving-left_on": "2025-12-31"})
    assert "before the date of joining" in page.content.decode()
    sign_in(lead).post(address, {"leaving-left_on": "2026-12-31"})
    school.refresh_from_db()
    assert school.left_on == datetime.date(2026, 12, 31)
    with pytest.raises(Refused):
        record_leaving(school=school, on=datetime.date(2026, 12, 31), by=lead)


def test_a_contributor_reads_the_list_and_changes_nothing(trust, contributor, sign_in, listed):
    client = sign_in(contributor)
    assert names(client, trust) == ["Ash", "Birch", "Cedar"]
    page = client.get(reverse("schools", args=[trust.slug])).content.decode()
    assert "Import schools" not in page
    assert 'type="checkbox"' not in page
