"""The outline of a draft."""

from itertools import count

from matcap.ui.refusal import Refused

from .. import editing
from ..editing import elements_of, name_of
from ..forms import AreaForm, OutlineForm, rows_of
from .base import Editor, Made, begin_at, place_in


class Outline(Editor):
    """The areas, and below each its elements."""

    name = "outline"
    template = "frameworks/draft_outline.html"

    def build(self) -> None:
        self.form = self.bound(OutlineForm, {})
        areas = self.content.get("areas", [])
        initial = [
            {"at": at, "code": area.get("code", ""), "name": area.get("name", "")}
            for at, area in enumerate(areas)
        ]
        self.rows = rows_of(AreaForm, "area", self.data, initial=initial)

    def total(self, now: Editor) -> int:
        """As many as there are areas."""
        return len(now.rows.forms)

    @property
    def areas(self) -> list[dict]:
        """Each area's form and name, and its elements, each with its place among all, from 0."""
        places, listed = count(), []
        total = len(elements_of(self.content))
        for form, area in zip(self.rows, self.content.get("areas", []), strict=False):
            elements = [
                {
                    "place": place,
                    "number": place + 1,
                    "code": element.get("code", ""),
                    "name": element.get("name", ""),
                    "strands": len(element.get("strands", [])),
                    "is_first": place == 0,
                    "is_last": place == total - 1,
                }
                for element, place in zip(area.get("elements", []), places, strict=False)
            ]
            listed.append({"form": form, "elements": elements, "name": name_of(area)})
        return listed

    def pressed(self, do: str) -> Made:
        typed = [{"code": row["code"], "name": row["name"]} for row in self.rows.cleaned_data]
        areas = self.content.get("areas", [])
        if len(typed) != len(areas):
            raise Refused("An area is not there any more. Nothing was changed.")
        content = editing.with_areas(self.content, typed)
        what, _, rest = do.partition("-")
        if what == "element":
            return self._element(content, rest)
        return self._area(content, rest if what == "area" else do)

    def _area(self, content: dict, do: str) -> Made:
        verb, _, at = do.partition(":")
        areas = content.get("areas", [])
        if verb == "add":
            return Made(editing.add_area(content), "Added an area", f"row-{len(areas)}")
        if verb not in ("up", "down", "drop"):
            return Made(content, "Renamed an area", "save")
        place = place_in(areas, at)
        name = name_of(areas[place])
        if verb == "drop":
            return Made(editing.drop_area(content, place), f"Dropped area {name}", "undo")
        step = -1 if verb == "up" else 1
        to = min(max(place + step, 0), len(areas) - 1)
        made = editing.move_area(content, place, step)
        begin = begin_at(verb, to, len(areas))
        return Made(made, f"Moved area {name} {verb}", f"area_{begin}")

    def _element(self, content: dict, do: str) -> Made:
        verb, _, at = do.partition(":")
        if verb == "add":
            place = place_in(content["areas"], at)
            made = editing.add_element(content, place, tracked=self.tracked)
            added = made["areas"][place]["elements"][-1]
            number = next(n for n, one in enumerate(elements_of(made)) if one is added)
            return Made(made, f"Added element {name_of(added)}", f"edit-{number}")
        elements = elements_of(content)
        place = place_in(elements, at)
        name = name_of(elements[place])
        if verb == "drop":
            made = editing.drop_element(content, place + 1)
            return Made(made, f"Dropped element {name}", "undo")
        made, number = editing.move_element(content, place + 1, -1 if verb == "up" else 1)
        begin = begin_at("up" if verb == "up" else "down", number - 1, len(elements))
        return Made(made, f"Moved element {name} {verb}", begin)
