"""Documents that were filled in: what an imported draft holds of ratings, and what they are of."""

import re
from pathlib import PurePath

from frameworks.editing import elements_of
from frameworks.models import Draft, Framework
from frameworks.tree import FrameworkTree, tree_of
from frameworks.wordings import fits, same_levels


def fitting(draft: Draft) -> list[Framework]:
    """The frameworks that a filled-in draft may be an assessment with, the likeliest first.

    They are those that its trust may use, with all the elements that are filled in and its levels.
    """
    published = draft.published_as
    own = published and (published.wording_of_id or published.pk)
    codes = {one["element"] for one in draft.filled}
    found = [
        framework
        for framework in Framework.objects.used_by(draft.trust)
        for tree in [tree_of(framework)]
        if codes <= tree.element_by_code.keys() and same_levels(draft.content, tree) is not None
    ]
    return sorted(found, key=lambda one: (one.pk != own, not fits(draft.content, tree_of(one))))


def title_of(draft: Draft) -> str:
    """What an assessment may be called by its file's name, such as Autumn 2024."""
    return " ".join(re.sub(r"[_-]+", " ", PurePath(draft.source_name).stem).split())


def given(draft: Draft, tree: FrameworkTree) -> dict[str, tuple[str, str]]:
    """Of each element that is filled in, by code: its level's code ("" for none), its evidence."""
    codes = same_levels(draft.content, tree) or {}
    return {one["element"]: (codes.get(one["level"], ""), one["evidence"]) for one in draft.filled}


def left_out(draft: Draft, tree: FrameworkTree) -> tuple[list[str], list[str]]:
    """The codes of elements of a framework that its document does not have; and has, not rated."""
    has = {one.get("code") for one in elements_of(draft.content)}
    rated = given(draft, tree)
    missing = [element.code for element in tree.elements if element.code not in has]
    unrated = [
        element.code
        for element in tree.elements
        if element.code in has
        and not (rated.get(element.code, ("", ""))[0 if tree.has_levels else 1])
    ]
    return missing, unrated
