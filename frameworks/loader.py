"""Publishes instruments: from files, or from content that code has at hand."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from matcap.trusts.models import Trust

from .checking import check
from .faults import Faulty
from .lineage import since
from .models import Area, Descriptor, Element, Framework, Level, Strand
from .reading import read_yaml
from .tree import tree_of


class Loaded(NamedTuple):
    """A framework as it stands after loading. `is_new` is False when it was published already."""

    framework: Framework
    is_new: bool


def load(paths: Iterable[str | Path]) -> list[Loaded]:
    """Publish the instruments in YAML files, all of them or none.

    Every file is checked to its end before anything is written. Raises Faulty with every fault of
    every file, each one led by the file's path as given.
    """
    faults: list[str] = []
    contents = [(path, _checked(path, faults)) for path in paths]
    if faults:
        raise Faulty(faults)
    with transaction.atomic():
        loaded = [_published(path, content, faults) for path, content in contents]
        if faults:
            raise Faulty(faults)
    return loaded


def publish(content: dict, **whose) -> Framework:
    """Publish one instrument and return it; return it as it is when just this was published.

    `content` has the structure of a framework's file: dicts, lists and texts. `whose` may say its
    `owner` (a trust; the installation otherwise), what it `follows` (the version before of the
    same slug and owner otherwise, and `was` is read as `lineage.since` says) and what it is a
    `wording_of`. Raises Faulty when anything in it is wrong, or when its version is published with
    other content.
    """
    faults = check(content)
    if faults:
        raise Faulty(faults)
    return _publish(content, **whose).framework


def digest(content: dict) -> str:
    """SHA-256 of what an instrument says, however its file is laid out."""
    text = json.dumps(tidy(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def tidy(value: Any) -> Any:
    """Content without what says nothing: empty optional keys, and white space around texts."""
    if isinstance(value, dict):
        return {key: tidy(item) for key, item in value.items() if item not in ("", [], {})}
    if isinstance(value, list):
        return [tidy(item) for item in value]
    return value.strip()


def _checked(path: str | Path, faults: list[str]) -> Any:
    try:
        content, found = read_yaml(path)
    except Faulty as error:
        content, found = None, error.faults
    else:
        found = found + check(content)
    faults += [f"{path}: {fault}" for fault in found]
    return content


def _published(path: str | Path, content: dict, faults: list[str]) -> Loaded | None:
    try:
        return _publish(content)
    except Faulty as error:
        faults += [f"{path}: {fault}" for fault in error.faults]
        return None


@transaction.atomic
def _publish(
    content: dict,
    owner: Trust | None = None,
    follows: Framework | None = None,
    wording_of: Framework | None = None,
) -> Loaded:
    content = tidy(content)
    if follows is None and wording_of is None:
        follows = _before(content, owner)
        content = since(content, tree_of(follows)) if follows else content
    framework, is_new = Framework.objects.get_or_create(
        slug=content["slug"],
        version=content["version"],
        owner=owner,
        defaults={
            "follows": follows,
            "wording_of": wording_of,
            "title": content["title"],
            "source": content.get("source", ""),
            "summary": content.get("summary", ""),
            "scale": content["scale"],
            "now": content.get("now", ""),
            "target": content.get("target", ""),
            "guidance": content.get("guidance", []),
            "examples": content.get("examples", []),
            "digest": digest(content),
            "published_at": timezone.now(),
        },
    )
    if is_new:
        _write_parts(framework, content)
    elif framework.digest != digest(content):
        name = f"{framework.slug} {framework.version}"
        raise Faulty([f"{name} is published and never changes. Raise its version."])
    return Loaded(framework, is_new)


def _before(content: dict, owner: Trust | None) -> Framework | None:
    """The version before the one that content is, or was when it was published."""
    versions = Framework.objects.filter(slug=content["slug"], owner=owner, wording_of=None)
    there = versions.filter(version=content["version"]).select_related("follows").first()
    return there.follows if there else versions.order_by("published_at", "pk").last()


def _write_parts(framework: Framework, content: dict) -> None:
    levels = _write_levels(framework, content.get("levels", []))
    areas = Area.objects.bulk_create(
        Area(framework=framework, position=position, code=area["code"], name=area["name"])
        for position, area in enumerate(content["areas"], 1)
    )
    below = [
        (area, element)
        for area, written in zip(areas, content["areas"], strict=True)
        for element in written["elements"]
    ]
    elements = Element.objects.bulk_create(
        _element(framework, area, position, element)
        for position, (area, element) in enumerate(below, 1)
    )
    _write_strands(elements, [element.get("strands", []) for _, element in below], levels)


def _write_levels(framework: Framework, levels: list[dict]) -> dict[str, Level]:
    rows = Level.objects.bulk_create(
        Level(framework=framework, position=position, **level)
        for position, level in enumerate(levels, 1)
    )
    return {level.code: level for level in rows}


def _element(framework: Framework, area: Area, position: int, element: dict) -> Element:
    own = {key: value for key, value in element.items() if key != "strands"}
    return Element(framework=framework, area=area, position=position, **own)


def _write_strands(
    elements: list[Element], contents: list[list[dict]], levels: dict[str, Level]
) -> None:
    below = [
        (
            Strand(
                element=element,
                position=position,
                question=strand["question"],
                was=strand.get("was", ""),
            ),
            strand,
        )
        for element, strands in zip(elements, contents, strict=True)
        for position, strand in enumerate(strands, 1)
    ]
    Strand.objects.bulk_create(strand for strand, _ in below)
    Descriptor.objects.bulk_create(
        Descriptor(strand=strand, level=levels[code], text=text)
        for strand, content in below
        for code, text in content.get("descriptors", {}).items()
    )
