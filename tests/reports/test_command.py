"""`manage.py board_pack`: what a timer runs at night."""

import os
import stat

import pytest
from django.core.management import CommandError, call_command

from matcap.trusts.actions import open_trust
from tests.reports.conftest import Paper
from tests.reports.sample import sample


@pytest.fixture(scope="module")
def made_once(module_db):
    """A small sample: the command is the same for any."""
    return sample(agreed=False, few=True)


def test_writes_the_latest_agreed_pack(assessment, tmp_path):
    file = tmp_path / "pack.pdf"
    call_command("board_pack", assessment.trust.slug, output=str(file))
    assert file.read_bytes().startswith(b"%PDF-")
    assert os.listdir(tmp_path) == ["pack.pdf"]
    assert stat.S_IMODE(file.stat().st_mode) & 0o444 == 0o444


def test_takes_the_agreed_one_when_a_later_one_is_open(draft, tmp_path, capsysbinary):
    call_command("board_pack", draft.trust.slug, output="-")
    written = capsysbinary.readouterr().out
    assert "Autumn 2025, agreed on 13 November 2025." in Paper(written).pages[0]


@pytest.mark.parametrize(
    ("slug", "output", "says"),
    [
        (
            "nowhere",
            "pack.pdf",
            "There is no trust called nowhere: give one of those",
        ),
        ("new-trust", "pack.pdf", "New Trust has no agreed assessment yet: agree one"),
        ("tamar-valley-trust", "missing/pack.pdf", "There is no folder"),
        ("tamar-valley-trust", "", "is a folder: name a file in it"),
    ],
)
def test_says_what_to_do_and_writes_nothing(assessment, tmp_path, slug, output, says):
    open_trust(name="New Trust")
    with pytest.raises(CommandError) as refused:
        call_command("board_pack", slug, output=str(tmp_path / output))
    assert says in str(refused.value)
    assert refused.value.returncode == 1
    assert os.listdir(tmp_path) == []


def test_says_so_when_it_cannot_write(assessment, tmp_path):
    with pytest.raises(CommandError, match=r"could not be written \(File name too long\): name a"):
        call_command("board_pack", assessment.trust.slug, output=str(tmp_path / ("x" * 300)))
    assert os.listdir(tmp_path) == []


def test_replaces_the_file_before_in_one_step(assessment, tmp_path):
    file = tmp_path / "pack.pdf"
    file.write_bytes(b"the one before")
    with file.open("rb") as reader:
        call_command("board_pack", assessment.trust.slug, output=str(file))
        assert reader.read() == b"the one before"
    assert file.read_bytes().startswith(b"%PDF-")
