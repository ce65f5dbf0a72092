"""The way in: a document of any kind that is read, and what it comes to."""

from pathlib import PurePath
from typing import Any, BinaryIO

from django.utils.text import slugify

from frameworks.editing import elements_of, name_of
from frameworks.faults import Faulty, Unquoted
from frameworks.models import Framework
from frameworks.reading import LARGEST, decoded, parse_yaml

from .by_hand import MOST
from .dates import dated, saved_on
from .outcome import Reading, Unread
from .rubric import read_tables
from .safety import kind_of
from .sheets import csv_rows, sheets_of
from .word import document_of
from .workbook import read_sheets

_FIRST_VERSION = "1"
_MOST_AREAS = 200  # which the page of a draft's outline takes
_NO_ELEMENT = (
    "No element was found in this document. Give each its row, with its title (such as “1A. "
    "Clarity of purpose”) below the name of the elements' column, then try again."
)
_LONGEST_SLUG = Framework._meta.get_field("slug").max_length


def read_document(file: BinaryIO, name: str) -> Reading:
    """What can be understood of a document as a framework, and what cannot. Nothing is written.

    `name` is the file's: it says what a text is (.csv, .yaml, .json), and is the title where the
    document gives itself none. The version is "1" where none is said. Raises Faulty where the file
    cannot be read at all, with sentences that say where and what to do.
    """
    kind = kind_of(file, name)
    headings: list[str] = []
    if kind == "docx":
        document = document_of(file)
        reading, headings = read_tables(document), document.headings
    elif kind == "xlsx":
        reading = read_sheets(sheets_of(file))
    elif kind == "csv":
        reading = read_sheets({"": csv_rows(file)}, words="the file")
    else:
        return Reading(_own_file(file), is_version=True)
    is_version = bool(reading.content.get("slug"))
    content = _named(reading.content, name)
    if not any(elements_of(content)):
        raise Faulty([_NO_ELEMENT])
    if len(content.get("areas", [])) > _MOST_AREAS:
        raise Faulty(
            [
                f"This document has {len(content['areas'])} areas, and {_MOST_AREAS} is the most. "
                "Put its elements below fewer headings, then try again."
            ]
        )
    unread = (*reading.unread, *_beyond_the_last_strand(content))
    said = [("Its heading", text) for text in headings] + [("Its name", PurePath(name).stem)]
    day = dated(said, saved_on(file) if kind in ("docx", "xlsx") else None)
    return Reading(content, unread, reading.unpaired, reading.filled, day, is_version)


def _beyond_the_last_strand(content: dict) -> list[Unread]:
    """Take what no element has room for out of content, and return it."""
    found = []
    for element in elements_of(content):
        strands = element.get("strands", [])
        for count, strand in enumerate(strands[MOST:], MOST + 1):
            texts = [strand.get("question", ""), *strand.get("descriptors", {}).values()]
            text = "\n".join(filter(None, texts))
            why = f"An element has {MOST} strands at most."
            code = element.get("code", "")
            found.append(Unread(f"{name_of(element)}, strand no. {count}", text, why, code))
        del strands[MOST:]
    return found


def _named(content: dict, name: str) -> dict:
    """Content that has a slug, a version and a title, and these before all else.

    An area that the document gives no name has the title for one.
    """
    title = content.get("title") or _stem(name)
    slug = content.get("slug") or _slug(title)
    version = content.get("version") or _FIRST_VERSION
    for area in content.get("areas", []):
        area["name"] = area["name"] or title
    return {"slug": slug, "version": version, "title": title} | {
        key: value for key, value in content.items() if key not in ("slug", "version", "title")
    }


def _slug(title: str) -> str:
    slug = slugify(title.replace("_", " "))
    if len(slug) > _LONGEST_SLUG:
        slug = slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]
    return slug.strip("-") or "framework"


def _stem(name: str) -> str:
    return " ".join(PurePath(name).stem.replace("_", " ").split()) or "Framework"


def _own_file(file: BinaryIO) -> dict:
    """The content of a framework's own file, YAML or JSON; what is unquoted is as it is written."""
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Faulty(["This file is larger than 1 MB, which no framework needs."])
    content, faults = parse_yaml(decoded(data))
    if faults:
        raise Faulty(faults)
    if not isinstance(content, dict) or "areas" not in content:
        raise Faulty(["This file holds no framework: it has no areas."])
    return _as_written(content)


def _as_written(value: Any) -> Any:
    if isinstance(value, Unquoted):
        return "" if value.kind == "nothing" else value.written
    if isinstance(value, dict):
        return {key: _as_written(item) for key, item in value.items()}
    return [_as_written(item) for item in value] if isinstance(value, list) else value
