"""The words that two texts do not share."""

import pytest

from matcap.ui.differences import differences


def marked(one: str, other: str) -> tuple[str, str]:
    """Both texts with what differs in brackets; joined, the pieces are the texts."""
    found = differences(one, other)
    assert tuple("".join(piece.text for piece in side) for side in found) == (one, other)
    return tuple(
        "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in side)
        for side in found
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("", "", ("", "")),
        ("The same.", "The same.", ("The same.", "The same.")),
        ("", "All new.", ("", "[All new.]")),
        ("Six heads say so.", "Two heads say so.", ("[Six ]heads say so.", "[Two ]heads say so.")),
        ("As it was.", "As it was. And more.", ("As it was.", "As it was. [And more.]")),
        ("a b c d", "a x c y d", ("a [b ]c d", "a [x ]c [y ]d")),
        ("not  this\n\nline", "not this line", ("not  this\n\nline", "not this line")),
        (" \n begins", "begins", ("[ \n ]begins", "begins")),
        ("🙂 مرحبا", "🙂 مرحبا بك", ("🙂 مرحبا", "🙂 مرحبا [بك]")),
        ("<b>x</b>", "<i>x</i>", ("[<b>x</b>]", "[<i>x</i>]")),
    ],
)  # fmt: skip
def test_the_words_that_differ_are_marked(one, other, expected):
    assert marked(one, other) == expected


def test_of_texts_too_long_to_compare_all_but_the_ends_is_marked():
    one = "Begun. " + "no " * 20_000 + "Ended."
    other = "Begun. " + "no yes " * 20_000 + "Ended."
    left, right = differences(one, other)
    assert [piece.differs for piece in left] == [False, True, False]
    assert [piece.differs for piece in right] == [False, True, False]
    assert marked(one, other)[1].endswith("yes ]Ended.")


def test_a_word_typed_into_a_long_text_is_found():
    text = " ".join(f"word{n % 50}" for n in range(10_000))
    assert marked(text, text.replace("word7 ", "word7 new ", 1))[1].count("[") == 1
