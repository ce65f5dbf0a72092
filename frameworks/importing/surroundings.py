"""What stands before a framework's tables: its title, a summary, guidance."""

from .grid import Paragraph, plain
from .numbers import area_of

_LONGEST_TITLE = 200


def area_headed(paragraph: Paragraph) -> tuple[str, str]:
    """The code and name of the area that a paragraph is the heading of; ("", "") for none."""
    code, name = area_of(" ".join(paragraph.lines))
    return (code, name) if code and paragraph.rank is not None else ("", "")


class Surroundings:
    """Takes the paragraphs before the first element, one after the other.

    The first line is the title; what stands under a heading is guidance, what stands before any
    heading is the summary. `unused` are headings with nothing below them.
    """

    def __init__(self, title: str):
        self.title = ""
        self.said = plain(title)
        self.summary: list[str] = []
        self.guidance: list[dict] = []
        self.unused: list[str] = []
        self._heading: Paragraph | None = None

    def take(self, paragraph: Paragraph) -> None:
        """Take the next paragraph."""
        text = " ".join(paragraph.lines)
        if not self.title and len(text) <= _LONGEST_TITLE:
            self.title = text
        elif paragraph.rank is not None:
            self._leave_heading()
            self._heading = paragraph
        elif self._heading is not None:
            self.guidance.append({"title": " ".join(self._heading.lines), "text": text})
            self._heading = None
        elif self.guidance:
            self.guidance[-1]["text"] += f"\n\n{text}"
        else:
            self.summary.append(text)

    def _leave_heading(self) -> None:
        if self._heading is not None:
            self.unused.append(" ".join(self._heading.lines))
            self._heading = None

    def end(self) -> Paragraph | None:
        """The heading just before the first table, where it is an area's."""
        heading = self._heading
        if heading is not None and area_headed(heading)[0]:
            self._heading = None
            return heading
        self._leave_heading()
        return None

    def content(self) -> dict:
        """The title and the summary, for a framework's content."""
        return {"title": self.title or self.said, "summary": "\n\n".join(self.summary)}
