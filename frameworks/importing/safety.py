"""Tells what kind of document a file is by what is in it, and refuses what is not safe to read.

Nothing is unpacked or parsed before this has passed it.
"""

import codecs
import zipfile
from typing import BinaryIO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser
from olefile import OleFileIO

from frameworks.faults import Faulty
from matcap.ui.packed import (
    OLD_OFFICE,
    PACKED,
    Damaged,
    has_macros,
    is_bomb,
    parts_of,
    unpacked_size,
)

MAX_FILE = 20 * 2**20
_MAX_UNPACKED = 80 * 2**20  # pictures included
_MAX_XML = 8 * 2**20  # of a part; that of a document of 60 pages has one or two
_MAX_PARTS = 5_000
_BLOCK = 65_536

CAN_BE_READ = (
    "Choose a Word document (.docx), an Excel workbook (.xlsx), CSV, or a framework's own file "
    "(.yaml or .json)."
)
_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_TEXTS = {"csv": "csv", "yaml": "yaml", "yml": "yaml", "json": "yaml"}  # JSON is YAML too
_OTHERS = ((b"%PDF", "a PDF"), (b"{\\rtf", "Rich Text"), (b"<", "a web page or XML"))


def kind_of(file: BinaryIO, name: str) -> str:
    """docx, xlsx, csv or yaml; a `name` matters for text only. Raises Faulty with the cure."""
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        _refuse("This file is empty. Choose another, or save it again and choose that.")
    refuse_large(size)
    if head.startswith(OLD_OFFICE):
        _refuse_old_office(file)
    kind = _packed(file) if head.startswith(PACKED) else _text(head, name)
    file.seek(0)
    return kind


def refuse_large(size: int) -> None:
    """Refuse a file of more bytes than are read. Raises Faulty."""
    if size > MAX_FILE:
        _refuse(
            f"This file has {-(-size // 2**20)} MB, more than the {MAX_FILE // 2**20} MB that are "
            "read. Take the pictures out of it, or copy the framework's table to a new document."
        )


def _refuse(sentence: str):
    raise Faulty([sentence])


def _refuse_old_office(file: BinaryIO) -> None:
    try:
        is_locked = OleFileIO(file).exists("EncryptedPackage")
    # olefile answers a damaged file with whatever it happens to trip over.
    except Exception:
        is_locked = False
    if is_locked:
        _refuse(
            "This document is protected by a password. Open it, take the password off, save it, "
            "then try again."
        )
    _refuse(
        "This is a document of Office's old kind (.doc or .xls), whatever its name ends in. Open "
        "it in Word or Excel, save it as .docx or .xlsx, then try that."
    )


def _text(head: bytes, name: str) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _refuse(
            "This file is saved as UTF-16 (“Unicode text”). Save it as “CSV UTF-8” or .xlsx, then "
            "try again."
        )
    for start, what in _OTHERS:
        if head.lstrip().startswith(start):
            _refuse(f"This file is {what}, which cannot be read. {CAN_BE_READ}")
    kind = _TEXTS.get(name.rpartition(".")[2].lower())
    if kind is None or b"\0" in head:
        _refuse(f"This kind of file cannot be read. {CAN_BE_READ}")
    return kind


def _packed(file: BinaryIO) -> str:
    try:
        parts = parts_of(file)
    except Damaged:
        _refuse(
            "This file is damaged and cannot be opened. Open it in Word or Excel, save it again, "
            "then try that."
        )
    names = {part.filename for part in parts}
    kind = next((kind for part, kind in _PARTS.items() if part in names), None)
    if kind is None:
        _refuse_other_packed(file, names)
    if has_macros(names):
        _refuse(
            "This document has macros in it, which are programs. Save it without them (as .docx "
            "or .xlsx), then try that."
        )
    _refuse_bombs(parts)
    _refuse_entities(file, parts)
    return kind


def _refuse_other_packed(file: BinaryIO, names: set[str]) -> None:
    said = b""
    if "mimetype" in names:
        try:
            with zipfile.ZipFile(file) as package, package.open("mimetype") as part:
                said = part.read(100)
        # zipfile answers a damaged part with whatever it happens to trip over.
        except Exception:
            said = b""
    if b"opendocument.text" in said:
        _refuse("This is an OpenDocument text (.odt). Save it as Word (.docx), then try that.")
    if b"opendocument.spreadsheet" in said:
        _refuse("This is an OpenDocument sheet (.ods). Save it as Excel (.xlsx), then try that.")
    _refuse(f"This packed file is no document that can be read. {CAN_BE_READ}")


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = unpacked_size(parts)
    longest = max(part.file_size for part in parts if _is_xml(part))
    is_large = unpacked > _MAX_UNPACKED or longest > _MAX_XML or len(parts) > _MAX_PARTS
    if is_large or is_bomb(parts):
        _refuse(
            f"This document unpacks to {unpacked // 2**20} MB, too much to read. Copy the "
            "framework's table to a new document, save that, then try again."
        )


def _is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.endswith((".xml", ".rels"))


def _refuse_entities(file: BinaryIO, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse parts that declare a document type: they alone can hold entities, and no Office
    program writes one. It stands before the first element, so no more than that is read."""
    try:
        with zipfile.ZipFile(file) as package:
            for part in filter(_is_xml, parts):
                with package.open(part) as opened:
                    _read_to_first_element(opened)
    except DefusedXmlException:
        _refuse(
            f"{part.filename} in this document declares XML entities, which Word and Excel never "
            "do. Do not open it: ask whoever sent it for the document as Word saves it."
        )
    except Faulty:
        raise
    # A locked or damaged part: zipfile raises RuntimeError, NotImplementedError, zlib.error, …
    except Exception:
        _refuse(
            f"{part.filename} in this document is damaged or locked. Open the document in Word or "
            "Excel, save it again without a password, then try that."
        )


def _read_to_first_element(part: BinaryIO) -> None:
    reader, handler = make_parser(), _FirstElement()
    reader.forbid_dtd = True
    reader.setContentHandler(handler)
    while not handler.is_there:
        block = part.read(_BLOCK)
        if not block:
            raise SAXException("no element")
        reader.feed(block)


class _FirstElement(ContentHandler):
    is_there = False

    def startElement(self, name, attrs):  # noqa: N802 (the name that xml.sax calls)
        self.is_there = True
