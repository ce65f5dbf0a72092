"""A trust's own words for a framework: whether a document holds them, and what they come to.

They are a framework with the same elements and as many strands in each, so that what was rated
stays where it is. Content has the structure of a framework's file, and may be faulty.
"""

from collections.abc import Iterable

from .editing import elements_of, settled
from .models import Framework
from .tree import FrameworkTree, tree_of

_OF_AN_ELEMENT = ("code", "name", "topics", "note", "trustee_question")


def worded_in(content: dict, frameworks: Iterable[Framework]) -> list[Framework]:
    """Those of `frameworks` that content may be other words for."""
    return [one for one in frameworks if fits(content, tree_of(one))]


def fits(content: dict, tree: FrameworkTree) -> bool:
    """Whether content has the elements of a framework, by code, each with as many strands."""
    counts = {element.code: len(element.strands) for element in tree.elements}
    own = [(one.get("code", ""), len(one.get("strands", []))) for one in elements_of(content)]
    return (
        dict(own) == counts and len(own) == len(counts) and same_levels(content, tree) is not None
    )


def same_levels(content: dict, tree: FrameworkTree) -> dict[str, str] | None:
    """Which level of a framework each level of content is, by code; None when they do not fit.

    Levels from weak to strong that go by other codes are matched by their order.
    """
    codes = [level.get("code", "") for level in content.get("levels", [])]
    theirs = [level.code for level in tree.levels]
    if content.get("scale") != tree.scale or len(codes) != len(theirs):
        return None
    if set(codes) == set(theirs):
        return {code: code for code in codes}
    is_clear = tree.is_ordered and len(set(codes)) == len(codes)
    return dict(zip(codes, theirs, strict=True)) if is_clear else None


def words_for(content: dict, tree: FrameworkTree) -> dict:
    """Content that fits as words for a framework, with its levels.

    A level that the document does not describe anywhere keeps the framework's own descriptors.
    """
    codes = same_levels(content, tree)
    content = settled(content)
    described = {
        code
        for element in elements_of(content)
        for strand in element.get("strands", [])
        for code in strand.get("descriptors", {})
    }
    kept = {level.code for level in tree.levels} - {codes[code] for code in described}
    keys = ("title", "source", "summary", "guidance")
    return {
        **{key: content[key] for key in keys if key in content},
        "scale": tree.scale.value,
        "levels": [
            {"code": level.code, "name": level.name, "colour": level.colour}
            for level in tree.levels
        ],
        "areas": [
            area | {"elements": [_element(one, codes, kept, tree) for one in area["elements"]]}
            for area in content["areas"]
        ],
    }


def _element(element: dict, codes: dict[str, str], kept: set[str], tree: FrameworkTree) -> dict:
    own = {key: element[key] for key in _OF_AN_ELEMENT if key in element}
    return own | {
        "strands": [
            {
                "numeral": strand["numeral"],
                "question": strand.get("question", ""),
                "descriptors": {
                    level.code: text for level, text in theirs.descriptors if level.code in kept
                }
                | {codes[code]: text for code, text in strand.get("descriptors", {}).items()},
            }
            for strand, theirs in zip(
                element.get("strands", []),
                tree.element_by_code[element["code"]].strands,
                strict=True,
            )
        ]
    }
