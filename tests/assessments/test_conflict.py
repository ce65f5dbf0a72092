"""What a save that came too late is shown, and what of it is written after the choice."""

import json

import pytest
from django.urls import reverse

from ..conftest import rate
from ..pages import read
from .test_views import HTMX, as_stored


@pytest.fixture
def address(trust, assessment):
    return reverse("rate", args=[trust.slug, assessment.pk, "1A"])


@pytest.fixture
def client(sign_in, lead):
    return sign_in(lead)


@pytest.fixture
def theirs(assessment, contributor):
    """What Bob saved while Alice's page was open: words, a rating, and two marks."""
    tree = assessment.tree
    first, second, *_ = tree.element_by_code["1A"].strands
    green, red = tree.level_by_code["G"].pk, tree.level_by_code["R"].pk
    return rate(
        assessment,
        "1A",
        "G",
        contributor,
        evidence="Six of our schools said so.",
        reason="Heads agree.",
        marks={first.pk: green, second.pk: red},
    )


def refused(client, address, data):
    answer = client.post(address, {"version": "1"} | data, headers=HTMX)
    assert answer.status_code == 409
    return read(answer)


def test_the_words_that_differ_are_marked_on_both_sides(client, address, theirs):
    panel = refused(client, address, {"evidence": "Two of our schools said so."})
    assert [node.raw for node in panel.one("div", class_="two-up").find("del")] == ["Six "]
    assert [node.raw for node in panel.one("div", class_="two-up").find("ins")] == ["Two "]


def test_marks_that_differ_are_named_by_their_strands(client, address, theirs):
    panel = refused(client, address, {"mark-i": "G", "mark-ii": "AG", "mark-iii": "AR"})
    sides = panel.one("div", class_="two-up").find("div")
    assert [[item.text for item in side.find("li")] for side in sides] == [
        ["(ii) R Red", "(iii) – No mark"],
        ["(ii) AG Amber Green", "(iii) AR Amber Red"],
    ]


def test_what_was_not_sent_is_on_both_sides_as_it_is_saved(client, address, theirs):
    panel = refused(client, address, {"reason": "Heads agree"})
    _, mine = panel.one("div", class_="two-up").find("div")
    assert [part.text for part in mine.find("p")] == [
        "G Green", "Six of our schools said so.", "Heads agree",
    ]  # fmt: skip
    assert panel.find("li") == []
    stored = json.loads(panel.one("script", id="stored").raw)
    assert stored["evidence"] == "Six of our schools said so."
    assert (stored["level"], stored["mark-i"], stored["mark-iii"]) == ("G", "G", "")


def test_a_save_that_changes_nothing_tells_an_older_page_what_is_stored(client, address, theirs):
    same = {"evidence": "Six of our schools said so."}
    answer = client.post(address, {"version": "1"} | same, headers=HTMX)
    assert json.loads(read(answer).one("script", id="stored").raw)["reason"] == "Heads agree."
    answer = client.post(address, {"version": "2"} | same, headers=HTMX)
    assert read(answer).find("script", id="stored") == []


def test_mine_is_written_and_what_i_did_not_touch_stays(client, address, assessment, theirs):
    answer = client.post(address, {"version": "2", "evidence": "Mine."}, headers=HTMX)
    assert answer.status_code == 200
    assert as_stored(assessment) == ("G", "Mine.", "Heads agree.", 3)


def test_my_own_earlier_save_is_called_mine(client, address, lead, assessment):
    rate(assessment, "1A", "G", lead, evidence="From my other tab.")
    panel = refused(client, address, {"evidence": "From this one."})
    assert panel.one("h2").text.startswith("You changed 1A at ")
