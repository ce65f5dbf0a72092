"""Instruments made for tests: small ones, faulty ones and large ones."""

from copy import deepcopy
from pathlib import Path

DATA = Path(__file__).parent / "data"
_FIXTURES = Path(__file__).parents[2] / "fixtures/frameworks"
SHIPPED = _FIXTURES / "mat-capacity.yaml"
EVERY_SHIPPED = sorted(_FIXTURES.glob("*.yaml"))
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


def lined(version: str, areas: dict[str, list[dict]], **changes) -> dict:
    """A version of one instrument, from its elements by area."""
    parts = [
        {"code": code, "name": f"Area {code}", "elements": elements}
        for code, elements in areas.items()
    ]
    return small(
        {"slug": "lined", "title": "The lined", "version": version, "areas": parts, "examples": []}
        | changes
    )


def was(element: dict, code: str, **strands: str) -> dict:
    """An element that had another code, and strands that had other numerals."""
    element["was"] = code
    for strand in element["strands"]:
        if strand["numeral"] in strands:
            strand["was"] = strands[strand["numeral"]]
    return element


def first_version() -> dict:
    """Five elements in two areas."""
    return lined(
        "1.0",
        {
            "1": [element("1A", "i", "ii"), element("1B", "i", "ii", "iii")],
            "2": [element("2A", "i", "ii"), element("2B", "i"), element("2C", "i")],
        },
    )


def second_version(**changes) -> dict:
    """Of those: 1A reworded, 1B with its strands renumbered, 2A moved to be 1C, 2B as it was, 2C
    dropped; and 2D is new.
    """
    reworded = element("1A", "i", "ii")
    reworded["strands"][1]["question"] = "Is it really so?"
    moved = element("1C", "i", "ii")
    moved |= {"name": "Element 2A"}
    renumbered = element("1B", "i", "ii", "iii")
    first, second, third = renumbered["strands"]
    second |= {"question": first["question"], "descriptors": dict(first["descriptors"])}
    third |= {"descriptors": dict(third["descriptors"])}
    first |= {"question": "Something else?", "descriptors": {"R": "No.", "G": "Yes."}}
    return lined(
        "2.0",
        {
            "1": [reworded, was(renumbered, "1B", i="new", ii="i"), was(moved, "2A")],
            "2": [element("2B", "i"), was(element("2D", "i"), "new")],
        },
        **changes,
    )


def third_version() -> dict:
    """Of those: 1C moved on to be 3A; the others as they were."""
    content = second_version() | {"version": "3.0"}
    for area in content["areas"]:
        for part in [one for kept in area["elements"] for one in (kept, *kept["strands"])]:
            part.pop("was", None)
    moved = was(content["areas"][0]["elements"].pop(), "1C") | {"code": "3A"}
    last = {"code": "3", "name": "Area 3", "elements": [moved]}
    return content | {"areas": [*content["areas"], last]}
