"""Reads a page as a person would: text of cells, and forms as a browser would send them."""

from html.parser import HTMLParser

BLOCKS = {"div", "li", "p", "summary"}
VOID = {"input", "meta", "link", "br", "img", "hr"}


class Node:
    """An element with its attributes, children and text."""

    def __init__(self, tag: str, attrs: dict):
        self.tag, self.attrs, self.parts = tag, attrs, []

    def find(self, tag: str, **attrs) -> list["Node"]:
        """Every element below with this tag and these attributes, in order."""
        found = []
        for part in self.parts:
            if isinstance(part, Node):
                if part.tag == tag and attrs.items() <= part.attrs.items():
                    found.append(part)
                found += part.find(tag, **attrs)
        return found

    @property
    def text(self) -> str:
        """All its text, blocks apart, spaces joined up."""
        return " ".join(self._raw().split())

    def _raw(self) -> str:
        text = "".join(p if isinstance(p, str) else p._raw() for p in self.parts)
        return f" {text} " if self.tag in BLOCKS else text


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__()
        self.stack = [Node("", {})]

    def handle_starttag(self, tag, attrs):
        node = Node(tag, dict(attrs))
        self.stack[-1].parts.append(node)
        if tag not in VOID:
            self.stack.append(node)

    def handle_endtag(self, tag):
        assert self.stack[-1].tag == tag, f"</{tag}> closes <{self.stack[-1].tag}>"
        self.stack.pop()

    def handle_data(self, data):
        self.stack[-1].parts.append(data)


def parse(response) -> Node:
    """A response's page, every tag of which is closed in its turn."""
    builder = _Builder()
    builder.feed(response.content.decode())
    assert len(builder.stack) == 1
    return builder.stack[0]


def table(page: Node) -> list[list[str]]:
    """The text of each row's cells of the (one) table, headings first."""
    (found,) = page.find("table")
    return [
        [cell.text for cell in row.parts if isinstance(cell, Node) and cell.tag in ("th", "td")]
        for row in found.find("tr")
    ]


def form(page: Node, address: str) -> dict:
    """What the form that goes to `address` would send, without a button: name → values."""
    (found,) = [f for f in page.find("form") if f.attrs.get("action") == address]
    sent: dict[str, list] = {}
    for field in found.find("input"):
        if field.attrs.get("type") != "checkbox" or "checked" in field.attrs:
            sent.setdefault(field.attrs["name"], []).append(field.attrs.get("value", ""))
    for field in found.find("textarea"):
        # A browser drops the line end that follows the tag.
        sent.setdefault(field.attrs["name"], []).append(field._raw().removeprefix("\n"))
    return sent
