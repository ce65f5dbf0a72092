"""Turns the cells of an element into strands: which descriptor belongs to which question."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from frameworks.numerals import numeral

from .grid import Paragraph, plain
from .headings import LEVEL
from .numbers import SYSTEMS, numbered
from .outcome import Unpaired

QUESTION = "question"
_MOST_MISSING = 5  # numbers in a row; where more are, they are no strands' numbers


class Item(NamedTuple):
    """One of a cell's texts, with the number written before it by hand, or 0."""

    number: int
    text: str


Cells = dict[str, list[tuple[Paragraph, ...]]]  # by field, the paragraphs of each row


def paired(code: str, cells: Cells) -> tuple[list[dict], Unpaired | None]:
    """An element's strands, and what does not pair.

    Every field has as many rows. Where each row holds one text a column, a row is a strand.
    Otherwise the texts of a column are put together first, and pair by the numbers written before
    them, or else by their order.
    """
    fields = [QUESTION, *(field for field in cells if field.startswith(LEVEL))]
    rows = {field: cells.get(field, []) for field in fields}
    if _is_a_strand_a_row(rows):
        columns = {field: [_only(part) for part in parts] for field, parts in rows.items()}
        columns = _without_empty_rows(columns)
        return _strands(columns), None
    options = {
        field: _options([one for part in parts for one in _unbroken(part)])
        for field, parts in rows.items()
    }
    chosen = _agreeing(options)
    said = {field: items for field, items in chosen.items() if items or field == QUESTION}
    counts = {field: len(items) for field, items in said.items()}
    columns = _placed(said)
    strands = _strands(columns)
    if {*counts.values()} == {len(strands)}:
        return strands, None
    descriptors = {
        field.removeprefix(LEVEL): count for field, count in counts.items() if field != QUESTION
    }
    return strands, Unpaired(code, counts[QUESTION], descriptors)


def _is_a_strand_a_row(rows: Cells) -> bool:
    count = max(map(len, rows.values()), default=0)
    return (
        count > 1
        and all(len(_unbroken(part)) <= 1 for parts in rows.values() for part in parts)
        and sum(bool(part) for part in rows[QUESTION]) > 1
    )


def _only(part: tuple[Paragraph, ...]) -> str:
    return _tidy(part[0].text) if part else ""


def _without_empty_rows(columns: dict[str, list[str]]) -> dict[str, list[str]]:
    kept = [at for at in range(len(columns[QUESTION])) if any(c[at] for c in columns.values())]
    return {field: [texts[at] for at in kept] for field, texts in columns.items()}


def _tidy(text: str) -> str:
    return plain(numbered(text)[1])


def _unbroken(part: Sequence[Paragraph]) -> list[Paragraph]:
    """Paragraphs, where lines of one that are each numbered by hand become paragraphs."""
    found = []
    for paragraph in part:
        lines = [line for line in paragraph.text.split("\n") if plain(line)]
        if sum(bool(numbered(line)[0]) for line in lines) > 1:
            pieces: list[str] = []
            for line in lines:
                if numbered(line)[0] or not pieces:
                    pieces.append(line)
                else:
                    pieces[-1] += f" {line}"
            found += [Paragraph(piece) for piece in pieces]
        elif lines:
            found.append(paragraph)
    return found


def _options(paragraphs: list[Paragraph]) -> list[list[Item]]:
    """The ways in which a column's paragraphs may be its texts, the likeliest first."""
    if not paragraphs:
        return [[]]
    options = [
        _by_lists(paragraphs),
        _by_hand(paragraphs),
        [Item(0, _tidy(paragraph.text)) for paragraph in paragraphs],
        [
            Item(0, _tidy(line))
            for paragraph in paragraphs
            for line in paragraph.text.split("\n")
            if plain(line)
        ],
    ]
    return [option for option in options if option]


def _by_lists(paragraphs: list[Paragraph]) -> list[Item]:
    """Each item of Word's list with what is indented below it; [] where there are no two."""
    top = min((one.depth for one in paragraphs if one.depth >= 0), default=0)
    starts = [one.depth == top for one in paragraphs]
    if sum(starts) < 2:
        return []
    return _joined([(0, one.text) for one in paragraphs], starts)


def _by_hand(paragraphs: list[Paragraph]) -> list[Item]:
    """Each paragraph numbered by hand with those below it that are not; [] for fewer than two."""
    read = [numbered(one.text) for one in paragraphs]
    system = max(SYSTEMS, key=lambda one: sum(one in values for values, _ in read))
    starts = [system in values for values, _ in read]
    if sum(starts) < 2:
        return []
    # A paragraph of another system, such as "(a)" below "ii.", belongs to the one above it.
    texts = [
        (values[system], text) if system in values else (0, one.text)
        for one, (values, text) in zip(paragraphs, read, strict=True)
    ]
    return _joined(texts, starts)


def _joined(texts: list[tuple[int, str]], starts: list[bool]) -> list[Item]:
    items: list[Item] = []
    for (number, text), is_start in zip(texts, starts, strict=True):
        if is_start or not items:
            items.append(Item(number, plain(text)))
        else:
            items[-1] = items[-1]._replace(text=f"{items[-1].text} {plain(text)}")
    return items


def _agreeing(options: dict[str, list[list[Item]]]) -> dict[str, list[Item]]:
    """Of each column's ways the one by which all columns are as long, if there is such a length."""
    written = [ways for ways in options.values() if ways != [[]]]
    lengths = [len(way) for ways in written for way in ways]
    # One text a cell is the last to try: it may be lines that a person did not part otherwise.
    for length in sorted(dict.fromkeys(lengths), key=lambda length: length == 1):
        if all(any(len(way) == length for way in ways) for ways in written):
            return {
                field: next((way for way in ways if len(way) == length), [])
                for field, ways in options.items()
            }
    return {field: ways[0] for field, ways in options.items()}


def _placed(columns: dict[str, list[Item]]) -> dict[str, list[str]]:
    """Each column's texts in their places: by the numbers written, where those can be meant."""
    length = max(map(len, columns.values()))
    written = [items for items in columns.values() if items]
    if written and all(_is_in_order(items) for items in written):
        first = min(items[0].number for items in written)  # a list may go on from the last element
        last = max(items[-1].number for items in written)
        if last - first < length + _MOST_MISSING:
            return {
                field: _by_number(items, range(first, last + 1)) for field, items in columns.items()
            }
    return {
        field: [item.text for item in items] + [""] * (length - len(items))
        for field, items in columns.items()
    }


def _by_number(items: list[Item], numbers: range) -> list[str]:
    texts = {item.number: item.text for item in items}
    return [texts.get(number, "") for number in numbers]


def _is_in_order(items: list[Item]) -> bool:
    numbers = [item.number for item in items]
    return numbers[0] > 0 and all(a < b for a, b in pairwise(numbers))


def _strands(columns: dict[str, list[str]]) -> list[dict]:
    described = {
        field.removeprefix(LEVEL): texts
        for field, texts in columns.items()
        if field != QUESTION and any(texts)
    }
    strands = []
    for at, question in enumerate(columns[QUESTION]):
        strand = {"numeral": _numeral(at + 1), "question": question}
        if described:
            strand["descriptors"] = {code: texts[at] for code, texts in described.items()}
        strands.append(strand)
    return strands


def _numeral(position: int) -> str:
    """The position's numeral; past the last one, digits, which checking tells of."""
    return numeral(position) if position < 90 else str(position)
