"""Tells what a file is from what is in it, whatever it is called, and what may be attached.

Office files are packages: a modern one is a zip whose parts have names of their kind, an old one
a set of streams whose names say the same. Pictures and PDFs begin with a signature. Text begins
with nothing, so it is what reads as text and as no markup.
"""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

import filetype
from olefile import OleFileIO

from matcap.ui.packed import OLD_OFFICE, PACKED, has_macros, parts_of
from matcap.ui.refusal import Refused

MAX_FILE = 20 * 2**20
LONGEST_NAME = 150
WHAT_CAN_BE_ATTACHED = (
    "You can attach a PDF, a Word, Excel, PowerPoint or OpenDocument file, a picture (JPEG, PNG, "
    "GIF, WebP or HEIC), plain text or CSV."
)

_TOO_LARGE = (
    "This file is larger than 20 MB. Make it smaller, for example by saving it as a PDF with "
    "smaller pictures, or put it where your trust keeps documents and add a link to it."
)
_EMPTY = "This file is empty. Choose another, or save it again and choose that."
_MACROS = (
    "This file has macros in it, which are programs. Save it without them (as .docx, .xlsx, .pptx "
    "or PDF), then attach that."
)
_LOCKED = "This file is protected by a password. Take the password off, then attach it again."

_HEAD = 8192
_MARKUP = re.compile(rb"\s*(<|#!|\{\\rtf|%!)")
_NOT_IN_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class Unfit(Refused):
    """A file that cannot be attached; its text says why, and what can."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: its name, its media type and what its names end in, the usual one first."""

    name: str
    media_type: str
    endings: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."

KINDS = {
    "pdf": Kind("PDF", "application/pdf", ("pdf",)),
    "docx": Kind("Word", f"{_OFFICE}wordprocessingml.document", ("docx",)),
    "xlsx": Kind("Excel", f"{_OFFICE}spreadsheetml.sheet", ("xlsx",)),
    "pptx": Kind("PowerPoint", f"{_OFFICE}presentationml.presentation", ("pptx",)),
    "odt": Kind("OpenDocument text", f"{_OPEN}text", ("odt",)),
    "ods": Kind("OpenDocument spreadsheet", f"{_OPEN}spreadsheet", ("ods",)),
    "odp": Kind("OpenDocument slides", f"{_OPEN}presentation", ("odp",)),
    "doc": Kind("Word", "application/msword", ("doc",)),
    "xls": Kind("Excel", "application/vnd.ms-excel", ("xls",)),
    "ppt": Kind("PowerPoint", "application/vnd.ms-powerpoint", ("ppt",)),
    "jpg": Kind("JPEG picture", "image/jpeg", ("jpg", "jpeg")),
    "png": Kind("PNG picture", "image/png", ("png",)),
    "gif": Kind("GIF picture", "image/gif", ("gif",)),
    "webp": Kind("WebP picture", "image/webp", ("webp",)),
    "heic": Kind("HEIC picture", "image/heic", ("heic", "heif")),
    "csv": Kind("CSV", "text/csv", ("csv",)),
    "txt": Kind("Text", "text/plain", ("txt",)),
}

_BY_SIGNATURE = {KINDS[key].media_type: key for key in ("pdf", "jpg", "png", "gif", "webp", "heic")}
_BY_PART = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_BY_STREAM = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
_BY_OPEN_TYPE = {KINDS[key].media_type: key for key in ("odt", "ods", "odp")}


def kind_of(file: BinaryIO, name: str, size: int) -> str:
    """Which of KINDS a file of `size` bytes is. Raises Unfit with what can be attached.

    Its `name` decides one thing only: whether text is called CSV.
    """
    if size > MAX_FILE:
        raise Unfit(_TOO_LARGE)
    file.seek(0)
    head = file.read(_HEAD)
    if not head.strip(b"\0 \t\r\n"):
        raise Unfit(_EMPTY)
    if head.startswith(PACKED):
        kind = _damaged_is_none(_packaged, file)
    elif head.startswith(OLD_OFFICE):
        kind = _damaged_is_none(_old_office, file)
    else:
        found = filetype.guess(head)
        kind = _BY_SIGNATURE.get(found.mime) if found else _text(file, name)
    file.seek(0)
    if kind is None:
        raise Unfit(f"This kind of file cannot be attached. {WHAT_CAN_BE_ATTACHED}")
    return kind


def _damaged_is_none(read, file: BinaryIO) -> str | None:
    try:
        return read(file)
    except Unfit:
        raise
    # Readers answer a damaged or hostile package with whatever they happen to trip over.
    except Exception:
        return None


def _packaged(file: BinaryIO) -> str | None:
    parts = {part.filename for part in parts_of(file)}
    if has_macros(parts):
        raise Unfit(_MACROS)
    if "[Content_Types].xml" in parts:
        return next((kind for part, kind in _BY_PART.items() if part in parts), None)
    with zipfile.ZipFile(file) as package, package.open("mimetype") as said:
        return _BY_OPEN_TYPE.get(said.read(100).decode())


def _old_office(file: BinaryIO) -> str | None:
    file.seek(0)
    streams = OleFileIO(file)
    if streams.exists("EncryptedPackage"):
        raise Unfit(_LOCKED)
    if streams.exists("Macros/VBA") or streams.exists("_VBA_PROJECT_CUR/VBA"):
        raise Unfit(_MACROS)
    return next((kind for name, kind in _BY_STREAM.items() if streams.exists(name)), None)


def _text(file: BinaryIO, name: str) -> str | None:
    file.seek(0)
    content = file.read().removeprefix(b"\xef\xbb\xbf")
    if _NOT_IN_TEXT.search(content) or _MARKUP.match(content):
        return None
    try:
        content.decode()
    except UnicodeDecodeError:
        try:
            content.decode("cp1252")
        except UnicodeDecodeError:
            return None
    return "csv" if _ending(name) == "csv" else "txt"


def clean_name(name: str, kind: str) -> str:
    """A file's own name without folders and unseen characters, ending in what its kind ends in."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(one for one in last if unicodedata.category(one)[0] != "C")
    stem = " ".join(seen.split()).strip(". ") or "file"
    endings = KINDS[kind].endings
    if _ending(stem) not in endings:
        return f"{stem[: LONGEST_NAME - 5]}.{endings[0]}"
    if len(stem) > LONGEST_NAME:
        return f"{stem[: LONGEST_NAME - 5]}.{_ending(stem)}"
    return stem


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()
