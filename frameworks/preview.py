"""A draft as the tree that it would be when it is published, without the database."""

from itertools import count

from .models import Framework
from .tree import AreaNode, ElementNode, FrameworkTree, LevelNode, StrandNode


def tree_of_content(content: dict) -> FrameworkTree:
    """The tree of content that may be faulty: what is missing is empty. Its keys are no rows'."""
    keys = count(1)
    levels = {
        level.get("code", ""): LevelNode(
            pk=next(keys),
            position=position,
            code=level.get("code", ""),
            name=level.get("name", ""),
            meaning=level.get("meaning", ""),
            colour=level.get("colour", ""),
        )
        for position, level in enumerate(content.get("levels", []), 1)
    }
    areas = tuple(
        AreaNode(
            code=area.get("code", ""),
            name=area.get("name", ""),
            elements=tuple(
                _element(element, area.get("code", ""), levels, keys)
                for element in area.get("elements", [])
            ),
        )
        for area in content.get("areas", [])
    )
    scale = content.get("scale")
    return FrameworkTree(
        key=(),
        pk=0,
        slug=content.get("slug", ""),
        version=content.get("version", ""),
        title=content.get("title", ""),
        source=content.get("source", ""),
        summary=content.get("summary", ""),
        scale=Framework.Scale(scale if scale in Framework.Scale.values else "ordered"),
        now=content.get("now", ""),
        target=content.get("target", ""),
        guidance=tuple(content.get("guidance", [])),
        examples=tuple(content.get("examples", [])),
        levels=tuple(levels.values()),
        areas=areas,
    )


def _element(element: dict, area: str, levels: dict[str, LevelNode], keys) -> ElementNode:
    strands = tuple(
        StrandNode(
            pk=next(keys),
            position=position,
            question=strand.get("question", ""),
            descriptors=tuple(
                (level, strand["descriptors"][code])
                for code, level in levels.items()
                if strand.get("descriptors", {}).get(code)
            ),
            was=strand.get("was", ""),
        )
        for position, strand in enumerate(element.get("strands", [])[:89], 1)
    )
    pk = next(keys)
    return ElementNode(
        pk=pk,
        position=pk,
        code=element.get("code", ""),
        name=element.get("name", ""),
        topics=tuple(element.get("topics", [])),
        note=element.get("note", ""),
        trustee_question=element.get("trustee_question", ""),
        area_code=area,
        strands=strands,
        guide=levels.get(element.get("guide", "")),
        was=element.get("was", ""),
    )
