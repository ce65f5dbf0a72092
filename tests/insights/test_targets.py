"""Where the trust is and where it needs to be, side by side."""

import pytest
from django.urls import reverse

from frameworks.tree import tree_of
from matcap.insights.heatmap import Column, build

from ..conftest import begin, rate
from ..kinds import aim, targeted
from ..pages import read


@pytest.fixture
def aimed(trust, lead):
    """1A has two steps to go, 1B is there, 2A has a target and no level."""
    assessment = begin(trust, targeted(), lead)
    rate(assessment, "1A", "R", lead)
    rate(assessment, "1B", "G", lead)
    aim(assessment, **{"1A": "G", "1B": "AR", "2A": "G"})
    return assessment


def test_steps_to_go_and_the_furthest_first(db):
    tree = tree_of(targeted())
    pk = {level.code: level.pk for level in tree.levels}
    now = zip(tree.elements, ("AR", "R", "G"), ("G", "G", "R"), strict=True)
    heat_map = build(tree, [(None, None, e.pk, pk[level], pk[aim]) for e, level, aim in now])
    assert [(cell.steps_to_go, cell.is_there) for cell in heat_map.cells] == [
        (1, False),
        (2, False),
        (0, True),
    ]
    assert [cell.element.code for cell in heat_map.furthest] == ["1B", "1A"]


def test_what_is_missing_is_neither_ahead_nor_there(db):
    tree = tree_of(targeted())
    first, second, _ = tree.elements
    level = tree.levels[0].pk
    heat_map = build(
        tree, [(None, None, first.pk, level, None), (None, None, second.pk, None, level)]
    )
    assert [(cell.steps_to_go, cell.is_there) for cell in heat_map.cells] == [(0, False)] * 3
    assert heat_map.furthest == ()


def test_no_tile_is_left_alone_where_an_area_runs_in_lines():
    across = {count: Column(None, (None,) * count).across for count in range(3, 24)}
    assert across[3] == 3
    assert [across[count] for count in (6, 7, 8, 11, 12)] == [3, 4, 4, 4, 4]
    assert not [count for count, columns in across.items() if count % columns == 1]


@pytest.mark.parametrize(
    ("areas", "longest", "lanes"), [(1, 3, 1), (2, 7, 2), (5, 3, 5), (7, 2, 5), (3, 11, 1)]
)
def test_areas_stand_side_by_side_unless_one_is_too_long(db, areas, longest, lanes):
    from frameworks.loader import publish

    from ..frameworks.instruments import element, small

    content = small({"slug": f"wide-{areas}-{longest}", "examples": []})
    content["areas"] = [
        {
            "code": str(area),
            "name": f"Area {area}",
            "elements": [element(f"{area}-{n}", "i") for n in range(longest if area == 0 else 1)],
        }
        for area in range(areas)
    ]
    assert build(tree_of(publish(content)), []).lanes == lanes


def test_a_cell_says_both_and_what_is_to_go(sign_in, lead, aimed):
    page = read(sign_in(lead).get(reverse("heat_map", args=[aimed.trust.slug, aimed.pk])))
    assert page.one("h1").text == "Where the trust is, and where it needs to be"
    table = page.one("table", class_="heat-map")
    assert [cell.text for cell in table.find("td")] == [
        "1A · R needs to be → G Element 1A 2 steps to go",
        "1B · G needs to be → AR Element 1B ✓ on target",
        "2A · – needs to be → G Element 2A",
    ]
    assert "where it needs to be" in table.one("caption").text
    assert "Where we are now → Where we need to be" in page.one("ul", class_="key").text


def test_its_spreadsheet_has_columns_for_the_target(sign_in, trust, lead, aimed):
    answer = sign_in(lead).get(reverse("heat_map_csv", args=[trust.slug, aimed.pk]))
    assert answer.content.decode("utf-8-sig").split("\r\n")[:-1] == [
        "Area,Element,Name,Rating,Rating in words,Target,Target in words,Steps to go,Before,Change",
        "1 First,1A,Element 1A,R,Red,G,Green,2,,",
        "1 First,1B,Element 1B,G,Green,AR,Amber Red,0,,",
        "2 Second,2A,Element 2A,Not rated,Not rated,G,Green,,,",
    ]
