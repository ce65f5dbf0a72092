"""What is published stays as it is; a load is all or nothing."""

import pytest
import yaml
from django.core.management import CommandError, call_command

from frameworks.faults import Faulty
from frameworks.loader import digest, load, publish
from frameworks.models import Framework, Strand
from frameworks.tree import tree_of

from .instruments import SHIPPED, small
from .test_faults import assert_nothing_is_written

pytestmark = pytest.mark.django_db


def written(tmp_path, content: dict, name: str = "small.yaml", **layout):
    path = tmp_path / name
    path.write_text(yaml.safe_dump(content, **layout))
    return path


def test_all_of_it_is_published():
    tree = tree_of(publish(small()))
    assert (tree.slug, tree.version, tree.title) == ("small", "1.0", "A small instrument")
    assert [(level.code, level.position, level.colour) for level in tree.levels] == [
        ("R", 1, "red"),
        ("AR", 2, "amber-red"),
        ("G", 3, "green"),
    ]
    assert [(area.code, [element.code for element in area.elements]) for area in tree.areas] == [
        ("1", ["1A", "1B"]),
        ("2", ["2A"]),
    ]
    assert [element.position for element in tree.elements] == [1, 2, 3]
    last = tree.element_by_code["1B"].strands[2]
    assert (last.numeral, last.question) == ("iii", "Is it so (iii)?")
    assert [(level.code, text) for level, text in last.descriptors] == [
        ("R", "It is not (iii)."),
        ("G", "It is (iii)."),
    ]
    assert tree.guidance == ({"title": "How", "text": "Read it."},)
    assert tree.examples == (
        {"element": "1B", "issues": [{"strands": ["i", "iii"], "text": "Found."}]},
    )


def test_the_command_says_what_it_loaded_and_what_it_had_already(tmp_path, capsys):
    path = written(tmp_path, small())
    call_command("load_framework", path)
    assert capsys.readouterr().out == "small 1.0: loaded, 2 areas, 3 elements, 6 strands.\n"
    before = Framework.objects.get()
    call_command("load_framework", path)
    assert capsys.readouterr().out == "small 1.0: already loaded, unchanged.\n"
    after = Framework.objects.get()
    assert (after.pk, after.published_at) == (before.pk, before.published_at)


def test_another_layout_is_no_change(tmp_path):
    load([written(tmp_path, small())])
    rewritten = small({"title": "  A small instrument\n", "areas.0.elements.0.topics": ["Topic "]})
    layout = {"default_flow_style": True, "sort_keys": True, "width": 20}
    [again] = load([written(tmp_path, rewritten, **layout)])
    assert not again.is_new
    assert Framework.objects.count() == 1


def test_an_empty_optional_list_is_no_change():
    published = publish(small({"examples": []}))
    content = small()
    del content["examples"]
    assert publish(content) == published


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Another title"},
        {"levels.1.colour": "stone"},
        {"areas.1.elements.0.strands.0.descriptors.R": "It is not."},
        {"examples": []},
        {"guidance.0.text": "Read it twice."},
        {"areas.0.elements.0.topics": ["Topic", "More"]},
    ],
    ids=str,
)
def test_a_published_version_never_changes(changes, tmp_path):
    before = tree_of(publish(small()))
    path = written(tmp_path, small(changes))
    with pytest.raises(CommandError) as caught:
        call_command("load_framework", path)
    assert str(caught.value) == (
        "1 fault. Nothing was loaded.\n"
        f"{path}: small 1.0 is published and never changes. Raise its version."
    )
    with pytest.raises(Faulty):
        publish(small(changes))
    framework = Framework.objects.get()
    assert framework.digest == digest(small())
    assert tree_of(framework) == before


def test_a_raised_version_is_published_beside_the_first():
    first = publish(small())
    second = publish(small({"version": "1.1", "title": "Another title"}))
    assert second.pk != first.pk
    assert Framework.objects.get(version="1.0").title == "A small instrument"


def test_one_changed_version_holds_back_every_file(tmp_path):
    publish(small())
    changed = written(tmp_path, small({"title": "Another title"}), "changed.yaml")
    with pytest.raises(Faulty) as caught:
        load([written(tmp_path, small({"version": "2.0"})), changed])
    assert caught.value.faults == [
        f"{changed}: small 1.0 is published and never changes. Raise its version."
    ]
    assert [framework.version for framework in Framework.objects.all()] == ["1.0"]


def test_two_files_that_disagree_about_one_version(tmp_path):
    paths = [
        written(tmp_path, small(), "one.yaml"),
        written(tmp_path, small({"title": "Other"}), "other.yaml"),
    ]
    with pytest.raises(Faulty) as caught:
        load(paths)
    assert caught.value.faults == [
        f"{paths[1]}: small 1.0 is published and never changes. Raise its version."
    ]
    assert_nothing_is_written()


def test_loading_is_a_fixed_number_of_queries(django_assert_num_queries, tmp_path):
    # Two savepoints and a look for the version; then a statement a table.
    with django_assert_num_queries(15):
        load([SHIPPED])
    with django_assert_num_queries(15):
        load([written(tmp_path, small())])
    assert Strand.objects.count() == 79
