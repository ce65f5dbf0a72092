"""The short codes that lead a phone to a workshop."""

import re
import secrets

# No two look alike, and without vowels they spell no words. 24⁶ is 191 million: see ADR 11.
ALPHABET = "23456789CDFGHJKMNPQRTVWX"
LENGTH = 6
_MEANT = str.maketrans("SZB", "528")


def new_code() -> str:
    """A code that nobody could foresee."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def as_meant(typed: str) -> str:
    """A code as it is stored, from what somebody typed: capitals, without gaps; S is meant as 5."""
    return re.sub(r"[\W_]", "", typed).upper().translate(_MEANT)


def may_be(code: str) -> bool:
    """Whether this has the shape of a code."""
    return len(code) == LENGTH and set(code) <= set(ALPHABET)
