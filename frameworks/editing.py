"""What can be done to the content of a framework while it is a draft.

Content has the structure of a framework's file, and may be faulty. Nothing here changes what it is
given. Where a draft is a copy (`tracked`), each element's and strand's `was` goes with it, so that
what is published of it can be compared with what it was copied from.
"""

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy

from matcap.ui.refusal import Refused

from .checking import check
from .dumper import content_of
from .lineage import NEW, since
from .loader import tidy
from .models import Framework
from .numerals import numeral
from .tree import tree_of

_MOST = 89  # strands; the numerals end there, and `checking` says so
# What a draft has of these is not its own: they are given to it when it is published.
_IN_THE_PLACE_OF_BOTH = {"slug": "draft", "version": "1"}


def blank() -> dict:
    """A framework with the four levels that most trusts know, and nothing else."""
    levels = [
        ("R", "Red", "weak", "red"),
        ("AR", "Amber Red", "nearer to weak", "amber-red"),
        ("AG", "Amber Green", "nearer to strong", "amber-green"),
        ("G", "Green", "strong", "green"),
    ]
    keys = ("code", "name", "meaning", "colour")
    return {
        "title": "",
        "scale": Framework.Scale.ORDERED.value,
        "levels": [dict(zip(keys, level, strict=True)) for level in levels],
        "areas": [],
    }


def copy_of(framework: Framework, wording: Framework | None = None) -> dict:
    """A framework's content, in the words of a `wording`, if any.

    Its elements and strands know what they were in it.
    """
    content = content_of(framework, wording)
    for part in _parts(content):
        part.pop("was", None)
    return _tracked(content)


def following(content: dict, framework: Framework) -> dict:
    """Content of a framework's own file, as it is after changes, as a copy of the framework."""
    return _tracked(since(tidy(content), tree_of(framework)))


def _tracked(content: dict) -> dict:
    for part in _parts(content):
        part.setdefault("was", part.get("code") or part.get("numeral"))
    return content


def _parts(content: dict) -> list[dict]:
    """Every element and every strand."""
    return [
        part for element in elements_of(content) for part in (element, *element.get("strands", []))
    ]


def settled(content: dict) -> dict:
    """Content as it is published: numbered, and without what says nothing."""
    content = tidy(content)
    for element in elements_of(content):
        if element.get("was") == element.get("code"):
            element.pop("was", None)
        element["strands"] = _numbered(element.get("strands", []))
        for strand in element["strands"]:
            if strand.get("was") == strand["numeral"]:
                strand.pop("was", None)
    return tidy(content)


def faults_of(content: dict) -> list[str]:
    """What has to be put right before a draft can be published, each a `Fault` with its place."""
    return check(settled(content) | _IN_THE_PLACE_OF_BOTH)


def elements_of(content: dict) -> list[dict]:
    """Every element, in order."""
    return [element for _, element in _placed(content)]


def element_at(content: dict, number: int) -> tuple[int, dict] | None:
    """Of the element with a number, from 1: its area's, from 0, and itself. None: there is none."""
    placed = list(_placed(content))
    return placed[number - 1] if 1 <= number <= len(placed) else None


def name_of(part: dict) -> str:
    """What an element or an area is called: its code and name."""
    return f"{part.get('code', '')} {part.get('name', '')}".strip() or "without a name"


def _placed(content: dict) -> Iterator[tuple[int, dict]]:
    for place, area in enumerate(content.get("areas", [])):
        for element in area.get("elements", []):
            yield place, element


# ── areas and elements ────────────────────────────────────────────────────────────────────


def with_areas(content: dict, areas: list[dict]) -> dict:
    """With the areas' own codes and names as given, in order; an area's elements stay below it."""
    content = deepcopy(content)
    for area, given in zip(content.get("areas", []), areas, strict=True):
        area.update(given)
    return content


def add_area(content: dict) -> dict:
    """With an empty area at the end."""
    content = deepcopy(content)
    areas = content.setdefault("areas", [])
    code = _next_code([area.get("code", "") for area in areas]) or "1"
    areas.append({"code": code, "name": "", "elements": []})
    return content


def drop_area(content: dict, place: int) -> dict:
    """Without an area and its elements."""
    content = deepcopy(content)
    dropped = content["areas"].pop(place)
    for element in dropped.get("elements", []):
        _forget_examples(content, element.get("code"))
    return content


def move_area(content: dict, place: int, step: int) -> dict:
    """With an area one place up (-1) or down (1), where there is one."""
    content = deepcopy(content)
    moved(content["areas"], place, step)
    return content


def add_element(content: dict, place: int, *, tracked: bool) -> dict:
    """With an element at the end of an area, under the code that comes next."""
    content = deepcopy(content)
    area = content["areas"][place]
    elements = area.setdefault("elements", [])
    code = _next_code([element.get("code", "") for element in elements])
    element = {"code": code or f"{area.get('code', '')}A", "name": "", "strands": []}
    elements.append(element | ({"was": NEW} if tracked else {}))
    return content


def drop_element(content: dict, number: int) -> dict:
    """Without an element."""
    content = deepcopy(content)
    place, element = element_at(content, number)
    elements = content["areas"][place]["elements"]
    del elements[_index(elements, element)]
    _forget_examples(content, element.get("code"))
    return content


def move_element(content: dict, number: int, step: int) -> tuple[dict, int]:
    """With an element one place up (-1) or down (1), and the number that it has then.

    From an end of its area it goes to the near end of the next one.
    """
    content = deepcopy(content)
    place, element = element_at(content, number)
    elements = content["areas"][place]["elements"]
    index = _index(elements, element)
    if 0 <= index + step < len(elements):
        moved(elements, index, step)
    elif 0 <= place + step < len(content["areas"]):
        del elements[index]
        others = content["areas"][place + step].setdefault("elements", [])
        others.insert(len(others) if step < 0 else 0, element)
    return content, _number(content, element)


def with_element(
    content: dict, number: int, element: dict, *, area: int, numerals: dict[str, str]
) -> tuple[dict, int]:
    """With another element in the place of one, below the area with number `area`, from 0.

    `numerals` says which numeral has become which; one left out is gone. Returns the number that
    the element has then.
    """
    content = deepcopy(content)
    place, before = element_at(content, number)
    elements = content["areas"][place]["elements"]
    index = _index(elements, before)
    element = element | {"strands": _numbered(element.get("strands", []))}
    elements[index] = element
    if area != place:
        del elements[index]
        content["areas"][area].setdefault("elements", []).append(element)
    _rename_examples(content, before.get("code"), element.get("code"), numerals)
    return content, _number(content, element)


def _index(parts: list[dict], part: dict) -> int:
    return next(index for index, one in enumerate(parts) if one is part)


def _number(content: dict, element: dict) -> int:
    return _index(elements_of(content), element) + 1


def moved(rows: list, index: int, step: int) -> int:
    """Let a row and its neighbour change places, if it has one there; the place it has then."""
    to = index + step
    if not 0 <= to < len(rows):
        return index
    rows[index], rows[to] = rows[to], rows[index]
    return to


def _numbered(strands: list[dict]) -> list[dict]:
    return [
        strand | {"numeral": numeral(min(position, _MOST))}
        for position, strand in enumerate(strands, 1)
    ]


def _next_code(codes: list[str]) -> str:
    """1C after 1A and 1B, 4 after 3; "" where the last does not say how it goes on."""
    last = codes[-1] if codes else ""
    if last.isdecimal() and last.isascii():
        return str(int(last) + 1)
    if last and last[-1] in "ABCDEFGHIJKLMNOPQRSTUVWXYabcdefghijklmnopqrstuvwxy":
        code = last[:-1] + chr(ord(last[-1]) + 1)
        return code if code not in codes else ""
    head, _, number = last.rpartition(".")
    if number.isdecimal() and number.isascii():
        return f"{head}.{int(number) + 1}"
    return ""


# ── levels ────────────────────────────────────────────────────────────────────────────────


def with_levels(content: dict, levels: list[tuple[int | None, dict]]) -> dict:
    """With these levels, each beside the place of the one that it was, from 0, or None.

    Descriptors and guides go with their level, and go when it does. Raises Refused when two would
    have one code, or one that is described none: then nobody could tell whose a descriptor is.
    """
    content = deepcopy(content)
    before = [level.get("code", "") for level in content.get("levels", [])]
    _check_codes([(before[at] if at is not None else "", level) for at, level in levels], content)
    codes = {before[at]: level["code"] for at, level in levels if at is not None}
    order = {level["code"]: position for position, (_, level) in enumerate(levels)}
    content["levels"] = [level for _, level in levels]
    for element in elements_of(content):
        if "guide" in element:
            element["guide"] = codes.get(element["guide"], "")
        for strand in element.get("strands", []):
            kept = [
                (codes[code], text)
                for code, text in strand.get("descriptors", {}).items()
                if code in codes
            ]
            strand["descriptors"] = dict(sorted(kept, key=lambda one: order[one[0]]))
    return content


def described_in(content: dict) -> set[str]:
    """The codes of the levels that any strand describes."""
    return {
        code
        for element in elements_of(content)
        for strand in element.get("strands", [])
        for code, text in strand.get("descriptors", {}).items()
        if text
    }


def _check_codes(levels: list[tuple[str, dict]], content: dict) -> None:
    described = described_in(content)
    for code, times in Counter(level["code"] for _, level in levels).items():
        if code and times > 1:
            raise Refused(f"{times} levels have the code {code}. Give each a code of its own.")
    for was, level in levels:
        if was in described and not level["code"]:
            raise Refused(f"Strands are described at level {was}. It needs a code.")


# ── examples, which name elements and strands ─────────────────────────────────────────────


def _forget_examples(content: dict, code: str | None) -> None:
    if "examples" in content:
        content["examples"] = [one for one in content["examples"] if one.get("element") != code]


def _rename_examples(content: dict, code: str | None, now: str, numerals: dict[str, str]) -> None:
    """An issue that no strand is left of goes, and an example without issues."""
    kept = []
    for example in content.get("examples", []):
        if example.get("element") == code:
            issues = [
                issue | {"strands": [numerals[one] for one in issue["strands"] if one in numerals]}
                for issue in example.get("issues", [])
            ]
            issues = [issue for issue in issues if issue["strands"]]
            example = {"element": now, "issues": issues}
        if example["issues"]:
            kept.append(example)
    if "examples" in content:
        content["examples"] = kept
