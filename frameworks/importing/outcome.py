"""What reading a document comes to."""

from dataclasses import dataclass, field


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
    """A rating that stood in the document: a level's code, "" where none was chosen; the notes."""

    level: str
    evidence: str


@dataclass(frozen=True)
class Reading:
    """What was understood of a document, and what was not.

    `content` has the structure of a framework's file; `checking.check` says what it lacks.
    `filled` has an element's code for a key.
    """

    content: dict
    unread: tuple[Unread, ...] = ()
    unpaired: tuple[Unpaired, ...] = ()
    filled: dict[str, Filled] = field(default_factory=dict)
