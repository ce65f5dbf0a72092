"""Pairs what a document left unpaired: moves a question or a descriptor within its column.

A column is that of the questions, or of the descriptors of one level; a row is a strand. Nothing
here changes what it is given.
"""

from dataclasses import dataclass
from itertools import zip_longest

from frameworks.editing import described_in, element_at, with_element
from frameworks.numerals import numeral
from matcap.ui.refusal import Refused

QUESTION = ""  # the key of the questions' column; the others' are codes of levels
MOST = 89  # strands of an element


@dataclass(frozen=True)
class Column:
    """A column: its key, and what one of its texts is called ("weak descriptor")."""

    key: str
    name: str


def columns_of(content: dict) -> list[Column]:
    """The questions, and each level that any strand describes."""
    described = described_in(content)
    levels = content.get("levels", [])
    ends = {levels[0].get("code"): "weak", levels[-1].get("code"): "strong"} if levels else {}
    if content.get("scale") != "ordered":
        ends = {}
    return [
        Column(QUESTION, "question"),
        *(
            Column(code, f"{ends.get(code, code)} descriptor")
            for level in levels
            if (code := level.get("code")) in described
        ),
    ]


def text_at(strand: dict, column: Column) -> str:
    """What a strand has in a column; "" for nothing."""
    texts = strand.get("descriptors", {})
    return texts.get(column.key, "") if column.key else strand.get("question", "")


def counts_of(element: dict, columns: list[Column]) -> dict[Column, int] | None:
    """How many texts each column of an element has; None where each strand has one in each."""
    strands = element.get("strands", [])
    counts = {
        column: sum(bool(text_at(strand, column)) for strand in strands) for column in columns
    }
    return None if set(counts.values()) <= {len(strands)} else counts


def in_words(counts: dict[Column, int]) -> str:
    """Counts as a sentence has them: "6 questions, 5 weak descriptors, 6 strong descriptors"."""
    return ", ".join(
        f"{count or 'no'} {column.name}{'' if count == 1 else 's'}"
        for column, count in counts.items()
    )


def moved(content: dict, number: int, do: str) -> tuple[dict, str]:
    """Content in which an element's text was moved as a button says, and where it stands then.

    `do` is "up:0:3", "down:0:3" or "all:0:3": a column, and a row from 0. "up" and "down" let a
    text and its neighbour change places; "all" moves it and those below it down, as far as the next
    gap. Where it stands is said as "0-4". Raises Refused when there is no such text.
    """
    columns = columns_of(content)
    strands = element_at(content, number)[1].get("strands", [])
    verb, at, row = _meant(do, columns, strands)
    texts = [text_at(strand, columns[at]) for strand in strands]
    texts, to = _rearranged(texts, verb, row)
    return _with_column(content, number, columns[at], texts), f"{at}-{to}"


def added(content: dict, number: int, column: Column, text: str) -> tuple[dict, int]:
    """Content in which a text stands at the end of a column of an element, and its row, from 0.

    Raises Refused when there is no room.
    """
    strands = element_at(content, number)[1].get("strands", [])
    texts = [text_at(strand, column) for strand in strands]
    while texts and not texts[-1]:
        texts.pop()
    return _with_column(content, number, column, [*texts, text]), len(texts)


def _meant(do: str, columns: list[Column], strands: list[dict]) -> tuple[str, int, int]:
    verb, *places = do.split(":")
    if verb in ("up", "down", "all") and len(places) == 2 and all(map(_is_place, places)):
        at, row = map(int, places)
        if at < len(columns) and row < len(strands) and (verb != "up" or row):
            return verb, at, row
    raise Refused("That is not there any more. Nothing was moved.")


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 4


def _rearranged(texts: list[str], verb: str, row: int) -> tuple[list[str], int]:
    if verb == "all":
        gap = next((at for at in range(row, len(texts)) if not texts[at]), len(texts))
        return [*texts[:row], "", *texts[row:gap], *texts[gap + 1 :]], row + 1
    to = row - 1 if verb == "up" else row + 1
    texts = [*texts, ""] if to == len(texts) else list(texts)
    texts[row], texts[to] = texts[to], texts[row]
    return texts, to


def _with_column(content: dict, number: int, column: Column, texts: list[str]) -> dict:
    """Content with other texts in a column; strands at the end that nothing is left of go."""
    place, element = element_at(content, number)
    strands = element.get("strands", [])
    rows = []
    for strand, text in zip_longest(strands, texts):
        strand = strand or {"question": ""}
        if column.key == QUESTION:
            rows.append(strand | {"question": text or ""})
        else:
            descriptors = strand.get("descriptors", {}) | {column.key: text or ""}
            rows.append(
                strand | {"descriptors": {one: said for one, said in descriptors.items() if said}}
            )
    while rows and not rows[-1].get("question") and not rows[-1].get("descriptors"):
        rows.pop()
    if len(rows) > MOST:
        raise Refused(f"An element has {MOST} strands at most.")
    numerals = {numeral(position): numeral(position) for position in range(1, len(rows) + 1)}
    element = element | {"strands": rows}
    return with_element(content, number, element, area=place, numerals=numerals)[0]
