"""What reading a document comes to."""

from dataclasses import dataclass, field

from .dates import Dated


@dataclass(frozen=True)
class Unread:
    """Something that was not understood. `place` is in words ("table 1, row 14"); `after` is the
    code of the element that it stood after, or ""."""

    place: str
    text: str
    why: str
    after: str = ""


@dataclass(frozen=True)
class Unpaired:
    """An element whose questions and descriptors are not as many: a person has to pair them.

    The content holds as many strands as the longest list has items, in order, with blanks.
    """

    element: str
    questions: int
    descriptors: dict[str, int]

    def __str__(self):
        counts = ", ".join(f"{count} for {code}" for code, count in self.descriptors.items())
        return f"{self.element}: {self.questions} questions, but descriptors: {counts}"


@dataclass(frozen=True)
class Filled:
    """A rating that stood in the document: a level's code, "" where none was chosen; the notes.

    `target` is the code of the level that a column for targets holds; `marks` has a strand's
    numeral for a key and a level's code; `links` are (words, web address).
    """

    level: str
    evidence: str
    target: str = ""
    marks: dict[str, str] = field(default_factory=dict)
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Reading:
    """What was understood of a document, and what was not.

    `content` has the structure of a framework's file; `checking.check` says what it lacks.
    `filled` has an element's code for a key. `dated` is the day that the document offers as its
    own. `is_version` says that it calls itself a version of a framework: it is one's own file.
    """

    content: dict
    unread: tuple[Unread, ...] = ()
    unpaired: tuple[Unpaired, ...] = ()
    filled: dict[str, Filled] = field(default_factory=dict)
    dated: Dated | None = None
    is_version: bool = False
