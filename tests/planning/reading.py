"""Reads the plan's page: its table, its forms, and where it begins."""

from django.urls import reverse

from ..pages import Node, sent

BLOCKS = {"div", "li", "p", "summary"}
HTMX = {"HX-Request": "true"}


def words(node: Node) -> str:
    """All the text in it, blocks apart, white space joined up."""
    return " ".join(_spaced(node).split())


def _spaced(node: Node) -> str:
    text = "".join(part if isinstance(part, str) else _spaced(part) for part in node.parts)
    return f" {text} " if node.tag in BLOCKS else text


def table(page: Node) -> list[list[str]]:
    """The text of each row's cells of the (one) table, headings first."""
    return [
        [words(cell) for cell in row.parts if isinstance(cell, Node) and cell.tag in ("th", "td")]
        for row in page.one("table").find("tr")
    ]


def form(page: Node, address: str) -> dict:
    """What the form that goes to `address` would send, without a button."""
    return sent(page.one("form", action=address))


def said(page: Node) -> str:
    """What the page says was done."""
    return page.one("p", id="plan-said").text


def focused(page: Node) -> list:
    """Where the cursor goes: the text of a button or the name of a field."""
    begun = [node for node in page.all if "autofocus" in node.attrs]
    return [node.attrs["name"] if node.tag == "textarea" else node.text for node in begun]


def at(name: str, trust, thing) -> str:
    """The address of a change of one thing."""
    return reverse(name, args=[trust.slug, thing.pk])
