"""`import_schools`: several trusts from one extract, in one pass."""

import pytest
from django.core.management import CommandError, call_command

from matcap.trusts.actions import open_trust
from matcap.trusts.models import School, Trust

from .register_files import FERN, RIVAL, extract, groups, school, sheet


@pytest.fixture
def both(db):
    return open_trust(name="Fernleigh", uid=FERN[0]), open_trust(
        name="Rival and Sons Multi-Academy Trust"
    )


@pytest.fixture
def path(tmp_path):
    rows = [
        school(136001, "Ash"),
        school(136002, "Bay", phase="Strange"),
        school(137001, "Theirs", RIVAL),
        school(138001, "Nobody's", ("4303", "A THIRD TRUST")),
    ]
    path = tmp_path / "edubasealldata.csv"
    path.write_bytes(extract(rows).getvalue())
    return path


def run(capsys, *arguments) -> list[str]:
    call_command("import_schools", *map(str, arguments))
    return capsys.readouterr().out.splitlines()


def test_two_trusts_are_imported_in_one_pass_and_again_nothing_changes(both, path, capsys):
    arguments = (path, "--trust", FERN[0], "--trust", RIVAL[1])
    first = [
        "Fernleigh: 1 new, 0 changed, 0 unchanged, 1 refused",
        "  row 3, Bay: “Strange” is not a phase. Write Primary, Secondary, All-through or another "
        "of the register's phases, or an age range such as 11-18.",
        "Rival and Sons Multi-Academy Trust: 1 new, 0 changed, 0 unchanged, 0 refused",
    ]
    dry = run(capsys, *arguments, "--dry-run")
    assert dry == [*first, "Nothing was written: this was a dry run."]
    assert not School.objects.exists()
    assert run(capsys, *arguments) == first
    assert {(one.trust.name, one.name) for one in School.objects.all()} == {
        ("Fernleigh", "Ash"),
        ("Rival and Sons Multi-Academy Trust", "Theirs"),
    }
    assert {one.uid for one in Trust.objects.all()} == {FERN[0], RIVAL[0]}
    before = list(School.objects.values())
    again = run(capsys, *arguments)
    assert again[0] == "Fernleigh: 0 new, 0 changed, 1 unchanged, 1 refused"
    assert list(School.objects.values()) == before


def test_a_tr_number_is_looked_up_in_the_list_of_trusts(both, path, tmp_path, capsys):
    listed = tmp_path / "allgroupsdata.csv"
    row = (FERN[0], "TR00101", "FERNLEIGH TRUST", "07000101", "06", "OPEN")
    listed.write_bytes(groups(row).getvalue())
    out = run(capsys, path, "--trust", "TR00101", "--groups", listed)
    assert out[0] == "Fernleigh: 1 new, 0 changed, 0 unchanged, 1 refused"


@pytest.mark.parametrize(
    ("trusts", "said"),
    [
        ((FERN[0], "4303"), "No trust here is “4303”"),
        ((FERN[0], "Fernleigh"), "the same trust"),
        (("TR00101",), "No trust here is “TR00101”"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(both, path, trusts, said):
    arguments = [word for one in trusts for word in ("--trust", one)]
    with pytest.raises(CommandError, match=said):
        call_command("import_schools", str(path), *arguments)
    assert not School.objects.exists()


def test_a_file_that_is_no_extract_is_refused(both, tmp_path):
    own = tmp_path / "own.csv"
    own.write_bytes(sheet(("Name", "Phase"), ("A", "Primary")).getvalue())
    for path, said in ((own, "not an extract"), (tmp_path / "none.csv", "cannot be opened")):
        with pytest.raises(CommandError, match=said):
            call_command("import_schools", str(path), "--trust", FERN[0])
