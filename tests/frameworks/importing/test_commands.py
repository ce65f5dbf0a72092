"""A framework is imported by a command, and written to a workbook by another."""

import json
import os
from contextlib import redirect_stdout

import pytest
import yaml
from django.core.management import CommandError, call_command

from frameworks.dumper import content_of
from frameworks.importing.document import read_document
from frameworks.loader import load, publish, tidy
from frameworks.models import Framework

from ..instruments import SHIPPED, small
from .documents import Shape, made, shipped, understood

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(tmp_path):
    """The path of a document of the shipped framework."""
    path = tmp_path / "ours.docx"
    path.write_bytes(made(shipped()).getvalue())
    return path


def test_what_is_understood_is_printed_and_nothing_is_saved(ours, capsys):
    call_command("import_framework", str(ours), "--dry-run", "--format", "json")
    printed = capsys.readouterr()
    assert json.loads(printed.out) == understood(shipped())
    assert printed.err == (
        "not read: outside the tables: Copy what you found to the plan. "
        "(It stands outside the framework's table.)\n"
    )
    assert not Framework.objects.exists()


def test_a_document_is_published_word_for_word(ours, capsys):
    call_command(
        "import_framework", str(ours), "--slug", "ours", "--version", "2026", "--title", "Ours"
    )
    printed = capsys.readouterr()
    assert printed.out == "ours 2026: loaded, 5 areas, 12 elements, 73 strands.\n"
    said = {"slug": "ours", "version": "2026", "title": "Ours"}
    assert content_of(Framework.objects.get()) == understood(shipped()) | said
    call_command("import_framework", str(ours), slug="ours", version="2026", title="Ours")
    assert capsys.readouterr().out == "ours 2026: already loaded, unchanged.\n"


def test_a_published_version_is_not_changed(ours):
    call_command("import_framework", str(ours))
    with pytest.raises(CommandError, match=r"never changes\. Raise its version"):
        call_command("import_framework", str(ours), "--title", "Another title")
    assert Framework.objects.count() == 1


def test_what_does_not_pair_is_refused_and_shown(tmp_path, capsys):
    content = shipped()
    del content["areas"][0]["elements"][1]["strands"][2]["descriptors"]["R"]
    content["areas"][0]["elements"][1]["strands"][2]["descriptors"]["R"] = ""
    path = tmp_path / "ours.docx"
    path.write_bytes(made(content, Shape(numbers="none")).getvalue())
    said = [
        "does not pair: 1B: 7 questions, but descriptors: 6 for R, 7 for G",
        "element 1B, strand vii: the weak descriptor is empty",
    ]
    with pytest.raises(CommandError) as caught:
        call_command("import_framework", str(path))
    assert str(caught.value).splitlines() == ["2 faults. Nothing was published.", *said]
    assert not Framework.objects.exists()
    capsys.readouterr()
    call_command("import_framework", str(path), "--dry-run")
    printed = capsys.readouterr()
    assert printed.err.splitlines()[1:] == said
    element = yaml.safe_load(printed.out)["areas"][0]["elements"][1]
    assert len(element["strands"]) == 7


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"%PDF-1.7", "Nothing was published.\nThis file is a PDF"),
        ("a.csv", b"Element,Strand\n,", "No element was found"),
        (None, b"", "cannot be read: No such file or directory"),
    ],
)
def test_a_file_that_will_not_do(tmp_path, name, content, said):
    path = tmp_path / (name or "gone.docx")
    if name:
        path.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        call_command("import_framework", str(path))
    assert said in str(caught.value)


def test_a_workbook_is_written_and_comes_back(tmp_path, capsys):
    load([SHIPPED])
    path = tmp_path / "shipped.xlsx"
    call_command("dump_framework", "mat-capacity", "--format", "xlsx", "--output", str(path))
    with path.open("rb") as file:
        assert read_document(file, path.name).content == tidy(shipped())
    call_command("import_framework", str(path))
    assert capsys.readouterr().out == "mat-capacity 1.0: already loaded, unchanged.\n"


def test_yaml_is_written_to_a_file_too(tmp_path, capsys):
    publish(small())
    path = tmp_path / "small.yaml"
    call_command("dump_framework", "small", "--output", str(path))
    assert capsys.readouterr().out == ""
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == small()


def test_a_workbook_goes_where_the_output_goes_unless_that_is_a_screen(tmp_path, capfdbinary):
    publish(small())
    call_command("dump_framework", "small", "--format", "xlsx")
    (tmp_path / "small.xlsx").write_bytes(capfdbinary.readouterr().out)
    with open(tmp_path / "small.xlsx", "rb") as file:
        assert read_document(file, "small.xlsx").content == small()
    ours, screen = os.openpty()
    with (
        capfdbinary.disabled(),
        open(screen, "w") as terminal,
        redirect_stdout(terminal),
        pytest.raises(CommandError, match="name a file with --output FILE"),
    ):
        call_command("dump_framework", "small", "--format", "xlsx")
    os.close(ours)


def test_a_workbook_needs_texts_that_fit_in_cells(tmp_path):
    publish(small({"areas.0.elements.0.note": "long " * 9_000}))
    path = tmp_path / "small.xlsx"
    with pytest.raises(CommandError, match="A text for the sheet Strands is longer than Excel's"):
        call_command("dump_framework", "small", "--format", "xlsx", "--output", str(path))
    assert not path.exists()
