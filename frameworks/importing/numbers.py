"""Numbers and codes that people write before a text: "ii.", "(2)", "b)", "1A.", "2 –"."""

import re

from frameworks.numerals import numeral

# A single letter needs a space after it ("i.e." is no number), a digit may not follow ("2.5").
_NUMBER = re.compile(
    r"\(?\s*(?P<number>[ivxl]{1,7}|[IVXL]{1,7}|\d{1,2}|[a-zA-Z])\s*"
    r"(?:[).:\]]+(?!\d)|\s[–—-](?=\s)|\t)(?P<gap>\s*)(?P<text>.*)",
    re.DOTALL,
)
_ROMANS = {numeral(position): position for position in range(1, 90)}
_CODE = re.compile(
    r"(?P<code>\d{1,2}[A-Za-z]|\d{1,2}\.[A-Za-z]|\d{1,2}\.\d{1,2}(?:\.\d{1,2})?"
    r"|[A-Z]{1,3}[.-]?\d{1,2}(?:\.\d{1,2})?|\d{1,2}(?=\s*[.):–—-]))"
    r"(?=$|[\s.):–—-])[\s.):–—-]*(?P<name>.*)"
)
_AREA = re.compile(
    r"(?:(?:area|section|part|theme|domain)\s+)?"
    r"(?P<code>\d{1,2}|[A-Z](?=[.):])|[IVX]{1,5}(?=[.):]))[\s.):–—-]+(?P<name>\S.*)",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\s*[(\[–—-]*\s*(?:continued|cont(?:[’']?d)?)\b[.)\]]*\s*$", re.IGNORECASE)
_DIGIT_LETTER = re.compile(r"\d{1,2}[A-Za-z]")

SYSTEMS = ("roman", "decimal", "letter")


def numbered(text: str) -> tuple[dict[str, int], str]:
    """What a text's number may be, by SYSTEMS ("v" is 5 and 22), and the text after it."""
    found = _NUMBER.match(text.lstrip())
    if found is None:
        return {}, text
    number = found["number"].casefold()
    if len(number) == 1 and number.isalpha() and not found["gap"] and ")" not in found[0][:4]:
        return {}, text
    values = {}
    if number in _ROMANS:
        values["roman"] = _ROMANS[number]
    if number.isdigit() and int(number) > 0:
        values["decimal"] = int(number)
    if len(number) == 1 and number.isascii() and number.isalpha():
        values["letter"] = ord(number) - ord("a") + 1
    return values, found["text"] if values else text


def coded(text: str) -> tuple[str, str]:
    """An element's code and name out of "1A. Clarity of purpose"; no code is ""."""
    found = _CODE.match(text)
    if found is None:
        return "", without_continued(text)
    code = found["code"]
    if _DIGIT_LETTER.fullmatch(code):
        code = code.upper()
    return code, without_continued(found["name"])


def has_element_code(text: str) -> bool:
    """Whether a text begins with a code as elements have, a number and a letter or two numbers."""
    code, _ = coded(text)
    return bool(code) and not code.isdigit()


def area_of(text: str) -> tuple[str, str]:
    """An area's code and name out of "1. Vision, culture and ethos"; no code is ""."""
    found = _AREA.match(text)
    if found is None:
        return "", without_continued(text)
    return found["code"].upper(), without_continued(found["name"])


def without_continued(text: str) -> str:
    """A heading without "(continued)"."""
    return _AGAIN.sub("", text).strip()
