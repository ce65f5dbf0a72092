"""Documents that were filled in: what an imported draft holds of ratings, and what they are of."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from frameworks.editing import elements_of
from frameworks.importing.dates import Dated
from frameworks.models import Draft, Framework
from frameworks.tree import FrameworkTree, tree_of
from frameworks.wordings import fits, same_levels
from matcap.trusts.terms import listed

from .models import EvidenceItem
from .past import Judgement

_LONGEST = EvidenceItem._meta.get_field("title").max_length


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


def day_of(draft: Draft) -> Dated | None:
    """The day that its document offers as its own, and where that is from."""
    return Dated(draft.dated_on, draft.dated_by) if draft.dated_on else None


def given(draft: Draft, tree: FrameworkTree) -> dict[str, Judgement]:
    """What its document says of each element that is filled in, by code, as the framework has it.

    A target where none is asked for, and a mark of a strand that is not there, are left out.
    """
    codes = same_levels(draft.content, tree) or {}
    return {
        one["element"]: Judgement(
            codes.get(one["level"]),
            one["evidence"],
            target=codes.get(one.get("target")) if tree.asks_target else None,
            marks={
                numeral: codes[level]
                for numeral, level in one.get("marks", {}).items()
                if level in codes and numeral in _numerals(tree, one["element"])
            },
            links=tuple((words[:_LONGEST], address) for words, address in one.get("links", ())),
        )
        for one in draft.filled
    }


def _numerals(tree: FrameworkTree, code: str) -> set[str]:
    return {strand.numeral for strand in tree.element_by_code[code].strands}


def left_out(draft: Draft, tree: FrameworkTree) -> Iterator[str]:
    """What its document lacks of a framework, or has that the framework has no place for.

    A sentence each.
    """
    has, read = {one.get("code") for one in elements_of(draft.content)}, given(draft, tree)
    said = {one.code: read.get(one.code, Judgement(None)) for one in tree.elements}
    there = {code: judged for code, judged in said.items() if code in has}
    if unrated := [
        code
        for code, judged in there.items()
        if not (judged.level if tree.has_levels else judged.evidence)
    ]:
        yield f"No rating was found for {listed(unrated)}."
    if tree.asks_target and (unaimed := [code for code, one in there.items() if not one.target]):
        yield f"No level was found for {listed(unaimed)} under “{tree.target}”."
    if missing := [code for code in said if code not in has]:
        yield f"The document has no element {listed(missing)}."
    aimed = [one["element"] for one in draft.filled if one.get("target")]
    if aimed and not tree.asks_target:
        yield f"{tree.title} asks for no target: those of {listed(aimed)} are not brought in."
    for one in draft.filled:
        known = _numerals(tree, one["element"])
        if strange := [f"({mark})" for mark in one.get("marks", {}) if mark not in known]:
            yield f"{one['element']} has no strand {listed(strange)}: its mark is not brought in."
