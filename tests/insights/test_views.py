"""The trust's home and its heat map, as people read them."""

import pytest
from django.urls import reverse

from matcap.assessments.actions import agree, reopen
from matcap.planning.actions import add_priority

from ..conftest import begin, rate, rate_all
from ..pages import read


def page_of(client, name, trust, *args):
    answer = client.get(reverse(name, args=[trust.slug, *args]))
    assert answer.status_code == 200
    return read(answer)


def cells(table):
    """Row by row, what each cell says."""
    return [
        (row.find("th")[0].text, [cell.text for cell in row.find("td")])
        for row in table.one("tbody").find("tr")
    ]


# ── the heat map ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def compared(trust, framework, lead, agreed, schools):
    """The year after `agreed`: 1A stronger, 1B the same, 2A weaker, the rest not rated."""
    assessment = begin(trust, framework, lead, schools=schools)
    for code, level in (("1A", "G"), ("1B", "R"), ("2A", "AR")):
        rate(assessment, code, level, lead)
    rate(assessment, "1A", "AR", lead, school=schools[0])
    return assessment


def test_the_heat_map_is_a_table_of_areas_with_codes_names_and_changes(
    sign_in, trust, lead, compared
):
    page = page_of(sign_in(lead), "heat_map", trust, compared.pk)
    table = page.one("table", class_="heat-map")
    assert table.one("caption").text == (
        "Autumn 2026: each element's rating, by area, and how it stands to Autumn 2025"
    )
    rows = cells(table)
    assert [heading for heading, _ in rows] == [
        f"{area.code} {area.name}" for area in compared.tree.areas
    ]
    names = {element.code: element.name for element in compared.tree.elements}
    assert rows[0][1] == [
        f"1A · G {names['1A']} stronger than Autumn 2025 ▲ from AG",
        f"1B · R {names['1B']} the same as Autumn 2025 =",
        f"1C · – {names['1C']}",
    ]
    assert rows[1][1][0] == f"2A · AR {names['2A']} weaker than Autumn 2025 ▼ from G"
    assert {th.attrs["scope"] for th in table.find("th")} == {"row"}


def test_a_cell_has_its_level_as_colour_code_and_name(sign_in, trust, lead, compared):
    page = page_of(sign_in(lead), "heat_map", trust, compared.pk)
    found = [
        (cell.attrs["class"], cell.find("abbr")[0].attrs["title"], cell.find("a")[0].attrs["href"])
        for cell in page.one("table", class_="heat-map").find("td")[:3]
    ]
    assert [one[:2] for one in found] == [
        ("level level-green", "Green"),
        ("level level-red", "Red"),
        ("level level-none", "Not rated"),
    ]
    assert all(address.endswith(("rate/1A/", "rate/1B/", "rate/1C/")) for *_, address in found)


def test_schools_stand_below_by_name(sign_in, trust, lead, compared):
    page = page_of(sign_in(lead), "heat_map", trust, compared.pk)
    table = page.one("table", class_="school-rows")
    assert cells(table) == [("Ashdown", ["AR", *["–"] * 11]), ("Birchfield", ["–"] * 12)]
    codes = [element.code for element in compared.tree.elements]
    assert [th.text for th in table.one("thead").find("th")] == codes


def test_without_schools_or_an_earlier_one_the_heat_map_is_only_itself(
    sign_in, trust, lead, assessment
):
    page = page_of(sign_in(lead), "heat_map", trust, assessment.pk)
    assert len(page.find("table")) == 1
    assert "stronger" not in page.text
    assert "▲" not in page.text
    assert page.one("p", class_="lede").text == (
        "Not yet agreed. A rating is a help to decide, not a verdict."
    )
    key = [item.text for item in page.one("ul", class_="key").find("li")]
    assert key[-1] == "– Not rated"
    assert key[0] == "R Red, weak capacity"


def test_an_agreed_heat_map_says_when(sign_in, trust, board, agreed):
    page = page_of(sign_in(board), "heat_map", trust, agreed.pk)
    assert page.one("p", class_="lede").text.startswith("Agreed 14 November 2025.")
    assert page.one("title").text == "Heat map · Autumn 2025 · matcap"


# ── home ──────────────────────────────────────────────────────────────────────────────────


def test_a_new_trusts_home_says_how_to_begin(sign_in, trust, lead, contributor, board):
    page = page_of(sign_in(lead), "trust", trust)
    start = reverse("start", args=[trust.slug])
    assert page.one("main").find("a", href=start)[-1].text == "Start the first assessment"
    for person, said in (
        (contributor, "When an assessment is started, you will find it here."),
        (board, "When an assessment is agreed, you will find it here."),
    ):
        page = page_of(sign_in(person), "trust", trust)
        assert said in page.one("main").text
        assert page.find("a", href=start) == []


def test_home_shows_the_latest_and_leads_on(sign_in, trust, lead, compared):
    element = compared.tree.elements[0]
    add_priority(assessment=compared, element=element.pk, by=lead)
    page = page_of(sign_in(lead), "trust", trust)
    assert page.one("h2", id="now").text == "Autumn 2026"
    assert "open since 7 September 2026, ratings due by 20 November 2026" in page.text
    (go_on,) = [link for link in page.find("a") if link.text == "Go on with 1C"]
    assert go_on.attrs["href"] == reverse("rate", args=[trust.slug, compared.pk, "1C"])
    assert page.one("ol", class_="priority-list").text == f"A 1A {element.name} G"
    earlier = page.one("section", aria_labelledby="before-heading")
    assert earlier.text.startswith("Other assessments ")
    (earlier,) = earlier.find("ul")
    assert earlier.text.startswith("Autumn 2025 ")
    assert earlier.text.endswith("agreed on 14 November 2025")


def test_when_all_is_rated_home_leads_to_what_is_left(sign_in, trust, lead, assessment):
    rate_all(assessment, lead)
    page = page_of(sign_in(lead), "trust", trust)
    assert "Go on with" not in page.text
    assert "See where it stands" in page.text
    agree(assessment=assessment, by=lead)
    page = page_of(sign_in(lead), "trust", trust)
    assert "Board pack (PDF)" in page.text


def test_a_board_member_sees_what_is_agreed_only(sign_in, trust, board, lead, compared):
    page = page_of(sign_in(board), "trust", trust)
    assert page.one("h2", id="now").text == "Autumn 2025"
    assert "Autumn 2026" not in page.text
    assert page.one("p", class_="crumbs").text == "Board member"


def test_what_is_reopened_is_hidden_from_the_board_again(sign_in, trust, board, lead, agreed):
    client, address = sign_in(board), reverse("heat_map", args=[trust.slug, agreed.pk])
    assert client.get(address).status_code == 200
    reopen(assessment=agreed, reason="A head was missing.", by=lead)
    assert client.get(address).status_code == 404
    assert "Autumn 2025" not in page_of(client, "trust", trust).text
