"""The layout in which a framework is kept in a workbook: what `dump_framework --format xlsx` writes
and people fill in by hand.

The sheet Strands has a row a strand; what stands in the row above need not be said again. The other
sheets may be missing: a CSV file is the sheet Strands alone.
"""

from collections.abc import Iterable

ABOUT, LEVELS, STRANDS = "About", "Levels", "Strands"
GUIDANCE, EXAMPLES = "Guidance", "Examples"

ABOUT_KEYS = ("slug", "version", "title", "source", "summary", "scale", "now", "target")
LEVEL_KEYS = ("code", "name", "meaning", "colour")
GUIDANCE_KEYS = ("title", "text")
EXAMPLE_HEADINGS = ("Example", "Element", "Strands", "Text")

# The columns of the sheet Strands and what each holds: (of an area, element or strand, its key).
COLUMNS = {
    "Area code": ("area", "code"),
    "Area": ("area", "name"),
    "Element code": ("element", "code"),
    "Element": ("element", "name"),
    "Topics": ("element", "topics"),
    "Note": ("element", "note"),
    "Trustee question": ("element", "trustee_question"),
    "Guide": ("element", "guide"),
    "Element was": ("element", "was"),
    "Strand": ("strand", "numeral"),
    "Question": ("strand", "question"),
    "Strand was": ("strand", "was"),
}
Rows = Iterable[list[str]]


def sheets_from(content: dict) -> dict[str, Rows]:
    """The sheets of a workbook that holds a framework's content, by name."""
    return {
        STRANDS: list(_strand_rows(content)),
        ABOUT: [["What", "Text"], *([key, content.get(key, "")] for key in ABOUT_KEYS)],
        LEVELS: _keyed(LEVEL_KEYS, content.get("levels", [])),
        GUIDANCE: _keyed(GUIDANCE_KEYS, content.get("guidance", [])),
        EXAMPLES: [list(EXAMPLE_HEADINGS), *_example_rows(content)],
    }


def _keyed(keys: tuple[str, ...], items: list[dict]) -> list[list[str]]:
    headings = [key.capitalize() for key in keys]
    return [headings, *([item.get(key, "") for key in keys] for item in items)]


def level_heading(level: dict) -> str:
    """What heads a level's column."""
    return f"{level['name']} ({level['code']})"


def _strand_rows(content: dict) -> Rows:
    levels = content.get("levels", [])
    yield [*COLUMNS, *(level_heading(level) for level in levels)]
    for area in content["areas"]:
        for element in area["elements"]:
            for at, strand in enumerate(element.get("strands", [{}])):
                parts = {"area": area, "strand": strand}
                # What is long stands in an element's first row only.
                parts["element"] = element if at == 0 else _named(element)
                descriptors = strand.get("descriptors", {})
                yield [
                    *(_text(parts[what].get(key, "")) for what, key in COLUMNS.values()),
                    *(descriptors.get(level["code"], "") for level in levels),
                ]


def _named(element: dict) -> dict:
    return {"code": element["code"], "name": element["name"]}


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "\n".join(value)


def _example_rows(content: dict) -> Rows:
    for number, example in enumerate(content.get("examples", []), start=1):
        for issue in example["issues"]:
            strands = ", ".join(issue["strands"])
            yield [str(number), example["element"], strands, issue["text"]]
