"""The papers of instruments of each kind, as trustees read them."""

from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pdfua import validate

from frameworks.loader import publish
from matcap.assessments.evidence import attach_link
from matcap.planning.actions import add_priority, edit_priority
from matcap.reports import documents
from matcap.trusts.roles import Role

from ..conftest import begin, person, rate
from ..frameworks.instruments import grown
from ..kinds import aim, by_example, guided, settle, targeted, write
from .conftest import Paper, blank_rubric, paper

pytestmark = pytest.mark.once

KINDS = {
    "board_pack": partial(paper, documents.board_pack),
    "heat_map": partial(paper, documents.heat_map),
    "priorities": partial(paper, documents.priorities),
    "filled_rubric": partial(paper, documents.filled_rubric),
    "blank_rubric": blank_rubric,
}


def prioritise(assessment, code, by) -> None:
    element = assessment.tree.element_by_code[code].pk
    priority = add_priority(assessment=assessment, element=element, by=by)
    edit_priority(
        priority=priority,
        version=priority.version,
        by=by,
        what_we_will_do="Meet.",
        issues=[(None, "It is not agreed.", [])],
    )


@pytest.fixture
def aimed(trust, lead, schools):
    assessment = begin(trust, targeted(), lead, schools=schools)
    for code, level in (("1A", "AR"), ("1B", "R"), ("2A", "G")):
        rate(assessment, code, level, lead)
    aim(assessment, **{"1A": "G", "1B": "G", "2A": "G"})
    rate(assessment, "1A", "R", lead, school=schools[0])
    prioritise(assessment, "1B", lead)
    return settle(assessment)


@pytest.fixture
def chosen(trust, lead, schools):
    framework = guided()
    before = begin(trust, framework, lead, title="Last year", year=2025)
    for code, level in (("1A", "R"), ("1B", "G"), ("2A", "G")):
        rate(before, code, level, lead)
    settle(before, 2025)
    now = begin(trust, framework, lead, schools=schools)
    rate(now, "1A", "AR", lead, reason="Heads asked for it.")
    rate(now, "1B", "G", lead)
    rate(now, "1A", "G", lead, school=schools[0])
    prioritise(now, "1A", lead)
    return settle(now)


@pytest.fixture
def shown(trust, lead, schools):
    assessment = begin(trust, by_example(), lead, schools=schools)
    rating = write(assessment, "1A", "Every school wrote it with us.", lead)
    attach_link(rating=rating, title="Plan", address="https://example.org/plan", by=lead)
    write(assessment, "1B", "Pupils show it.", lead, school=schools[0])
    prioritise(assessment, "2A", lead)
    return settle(assessment)


@pytest.fixture(params=["aimed", "chosen", "shown"])
def of_a_kind(request):
    """An agreed assessment of each kind that the sample's is not."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_is_tagged_and_its_headings_skip_no_level(of_a_kind, kind, tmp_path):
    made = KINDS[kind](of_a_kind)
    file = tmp_path / "document.pdf"
    file.write_bytes(made.content)
    assert validate(file).findings == ()
    used = [len(made.elements(f"/H{level}")) > 0 for level in range(1, 6)]
    assert used == sorted(used, reverse=True)
    assert len(made.elements("/H1")) == 1
    for cell in made.elements("/TH"):
        assert cell.A.Scope in ("/Row", "/Column")
    for cell in made.elements("/TD"):
        assert "/Headers" in cell.A


def test_a_pack_with_targets_begins_with_the_gaps(aimed):
    first, *_ = KINDS["board_pack"](aimed).pages
    assert "A small instrument Autumn 2026, agreed on 14 November 2026." in first
    assert "R → AR Where we are now → Where we need to be" in first
    assert "1A · AR needs to be → G Element 1A 1 step to go" in first
    assert "2A · G needs to be → G Element 2A ✓ on target" in first
    assert (
        "Where the target is furthest ahead 1B R → G Element 1B, 2 steps to go "
        "1A AR → G Element 1A, 1 step to go" in first
    )
    assert "A R needs to be → G 1B Element 1B" in first


def test_the_heat_map_with_targets_has_the_schools_below(aimed):
    [page] = KINDS["heat_map"](aimed).pages
    assert "Where the trust is, and where it needs to be" in page
    assert "Ashdown R – –" in page


def test_its_rubric_asks_twice_and_shows_both(aimed):
    blank = KINDS["blank_rubric"](aimed).text
    assert blank.count("Where we are now (circle one)") == 3
    assert blank.count("Where we need to be (circle one)") == 3
    filled = KINDS["filled_rubric"](aimed).text
    assert "Where we are now: Red" in filled
    assert "Where we need to be: Green" in filled


def test_a_pack_of_choices_begins_with_what_is_chosen_and_what_changed(chosen):
    first, *others = KINDS["board_pack"](chosen).pages
    assert "Who chooses Autumn 2026, agreed on 14 November 2026. The choices have no order" in first
    assert "AR Amber Red Nearer to weak 1A Element 1A ≠ (the guide says Red)" in first
    assert "G Green Strong 1B Element 1B" in first
    assert "Not chosen yet 2A Element 2A" in first
    assert "What changed since Last year ≠ 1A from Red to Amber Red: Heads asked for it." in first
    assert "A AR 1A Element 1A" in first
    rest = " ".join(others)
    assert (
        "AR Amber Red ≠ different from Last year, when it was Red (the guide says Red) "
        "Why this choice: Heads asked for it." in rest
    )
    assert rest.count("No key evidence is noted for any element.") == 1
    assert "Key evidence" not in rest
    assert "strong" not in rest.lower().replace("g green: strong", "")


def test_choices_on_paper_count_the_schools_and_no_school_is_named(chosen):
    sheet = KINDS["heat_map"](chosen)
    assert "What the trust has chosen" in sheet.pages[0]
    assert "How many schools chose what" in sheet.text
    assert "1A Element 1A Amber Red 0 0 1 1" in sheet.text
    assert "Ashdown" not in sheet.text


def test_the_blank_rubric_gives_no_guide_away(chosen):
    blank = KINDS["blank_rubric"](chosen)
    assert "guide says" not in blank.text
    assert blank.text.count("Our choice (circle one)") == 3
    assert "(the guide says Red)" in KINDS["filled_rubric"](chosen).text


def test_a_pack_of_examples_says_which_are_there_and_which_are_not(shown):
    first, *others = KINDS["board_pack"](shown).pages
    assert "An example shows what is there; it is no grade." in first
    assert "Elements with an example 1A Element 1A" in first
    assert "No example yet 1B Element 1B 2A Element 2A" in first
    assert "Not rated" not in " ".join([first, *others])
    assert "1A Element 1A Topic Every school wrote it with us. Link: Plan" in " ".join(others)


def test_the_register_on_paper_has_the_schools_and_who_wrote_last(shown):
    sheet = KINDS["heat_map"](shown)
    assert "Examples of each element" in sheet.pages[0]
    assert "Every school wrote it with us. Link: Plan https://example.org/plan" in sheet.text
    assert "Alice Lead 1B Element 1B No example yet Ashdown Pupils show it." in sheet.text
    assert "Not rated" not in sheet.text


def test_its_rubrics_have_room_for_an_example_or_show_it(shown):
    blank = KINDS["blank_rubric"](shown)
    assert blank.text.count("Our example") == 3
    assert "circle" not in blank.text
    filled = KINDS["filled_rubric"](shown).text
    assert "1A Element 1A Topic Our example Every school wrote it with us." in filled
    assert "Pupils show it." not in filled


def test_files_are_named_for_their_kind(sign_in, trust, lead, of_a_kind):
    name = of_a_kind.tree.words.map.replace(" ", "-")
    address = reverse("heat_map_pdf", args=[trust.slug, of_a_kind.pk])
    answer = sign_in(lead).get(address)
    assert f"autumn-2026-{name}.pdf" in answer["Content-Disposition"]


def test_a_school_lead_gets_no_paper_with_other_schools(sign_in, trust, schools, shown):
    head = person(trust, "Sam School", Role.SCHOOL_LEAD, schools=schools[1:])
    client = sign_in(head)
    for name in ("heat_map_pdf", "board_pack"):
        assert client.get(reverse(name, args=[trust.slug, shown.pk])).status_code == 403
    rubric = Paper(client.get(reverse("rubric_pdf", args=[trust.slug, shown.pk])).content)
    assert "Every school wrote it" in rubric.text
    assert "Pupils show it." not in rubric.text


def test_a_large_instrument_of_one_area_loses_no_cell(trust, lead):
    assessment = begin(trust, publish(grown(elements=40, strands=80)), lead)
    for element in assessment.tree.elements:
        rate(assessment, element.code, "G", lead)
    sheet = KINDS["heat_map"](settle(assessment))
    for element in assessment.tree.elements:
        assert f"{element.code} · G" in sheet.text
    assert "Element by element" in KINDS["board_pack"](settle(assessment)).text


def test_the_command_takes_the_latest_of_any_or_the_one_named(chosen, shown, tmp_path):
    file = tmp_path / "pack.pdf"
    call_command("board_pack", "fernleigh-trust", output=str(file))
    assert "What we do" in Paper(file.read_bytes()).pages[0]
    call_command("board_pack", "fernleigh-trust", framework="guided", output=str(file))
    assert "Who chooses" in Paper(file.read_bytes()).pages[0]
    with pytest.raises(CommandError) as refused:
        call_command("board_pack", "fernleigh-trust", framework="elsewhere", output=str(file))
    assert str(refused.value) == (
        "Fernleigh Trust has no agreed assessment with elsewhere: "
        "give one of those it has (by-example, guided)."
    )
