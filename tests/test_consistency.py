"""What holds for every template, and for every page as it is answered."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.base import FilterExpression
from django.template.loader import get_template
from django.urls import Resolver404, resolve

from .addresses import routes
from .pages import Node, read
from .sources import ROOT, application, parsed
from .visits import visit

TEMPLATES = ROOT / "templates"
BY_CONVENTION = {"400.html", "403.html", "404.html", "429.html", "500.html"}
# Each of these takes the place of one of django-allauth's.
OVERRIDES = ("account/", "allauth/", "mfa/", "socialaccount/", "usersessions/")
REFERENCE = re.compile(r"{%\s*(?:extends|include)\s+([^\s%]+)")


@cache
def templates() -> dict[str, str]:
    """The text of our templates without comments, by name."""
    comments = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.DOTALL)
    return {
        str(path.relative_to(TEMPLATES)): comments.sub("", path.read_text(encoding="utf-8"))
        for path in sorted(TEMPLATES.rglob("*.html"))
    }


@cache
def texts_in_python() -> dict[Path, set[str]]:
    """The string literals of each of the application's files."""
    import ast

    return {
        path: {
            node.value
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        for path in application()
    }


def is_asked_for(name: str) -> bool:
    """Whether Python names a template in full, or in the app of its folder by its last part."""
    folder, _, last = name.rpartition("/")
    return any(
        name in texts or (last in texts and folder in path.parts)
        for path, texts in texts_in_python().items()
    )


def matches(pattern: str) -> list[str]:
    """Where a pattern occurs in our templates: name, line and text."""
    return [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {found.group(0)}"
        for name, text in templates().items()
        for found in re.finditer(pattern, text, re.IGNORECASE | re.DOTALL)
    ]


def test_every_template_is_used():
    used = {name for name in templates() if name in BY_CONVENTION or is_asked_for(name)}
    used |= {name for name in templates() if name.startswith(OVERRIDES)}
    waiting = list(used)
    while waiting:
        for reference in REFERENCE.findall(templates()[waiting.pop()]):
            name = reference.strip("\"'")
            if name in templates() and name not in used:
                used.add(name)
                waiting.append(name)
    assert len(templates()) > 60
    assert sorted(templates().keys() - used) == []


def test_every_template_that_is_named_exists():
    named = {
        (name, reference)
        for name, text in templates().items()
        for reference in REFERENCE.findall(text)
    }
    assert len(named) > 50
    for name, reference in named:
        assert reference[0] in "\"'", f"{name} includes {reference}, which no test can follow"
        get_template(reference.strip("\"'"))


def test_what_takes_the_place_of_allauths_templates_is_named_like_one():
    import allauth

    theirs = Path(allauth.__file__).parent / "templates"
    ours = [name for name in templates() if name.startswith(OVERRIDES)]
    assert ours
    assert [name for name in ours if not (theirs / name).exists()] == []


def test_partials_and_only_partials_begin_with_an_underscore():
    for name, text in templates().items():
        if name.startswith(OVERRIDES):
            continue
        is_whole = "<!doctype html>" in text or "{% extends" in text
        assert is_whole != Path(name).name.startswith("_"), name


@pytest.mark.parametrize(
    "pattern",
    [
        r"\sstyle\s*=",
        r"<style\b",
        r"\son[a-z]+\s*=",
        r"\shx-on\b",
        r"<script\b(?![^>]*\bsrc=)[^>]*>",
        r"javascript:",
        r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//",
    ],
)
def test_no_template_has_what_the_content_policy_forbids(pattern):
    assert matches(pattern) == []


def test_the_patterns_find_what_they_are_for():
    bad = '<p style="x"><b onclick="y"><script>z</script><a href="//cdn.example">'
    for pattern in (r"\sstyle\s*=", r"\son[a-z]+\s*=", r"<script\b(?![^>]*\bsrc=)[^>]*>"):
        assert re.search(pattern, bad)
    assert not re.search(r"<script\b(?![^>]*\bsrc=)[^>]*>", '<script src="a.js" defer></script>')


def test_every_address_named_in_a_template_exists():
    named = matches(r"{%\s*url\s+[^\s%]+")
    names = {found.split()[-1].strip("\"'") for found in named}
    assert len(names) > 20
    assert names - routes().keys() == set()


def test_every_static_file_named_in_a_template_exists():
    names = {found.split()[-1].strip("\"'") for found in matches(r"{%\s*static\s+[^\s%]+")}
    assert len(names) > 8
    assert [name for name in sorted(names) if not finders.find(name)] == []


def test_every_static_file_of_ours_is_named_somewhere():
    texts = [
        *templates().values(),
        *(path.read_text() for path in (ROOT / "static").rglob("*.css")),
    ]
    names = [
        str(path.relative_to(ROOT / "static"))
        for path in (ROOT / "static").rglob("*")
        if path.is_file()
    ]
    assert len(names) > 6
    assert [name for name in names if not any(name in text for text in texts)] == []


def test_every_form_that_posts_carries_a_token():
    forms = [
        (name, form)
        for name, text in templates().items()
        for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL)
        if re.search(r"method=[\"']post", form)
    ]
    assert len(forms) > 12
    assert [name for name, form in forms if "{% csrf_token %}" not in form] == []


def test_no_text_is_called_safe():
    """A search's finds and the levels' chips are not: format_html escapes what it puts in."""
    found = matches(r"\|\s*safe\b|{%\s*autoescape\s+off|\|\s*safeseq\b")
    found += [
        f"{path}: {name}"
        for path in application()
        for name in ("mark_safe(", "SafeString(", "SafeText(", "__html__")
        if name in (ROOT / path).read_text()
    ]
    assert found == []


# ── pages as they are answered ────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Visit:
    """Every page by what was visited, each tag of it closed in its turn; `undefined` are the
    variables of our templates that were not there.
    """

    pages: dict[str, Node]
    undefined: set[str]


@pytest.fixture(scope="module")
def visited(module_db) -> Visit:
    """Every kind of page, from one house."""
    with noting() as undefined:
        found = visit()
    assert len(found) > 50
    assert {answer.status_code for answer in found.values()} == {200, 401, 403, 404, 409, 422}
    pages = {
        f"{name} at {answer.request['PATH_INFO']}": read(answer) for name, answer in found.items()
    }
    return Visit(pages, undefined)


@pytest.fixture
def pages(db, visited) -> dict[str, Node]:
    return visited.pages


def faults(pages: dict[str, Node], check) -> list[str]:
    """Each fault that `check` yields of a page, with the page's name."""
    return [f"{name}: {fault}" for name, page in pages.items() for fault in check(page)]


@pytest.mark.once
def test_each_page_has_a_language_a_title_and_one_heading(pages):
    for name, page in pages.items():
        assert [html.attrs.get("lang") for html in page.find("html")] == ["en-GB"], name
        (title,) = page.find("title")
        assert re.fullmatch(r"\S.* · matcap", title.text), f"{name}: {title.text}"
        (heading,) = page.find("h1")
        assert heading.text, name
        assert len(page.find("main")) == 1, name


@pytest.mark.once
def test_no_page_says_an_id_twice(pages):
    def twice(page):
        ids = [node.attrs["id"] for node in page.all if "id" in node.attrs]
        yield from {one for one in ids if ids.count(one) > 1}

    assert faults(pages, twice) == []


@pytest.mark.once
def test_what_points_at_an_id_finds_it(pages):
    def astray(page):
        ids = {node.attrs.get("id") for node in page.all}
        for node in page.all:
            for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form"):
                yield from (
                    f"{name}={one}" for one in node.attrs.get(name, "").split() if one not in ids
                )
            target = (
                node.attrs.get("href", "") if node.tag == "a" else node.attrs.get("hx-target", "")
            )
            if target.startswith("#") and target[1:] not in ids:
                yield target

    assert faults(pages, astray) == []


@pytest.mark.once
def test_no_page_has_what_the_content_policy_forbids(pages):
    def forbidden(page):
        for node in page.all:
            is_data = node.attrs.get("type") == "application/json"  # which nothing runs
            if node.tag == "style" or (
                node.tag == "script" and "src" not in node.attrs and not is_data
            ):
                yield f"<{node.tag}>"
            for name in node.attrs:
                if name == "style" or name.startswith(("on", "hx-on")):
                    yield f"<{node.tag} {name}>"

    assert faults(pages, forbidden) == []


@pytest.mark.once
def test_every_form_that_posts_is_answered_with_a_token(pages):
    def bare(page):
        for form in page.find("form"):
            if form.attrs.get("method", "get").lower() == "post":
                found = form.find("input", name="csrfmiddlewaretoken")
                if not found or not found[0].attrs["value"]:
                    yield form.attrs.get("action")

    assert faults(pages, bare) == []
    assert sum(len(page.find("input", name="csrfmiddlewaretoken")) for page in pages.values()) > 100


@pytest.mark.once
def test_every_field_has_a_name_to_be_called_by(pages):
    def nameless(page):
        labelled = {label.attrs.get("for") for label in page.find("label")}
        fields = page.find("input") + page.find("textarea") + page.find("select")
        hidden = {id(field) for aside in page.all if "hidden" in aside.attrs for field in aside.all}
        for field in fields:
            if field.attrs.get("type") in ("hidden", "submit") or id(field) in hidden:
                continue
            if field.attrs.get("id") not in labelled and "aria-label" not in field.attrs:
                yield field.attrs.get("name")

    assert faults(pages, nameless) == []


@pytest.mark.once
def test_every_link_leads_somewhere(pages):
    dead = [
        f"{name}: {address}"
        for name, page in pages.items()
        for address in addresses_in(page)
        if not leads_on(urljoin(name.rpartition(" ")[2], address))
    ]
    assert dead == []


def addresses_in(page: Node) -> set[str]:
    """Every address that a page names, without those of its own parts and of evidence."""
    names = ("href", "src", "action", "formaction", "hx-get", "hx-post")
    found = {node.attrs[name] for node in page.all for name in names if name in node.attrs}
    return {one for one in found if not one.startswith(("#", "https://example.org/")) and one != ""}


def leads_on(address: str) -> bool:
    """Whether an address is one of our routes, or of a static file that is there."""
    if address.startswith("data:image/svg+xml;base64,"):
        return True  # an authenticator app's QR code
    path = urlsplit(address).path
    if path.startswith("/static/"):
        return bool(finders.find(path.removeprefix("/static/")))
    try:
        return bool(resolve(path))
    except Resolver404:
        return False


def test_a_dead_link_is_noticed():
    assert leads_on(urljoin("/t/x/assessments/3/", "rate/1A/?part=history"))
    assert not leads_on(urljoin("/t/x/assessments/3/rate/1A/", "rate/1B/"))
    assert not leads_on("/static/css/no-such.css")


# ── variables that are not there ──────────────────────────────────────────────────────────


class Undefined(str):
    """Takes the place of `string_if_invalid`, as empty as that, and notes what was not there.

    Only variables of our own templates; one with a `default` is meant to be absent at times.
    """

    __slots__ = ("found",)

    def __new__(cls):
        made = super().__new__(cls)
        made.found = set()
        return made

    def __bool__(self):
        """Django asks this where a variable is not there, and then shows it as nothing."""
        caller = sys._getframe(1)
        if caller.f_code is FilterExpression.resolve.__code__:
            self._note(caller.f_locals["self"], caller.f_locals["context"])
        return False

    def _note(self, expression, context):
        template = context.render_context.template
        filters = {function.__name__ for function, _ in expression.filters}
        if str(template.origin.name).startswith(str(TEMPLATES)) and "default" not in filters:
            self.found.add(f"{template.name}: {expression.var}")


@contextmanager
def noting() -> Iterator[set[str]]:
    """The variables that are not there in what is rendered within."""
    engine = engines["django"].engine
    engine.string_if_invalid = Undefined()
    try:
        yield engine.string_if_invalid.found
    finally:
        engine.string_if_invalid = ""


def test_a_variable_that_is_not_there_is_noticed():
    with noting() as undefined:
        get_template("planning/_words.html").render({"field": None, "now": ""})
    assert "planning/_words.html: field.label" in undefined


@pytest.mark.once
def test_no_page_shows_a_variable_that_is_not_there(db, visited):
    assert sorted(visited.undefined) == []
