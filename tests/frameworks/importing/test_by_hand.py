"""Strands that do not pair, paired by hand."""

import pytest

from frameworks.editing import elements_of
from frameworks.importing.by_hand import added, columns_of, counts_of, in_words, moved, text_at
from matcap.ui.refusal import Refused

from ..instruments import small


def unpaired() -> dict:
    """1B has three questions, and two weak descriptors: the first is missing."""
    content = small()
    strands = content["areas"][0]["elements"][1]["strands"]
    strands[0]["descriptors"]["R"] = strands[1]["descriptors"]["R"]
    strands[1]["descriptors"]["R"] = strands[2]["descriptors"].pop("R")
    return content


def column(content: dict, number: int, at: int) -> list[str]:
    [*columns] = columns_of(content)
    strands = elements_of(content)[number - 1]["strands"]
    return [text_at(strand, columns[at]) for strand in strands]


def test_the_columns_are_the_questions_and_what_is_described():
    names = [one.name for one in columns_of(unpaired())]
    assert names == ["question", "weak descriptor", "strong descriptor"]


def test_what_does_not_pair_is_said_in_words():
    content = unpaired()
    first, second, _ = elements_of(content)
    counts = counts_of(second, columns_of(content))
    assert in_words(counts) == "3 questions, 2 weak descriptors, 3 strong descriptors"
    assert counts_of(first, columns_of(content)) is None


def test_a_text_and_its_neighbour_change_places():
    content = unpaired()
    changed, at = moved(content, 2, "down:1:1")
    assert at == "1-2"
    assert column(changed, 2, 1) == ["It is not (ii).", "", "It is not (iii)."]
    changed, at = moved(changed, 2, "down:1:0")
    assert at == "1-1"
    assert column(changed, 2, 1) == ["", "It is not (ii).", "It is not (iii)."]
    assert column(changed, 2, 0) == column(content, 2, 0)
    back, _ = moved(changed, 2, "up:1:1")
    assert column(back, 2, 1) == ["It is not (ii).", "", "It is not (iii)."]
    assert content == unpaired()


def test_a_text_takes_those_below_it_along():
    changed, at = moved(unpaired(), 2, "all:1:0")
    assert at == "1-1"
    assert column(changed, 2, 1) == ["", "It is not (ii).", "It is not (iii)."]


def test_a_strand_more_where_the_last_text_goes_down_and_none_where_nothing_is_left():
    changed, at = moved(unpaired(), 2, "all:0:2")
    assert at == "0-3"
    assert column(changed, 2, 0) == ["Is it so (i)?", "Is it so (ii)?", "", "Is it so (iii)?"]
    strands = elements_of(changed)[1]["strands"]
    assert [one["numeral"] for one in strands] == ["i", "ii", "iii", "iv"]
    back, _ = moved(changed, 2, "up:0:3")
    assert column(back, 2, 0) == column(unpaired(), 2, 0)


def test_a_text_that_was_not_understood_comes_to_the_end_of_its_column():
    content = unpaired()
    changed, row = added(content, 2, columns_of(content)[1], "It is rare.")
    assert row == 2
    assert column(changed, 2, 1) == ["It is not (ii).", "It is not (iii).", "It is rare."]
    assert counts_of(elements_of(changed)[1], columns_of(changed)) is None


@pytest.mark.parametrize(
    "do", ["", "up:0:0", "up:0:9", "down:9:0", "all:-1:0", "up:x:1", "fly:0:1", "up:0"]
)
def test_what_is_not_there_is_not_moved(do):
    with pytest.raises(Refused, match="Nothing was moved"):
        moved(unpaired(), 2, do)


def test_examples_of_strands_that_are_left_stay():
    changed, _ = moved(unpaired(), 2, "down:1:1")
    assert changed["examples"] == small()["examples"]
