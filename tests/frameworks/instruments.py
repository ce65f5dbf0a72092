"""Instruments made for tests: small ones, faulty ones and large ones."""

from copy import deepcopy
from pathlib import Path

DATA = Path(__file__).parent / "data"
_FIXTURES = Path(__file__).parents[2] / "fixtures/frameworks"
SHIPPED = _FIXTURES / "mat-capacity.yaml"
EVERY_SHIPPED = sorted(_FIXTURES.glob("*.yaml"))
SHAPES = ("four-stages", "three-choices", "examples", "target")  # files of DATA
GONE = object()


def strand(numeral: str) -> dict:
    """A strand with a question and both ends described."""
    return {
        "numeral": numeral,
        "question": f"Is it so ({numeral})?",
        "descriptors": {"R": f"It is not ({numeral}).", "G": f"It is ({numeral})."},
    }


def element(code: str, *numerals: str) -> dict:
    """An element with a strand for each numeral."""
    strands = [strand(numeral) for numeral in numerals]
    return {"code": code, "name": f"Element {code}", "topics": ["Topic"], "strands": strands}


SMALL = {
    "slug": "small",
    "version": "1.0",
    "title": "A small instrument",
    "scale": "ordered",
    "levels": [
        {"code": "R", "name": "Red", "meaning": "weak", "colour": "red"},
        {"code": "AR", "name": "Amber Red", "meaning": "nearer to weak", "colour": "amber-red"},
        {"code": "G", "name": "Green", "meaning": "strong", "colour": "green"},
    ],
    "guidance": [{"title": "How", "text": "Read it."}],
    "areas": [
        {
            "code": "1",
            "name": "First",
            "elements": [element("1A", "i", "ii"), element("1B", "i", "ii", "iii")],
        },
        {"code": "2", "name": "Second", "elements": [element("2A", "i")]},
    ],
    "examples": [{"element": "1B", "issues": [{"strands": ["i", "iii"], "text": "Found."}]}],
}


def small(changes: dict | None = None) -> dict:
    """SMALL, changed: {"areas.0.code": "9", "title": GONE}."""
    content = deepcopy(SMALL)
    for path, value in (changes or {}).items():
        *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        target = content
        for step in steps:
            target = target[step]
        if value is GONE:
            del target[last]
        else:
            target[last] = value
    return content


def grown(*, elements: int, strands: int) -> dict:
    """An instrument of any size: `strands` strands shared out among `elements` elements."""
    numerals = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
    each, more = divmod(strands, elements)
    return small(
        {
            "slug": "grown",
            "version": f"{elements}.{strands}",
            "areas": [
                {
                    "code": "1",
                    "name": "All",
                    "elements": [
                        element(f"1-{number}", *numerals[: each + (number < more)])
                        for number in range(elements)
                    ],
                }
            ],
            "examples": [],
        }
    )
