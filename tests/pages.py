"""Reads a page as a browser does: its elements, their text, and what its forms would send."""

from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta"}


class Node:
    """An element with its attributes, and what is in it: elements and text."""

    def __init__(self, tag: str, attrs: dict):
        self.tag, self.attrs, self.parts = tag, attrs, []

    @property
    def all(self) -> list["Node"]:
        """This element and every one in it, in order."""
        within = [part for part in self.parts if isinstance(part, Node)]
        return [self, *(one for part in within for one in part.all)]

    def find(self, tag: str, **attrs) -> list["Node"]:
        """Every element in it with this tag and these attributes; `for_` is "for"."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        return [
            one for one in self.all[1:] if one.tag == tag and wanted.items() <= one.attrs.items()
        ]

    def one(self, tag: str, **attrs) -> "Node":
        """The only such element."""
        (found,) = self.find(tag, **attrs)
        return found

    @property
    def raw(self) -> str:
        """All its text as it was sent."""
        return "".join(part if isinstance(part, str) else part.raw for part in self.parts)

    @property
    def text(self) -> str:
        """All its text, white space joined up."""
        return " ".join(self.raw.split())


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = [Node("", {})]

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {name: "" if value is None else value for name, value in attrs})
        self.open[-1].parts.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].parts.append(data)


def read(response) -> Node:
    """The page or piece of a response. Every tag in it is closed, in its turn."""
    builder = _Builder()
    builder.feed(response.content.decode())
    builder.close()
    assert len(builder.open) == 1, f"<{builder.open[-1].tag}> is not closed"
    return builder.open[0]


def body(response) -> bytes:
    """The whole content of a response, of a file too."""
    return b"".join(response) if response.streaming else response.content


def sent(form: Node, *, press: tuple[str, str] | None = None) -> dict[str, list[str]]:
    """What a form would send, by name; `press` is the name and value of the button."""
    data: dict[str, list[str]] = {}
    for field in form.all:
        name, kind = field.attrs.get("name"), field.attrs.get("type", "text")
        if not name or (kind in ("radio", "checkbox") and "checked" not in field.attrs):
            continue
        if field.tag == "input" and kind != "submit":
            missing = "on" if kind in ("radio", "checkbox") else ""
            data.setdefault(name, []).append(field.attrs.get("value", missing))
        elif field.tag == "textarea":  # a browser drops the line end that follows the tag
            data.setdefault(name, []).append(field.raw.removeprefix("\n"))
        elif field.tag == "select":  # the first where none is chosen
            options = field.find("option")
            chosen = [one for one in options if "selected" in one.attrs] or options[:1]
            data.setdefault(name, []).extend(one.attrs["value"] for one in chosen)
    if press:
        data.setdefault(press[0], []).append(press[1])
    return data
