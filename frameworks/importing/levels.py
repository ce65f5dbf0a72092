"""The levels that a document rates on: the usual four, or those that its columns name."""

import re

LEVELS = [
    {"code": "R", "name": "Red", "meaning": "weak capacity", "colour": "red"},
    {"code": "AR", "name": "Amber Red", "meaning": "nearer to weak", "colour": "amber-red"},
    {"code": "AG", "name": "Amber Green", "meaning": "nearer to strong", "colour": "amber-green"},
    {"code": "G", "name": "Green", "meaning": "strong capacity", "colour": "green"},
]
_COLOURS = {
    2: ("red", "green"),
    3: ("red", "amber-red", "green"),
    4: ("red", "amber-red", "amber-green", "green"),
    5: ("red", "amber-red", "amber-green", "green", "blue"),
}
_MORE_COLOURS = ("red", "amber-red", "amber-green", "green", "blue", "violet", "teal", "stone")


def levels_named(names: list[str]) -> list[dict]:
    """Levels for the names of columns, the weakest first, with codes and colours of their own."""
    colours = _COLOURS.get(len(names), _MORE_COLOURS)
    codes: list[str] = []
    for name in names:
        codes.append(_code(name, codes))
    return [
        {"code": code, "name": name, "colour": colours[at % len(colours)]}
        for at, (code, name) in enumerate(zip(codes, names, strict=True))
    ]


def _code(name: str, taken: list[str]) -> str:
    """B for Beginning, then BE, BEG …"""
    letters = re.sub(r"[^A-Za-z0-9]", "", name).upper()[:8] or "L"
    for length in range(1, len(letters) + 1):
        if letters[:length] not in taken:
            return letters[:length]
    return next(f"{letters}{n}" for n in range(2, 100) if f"{letters}{n}" not in taken)


def level_said(text: str, levels: list[dict]) -> str:
    """The code of the level that a text names and nothing else ("Amber-Red", "AR"), or ""."""
    said = letters_of(text)
    for level in levels:
        if said and said in (letters_of(level["code"]), letters_of(level["name"])):
            return level["code"]
    return ""


def letters_of(text: str) -> str:
    """A text's letters and digits alone, for comparing."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
