"""Which words two texts do not share, for showing them side by side."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

# Comparing takes time with each pair of equal words: some 2,000 written words each have this many.
PAIRS_AT_MOST = 60_000


@dataclass(frozen=True)
class Piece:
    """A stretch of one text; `differs` says that the other text does not have it there."""

    text: str
    differs: bool


def differences(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces, which joined are each text again, unchanged.

    Words are compared, not the white space between them. What two very long texts do not share at
    their beginning and end is marked as a whole, so that no text takes long.
    """
    ours, theirs = _words(one), _words(other)
    left, right = [], []
    for same, (begin, end), (begins, ends) in _stretches(ours, theirs):
        left.append(Piece("".join(ours[begin:end]), not same))
        right.append(Piece("".join(theirs[begins:ends]), not same))
    return tuple(p for p in left if p.text), tuple(p for p in right if p.text)


def _words(text: str) -> list[str]:
    """Each word with the white space after it; what stands before the first word is one too."""
    return re.findall(r"\S+\s*|^\s+", text)


def _stretches(ours: list[str], theirs: list[str]):
    """(whether they are the same, from and to in ours, from and to in theirs), in order."""
    a, b = [word.rstrip() for word in ours], [word.rstrip() for word in theirs]
    shorter = min(len(a), len(b))
    head = next((at for at in range(shorter) if a[at] != b[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if a[-1 - at] != b[-1 - at]), rest)
    end, ends = len(a) - tail, len(b) - tail
    yield True, (0, head), (0, head)
    for same, (i, j), (k, m) in _compared(a[head:end], b[head:ends]):
        yield same, (head + i, head + j), (head + k, head + m)
    yield True, (end, len(a)), (ends, len(b))


def _compared(a: list[str], b: list[str]):
    often = Counter(b)
    if sum(often[word] for word in a) > PAIRS_AT_MOST:
        yield False, (0, len(a)), (0, len(b))
        return
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        yield tag == "equal", (i, j), (k, m)
