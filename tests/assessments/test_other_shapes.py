"""Instruments of other shapes go the whole way, without new Python, template or migration."""

import pytest
from django.urls import reverse

from matcap.assessments.models import Assessment, Mark

from ..conftest import rating_of
from ..house import instruments
from ..pages import read, sent

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(sign_in, lead):
    return sign_in(lead)


def start(client, trust, slug, title) -> Assessment:
    """Start and open it through the pages, as a person would."""
    address = reverse("start", args=[trust.slug])
    data = {"framework": instruments()[slug].pk, "title": title, "opened_on": "2026-03-02"}
    assert client.post(address, data).status_code == 302
    draft = Assessment.objects.get(title=title)
    assert client.post(at(draft, "open_assessment")).url == at(draft, "assessment")
    return Assessment.objects.get(title=title)


def at(assessment, name, **kwargs):
    return reverse(
        name, kwargs={"trust": assessment.trust.slug, "assessment": assessment.pk} | kwargs
    )


def choose(client, assessment, **levels):
    """Rate elements on their own pages; "G_1" stands for the element G.1."""
    for name, level in levels.items():
        code = name.replace("_", ".")
        address = at(assessment, "rate", code=code)
        data = sent(read(client.get(address)).one("form", id="rating-form"))
        answer = client.post(address, data | {"level": level}, headers=HTMX)
        assert answer.status_code == 200
        assert rating_of(assessment, code).level.code == level


def agree(client, assessment):
    assert client.post(at(assessment, "agree")).url == at(assessment, "heat_map")


def heat_map(client, assessment):
    page = read(client.get(at(assessment, "heat_map")))
    cells = [
        (cell.attrs["class"], cell.text) for cell in page.one("table", class_="heat-map").find("td")
    ]
    return page, cells


def spreadsheet(client, assessment) -> list[str]:
    text = client.get(at(assessment, "heat_map_csv")).content.decode("utf-8-sig")
    return text.split("\r\n")[:-1]


def test_four_described_stages(client, trust, board, sign_in):
    first = start(client, trust, "garden-stages", "Spring 2026")
    page = read(client.get(at(first, "rate", code="G.1")))
    strand = page.find("fieldset", class_="strand")[0]
    assert [text.text.split(":")[0] for text in strand.find("p")] == [
        "Bare",
        "Sown",
        "In leaf",
        "In fruit",
    ]
    assert [step.attrs["value"] for step in strand.find("input", type="radio")] == [
        "BARE",
        "SOWN",
        "LEAF",
        "FRUIT",
        "",
    ]
    choose(client, first, G_1="SOWN", G_2="FRUIT")
    agree(client, first)
    second = start(client, trust, "garden-stages", "Summer 2026")
    choose(client, second, G_1="LEAF", G_2="SOWN")
    page, cells = heat_map(client, second)
    assert cells == [
        ("level level-teal", "G.1 · LEAF Soil stronger than Spring 2026 ▲ from SOWN"),
        ("level level-violet", "G.2 · SOWN Tools weaker than Spring 2026 ▼ from FRUIT"),
    ]
    assert page.one("h1").text == "Where the trust is strong, and where to build"
    assert spreadsheet(client, second) == [
        "Area,Element,Name,Rating,Rating in words,Spring 2026,Change",
        "G The ground,G.1,Soil,LEAF,In leaf,SOWN,stronger",
        "G The ground,G.2,Tools,SOWN,Sown,FRUIT,weaker",
    ]
    agree(client, second)
    assert heat_map(sign_in(board), second)[1] == cells


def test_marks_on_four_stages_suggest_the_nearest(client, trust):
    garden = start(client, trust, "garden-stages", "Spring 2026")
    address = at(garden, "rate", code="G.1")
    data = {"version": "1", "mark-i": "LEAF", "mark-ii": "FRUIT"}
    piece = read(client.post(address, data, headers=HTMX))
    assert piece.one("div", id="suggestion").text == (
        "Your marks so far lean to the strong end: 1 In leaf, 1 In fruit of 2. "
        "They fall between In leaf and In fruit. It is your call."
    )
    assert set(Mark.objects.values_list("strand__position", "level__code")) == {
        (1, "LEAF"),
        (2, "FRUIT"),
    }


def test_three_choices_without_order(client, trust):
    first = start(client, trust, "who-decides", "Last year")
    choose(client, first, D1="SET", F1="FREE")
    agree(client, first)
    second = start(client, trust, "who-decides", "This year")
    choose(client, second, D1="LINE", F1="FREE")
    page = read(client.get(at(second, "heat_map")))
    piles = [[card.text for card in pile.find("li")] for pile in page.find("ul", class_="cards")]
    assert piles == [["D1 Timetable ≠ Was Standardise in Last year"], ["F1 Lunch"]]
    assert page.one("h1").text == "What the trust has chosen"
    assert "weak" not in page.one("main").text
    assert [row.split(",")[3:] for row in spreadsheet(client, second)[1:]] == [
        ["LINE", "Align", "", "SET", "other"],
        ["FREE", "Autonomy", "", "FREE", "same"],
    ]


def test_marks_without_order_suggest_nothing(client, trust):
    assessment = start(client, trust, "who-decides", "This year")
    address = at(assessment, "rate", code="D1")
    piece = read(client.post(address, {"version": "1", "mark-i": "SET"}, headers=HTMX))
    assert piece.one("div", id="suggestion").text == ""
    assert Mark.objects.get().level.code == "SET"


def test_a_level_of_one_instrument_is_none_of_another(client, trust):
    assessment = start(client, trust, "who-decides", "This year")
    answer = client.post(at(assessment, "rate", code="D1"), {"version": "1", "level": "FRUIT"})
    assert answer.status_code == 422
    refusal = read(answer).one("div", id="conflict").text
    assert refusal == "Nothing was saved. That level is not on this framework's scale."
    assert rating_of(assessment, "D1").version == 1


@pytest.mark.parametrize(
    ("slug", "levels"),
    [
        ("garden-stages", {"G_1": "LEAF", "G_2": "BARE"}),
        ("who-decides", {"D1": "SET", "F1": "LINE"}),
    ],
)
def test_every_page_and_paper_of_it_is_there(client, trust, slug, levels):
    assessment = start(client, trust, slug, "Now")
    choose(client, assessment, **levels)
    for name in ("assessment", "heat_map", "plan"):
        assert "Now" in read(client.get(at(assessment, name))).one("main").text
    for name in ("board_pack", "heat_map_pdf", "rubric_pdf", "priorities_pdf"):
        assert client.get(at(assessment, name)).content.startswith(b"%PDF-1.7")
    home = read(client.get(reverse("trust", args=[trust.slug])))
    shown = home.find("table", class_="heat-map") + home.find("div", class_="piles")
    assert len(shown[0].find("td") + shown[0].find("li")) == 2


def test_open_assessments_with_different_instruments_stand_side_by_side(client, trust, assessment):
    start(client, trust, "garden-stages", "Garden")
    start(client, trust, "who-decides", "Decisions")
    assert Assessment.objects.filter(state="open").count() == 3
