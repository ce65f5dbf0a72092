"""Files of every kind, made here: the smallest that programs take for what they are."""

import io
import struct
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image

_SECTOR = 512
_NONE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def zipped(parts: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def office(part: str, *more: str) -> bytes:
    return zipped(dict.fromkeys(("_rels/.rels", "[Content_Types].xml", part, *more), "<x/>"))


def opened(kind: str, *more: str) -> bytes:
    said = {"mimetype": f"application/vnd.oasis.opendocument.{kind}"}
    return zipped(said | dict.fromkeys(("content.xml", *more), "<x/>"))


def workbook() -> bytes:
    file, book = io.BytesIO(), Workbook()
    book.active.append(["Pupils", 210])
    book.save(file)
    return file.getvalue()


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(file, kind)
    return file.getvalue()


def old_office(*names: str) -> bytes:
    """A compound file with these storages ("A/") and empty streams, one in another as A/B."""
    entries = [_entry("Root Entry", 5, child=1)]
    for place, name in enumerate(names, start=1):
        inner = place + 1 if name.endswith("/") else _NONE
        after = place + 1 if place < len(names) and not name.endswith("/") else _NONE
        entries.append(
            _entry(name.strip("/"), 1 if inner != _NONE else 2, right=after, child=inner)
        )
    entries += [bytes(128)] * (-len(entries) % 4)
    directory = b"".join(entries)
    sectors = len(directory) // _SECTOR
    chain = [_FAT, *range(2, sectors + 1), _END]
    fat = struct.pack("<128L", *chain, *[_NONE] * (128 - len(chain)))
    head = struct.pack(
        "<8s16xHHHHH6xLLLLLLLLL109L",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, _END, 0, _END, 0),
        *(0, *[_NONE] * 108),
    )
    return head + fat + directory


def _entry(name: str, kind: int, right: int = _NONE, child: int = _NONE) -> bytes:
    letters = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBLLL16xL16xLQ",
        *(letters, len(letters) + 2, kind, 1, _NONE, right, child),
        *(0, _END if kind != 1 else 0, 0),
    )


PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
HEIC = struct.pack(">L4s4sL4s4s", 24, b"ftyp", b"heic", 0, b"mif1", b"heic") + bytes(64)
PROGRAM = b"MZ\x90\x00\x03" + bytes(80) + b"This program cannot be run in DOS mode."
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

# What each kind looks like, by the kind's own ending.
OF_KIND = {
    "pdf": PDF,
    "docx": office("word/document.xml"),
    "xlsx": workbook(),
    "pptx": office("ppt/presentation.xml"),
    "odt": opened("text"),
    "ods": opened("spreadsheet"),
    "odp": opened("presentation"),
    "doc": old_office("WordDocument"),
    "xls": old_office("Workbook"),
    "ppt": old_office("PowerPoint Document"),
    "jpg": picture("JPEG"),
    "png": picture("PNG"),
    "gif": picture("GIF"),
    "webp": picture("WEBP"),
    "heic": HEIC,
    "csv": "School,Né\r\nÉcole,“4”\r\n".encode(),
    "txt": "Staff say: “we don’t know”.\n".encode("cp1252"),
}
