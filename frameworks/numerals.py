"""Strands are numbered i, ii, iii, …: the form that people cite."""

_PARTS = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def numeral(position: int) -> str:
    """The lower-case Roman numeral of a position from 1 to 89."""
    if not 1 <= position < 90:
        raise ValueError(f"A strand's position is from 1 to 89, not {position}.")
    text = ""
    for value, letters in _PARTS:
        while position >= value:
            text += letters
            position -= value
    return text
