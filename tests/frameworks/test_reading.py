"""A file that is not plain, small UTF-8 YAML gets one clear message, and no further."""

import os

import pytest
import yaml
from django.core.management import CommandError, call_command

from frameworks.reading import LARGEST

from .instruments import small
from .test_faults import assert_nothing_is_written

pytestmark = pytest.mark.django_db

BOMB = b"""\
a: &a [x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
"""
ANCHORS = "anchors and aliases (& and *) are not allowed"

FILES = {
    "empty": (b"", "this file is empty"),
    "a comment": (b"# nothing\n", "this file is empty"),
    "bomb": (BOMB, f"line 1, column 4: {ANCHORS}"),
    "alias": (b"title: *a\n", f"line 1, column 8: {ANCHORS}"),
    "merge": (b"base: &b {a: c}\nlevel:\n  <<: *b\n", f"line 1, column 7: {ANCHORS}"),
    "tag": (
        b"slug: small\ntitle: !!python/object/apply:os.system [id]\n",
        "line 2, column 8: tags (!) are not allowed",
    ),
    "harmless tag": (b"title: !!str 7\n", "line 1, column 8: tags (!) are not allowed"),
    "depth": (b"areas: " + b"[" * 100_000, "line 1, column 27: nested more than 20 deep"),
    "deep keys": (b"? " * 50_000, "line 1, column 41: nested more than 20 deep"),
    "list as key": (b"? [a]\n: b\n", "line 1, column 3: a key has to be text"),
    "syntax": (
        b"slug: small\ntitle: One: two\n",
        "line 2, column 11: this is not YAML: mapping values are not allowed in this context",
    ),
    "unclosed": (
        b'title: "One\n',
        "line 2, column 1: this is not YAML: found unexpected end of stream",
    ),
    "tab": (
        b"levels:\n\t- code: R\n",
        "line 2, column 1: this is not YAML: found character that cannot start any token",
    ),
    "two documents": (
        b"slug: small\n---\nslug: other\n",
        "line 2, column 1: a second document; a file holds one framework",
    ),
    "UTF-16": (
        "title: é".encode("utf-16"),
        "line 1: this is not UTF-8 text; save the file as UTF-8",
    ),
    "Latin-1": (
        b"slug: small\ntitle: caf\xe9\n",
        "line 2: this is not UTF-8 text; save the file as UTF-8",
    ),
    "binary": (b"\x7fELF\x00\x01\xff", "line 1: this is not UTF-8 text; save the file as UTF-8"),
    "NUL": (b"slug: small\ntitle: a\x00b\n", "line 2: a control character, U+0000"),
    "surrogate": (
        b'title: "\\ud800"\n',
        "line 1, column 11: this is not YAML: found invalid Unicode character escape code",
    ),
    "beyond Unicode": (
        b'title: "\\UFFFFFFFF"\n',
        "line 1, column 11: this is not YAML: found invalid Unicode character escape code",
    ),
    "10 MB": (b"a: b\n" * 2_000_000, "this file is larger than 1 MB, which no framework needs"),
    "a list": (b"- slug: small\n", "framework: this is a list, and a set of keys is needed"),
    "text": (b"hello\n", "framework: this is text, and a set of keys is needed"),
    "a date": (b"2026-13-45\n", "framework: this is a date, and a set of keys is needed"),
    "huge number": (b"9" * 9_999, "framework: this is a number, and a set of keys is needed"),
}


def told(path) -> list[str]:
    with pytest.raises(CommandError) as caught:
        call_command("load_framework", path)
    assert_nothing_is_written()
    assert caught.value.returncode == 1
    first, *faults = str(caught.value).splitlines()
    assert first == f"{len(faults)} fault{'s' * (len(faults) > 1)}. Nothing was loaded."
    return [fault.removeprefix(f"{path}: ") for fault in faults]


@pytest.mark.parametrize(("data", "fault"), FILES.values(), ids=FILES.keys())
def test_a_file_that_will_not_do(data, fault, tmp_path):
    path = tmp_path / "framework.yaml"
    path.write_bytes(data)
    assert told(path) == [fault]


@pytest.mark.parametrize(
    ("written", "kind"),
    [("1.0", "a number"), ("NO", "yes or no"), ("on", "yes or no"), ("2026-09-01", "a date")],
)
def test_what_yaml_takes_for_no_text_is_to_be_quoted(written, kind, tmp_path):
    path = tmp_path / "framework.yaml"
    text = yaml.safe_dump(small()).replace("code: R\n", f"code: {written}\n")
    path.write_text(text)
    quote = f'without quotes, which YAML reads as {kind}: write "{written}"'
    assert told(path) == [f"level no. 1: code is {written} {quote}"]


def test_a_key_is_to_be_quoted_too(tmp_path):
    path = tmp_path / "framework.yaml"
    path.write_text("slug: a\nNO: b\n")
    assert told(path)[0] == 'line 2, column 1: YAML reads the key NO as yes or no: write "NO"'


def test_of_a_file_too_large_only_the_start_is_read(tmp_path):
    path = tmp_path / "sparse.yaml"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 10**11)  # one that no memory holds
    assert told(path) == ["this file is larger than 1 MB, which no framework needs"]


def test_the_largest_file_is_read(tmp_path):
    path = tmp_path / "framework.yaml"
    text = yaml.safe_dump(small())
    path.write_text(text + "#" * (LARGEST - len(text)))
    call_command("load_framework", path, verbosity=0)


def test_what_is_no_file(tmp_path):
    assert told(tmp_path) == ["this file cannot be read: Is a directory"]
    assert told(tmp_path / "none") == ["this file cannot be read: No such file or directory"]


def test_a_file_that_cannot_be_reached(tmp_path):
    path = tmp_path / "framework.yaml"
    path.symlink_to(path)
    assert told(path) == ["this file cannot be read: Too many levels of symbolic links"]


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path):
    path = tmp_path / "framework.yaml"
    text = yaml.safe_dump(small()).replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    call_command("load_framework", path, verbosity=0)
