"""Reads a pasted list of people: "Name <email>", a plain address, or the cells of a spreadsheet.
A line each; pure."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

MOST_LINES = 100
_WORD = re.compile(r"[^\s<>,;\"()]+")


@dataclass(frozen=True)
class Line:
    """A line that was pasted. `problem` says why nobody can be invited by it; "" when one can."""

    number: int
    text: str
    email: str = ""
    name: str = ""
    problem: str = ""


def read(text: str) -> list[Line]:
    """Each line that is not empty, with the address and the name in it."""
    seen: set[str] = set()
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            lines.append(_line(number, line.strip(), seen))
            seen.add(lines[-1].email)
    return lines


def _line(number: int, text: str, seen: set[str]) -> Line:
    addresses = [word for word in _WORD.findall(text) if "@" in word]
    if not addresses:
        return Line(number, text, problem="There is no email address in this line.")
    if len(addresses) > 1:
        return Line(number, text, problem="Put each address on a line of its own.")
    email = addresses[0].strip("'").rstrip(".").lower()
    name = " ".join(re.sub(r"[<>,;\"()\x00-\x1f]", " ", text.replace(addresses[0], " ")).split())
    try:
        validate_email(email)
    except ValidationError:
        return Line(number, text, problem=f"{email} is not an email address.")
    if len(email) > 254:
        return Line(number, text, problem="This email address is too long.")
    if email in seen:
        return Line(number, text, problem=f"{email} is further up in the list.")
    return Line(number, text, email, name[:150])
