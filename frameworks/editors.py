"""The parts that a draft is written in, a page each: its outline, an element, the levels, the rest.

Each is one form with rows. Whatever button of it is pressed, all that is typed in it is saved; the
button's value says what is done besides ("up:2", "drop:0", "add", "save"): with a row's place, from
0.
"""

from itertools import count
from typing import NamedTuple

from django.http import QueryDict

from matcap.ui.refusal import Refused

from . import editing
from .editing import NEW, element_at, elements_of, moved, name_of
from .forms import (
    AreaForm,
    DetailsForm,
    ElementForm,
    GuidanceForm,
    LevelForm,
    LevelsForm,
    OutlineForm,
    ReadAt,
    StrandForm,
    rows_of,
)
from .models import Draft, Framework
from .numerals import numeral
from .tokens import TOKENS


class Made(NamedTuple):
    """What a press makes of a draft: its content, what was done in words, and where to begin then.

    `begin` is a button or field with its row ("up-2", "row-3", "undo"); `number` is an element's,
    where it is another than before.
    """

    content: dict
    change: str
    begin: str
    number: int | None = None


class Editor:
    """One part of a draft as a form, filled from the draft or from what was sent."""

    name = ""
    template = ""
    form: ReadAt

    def __init__(self, draft: Draft, data: QueryDict | None = None):
        self.draft, self.data = draft, data
        self.saved: dict[str, str] = {}
        self.content = draft.content
        self.build()

    def build(self) -> None:
        """Set `form` and `rows`."""
        raise NotImplementedError

    def pressed(self, do: str) -> Made:
        """What a press makes of the draft. Raises Refused when its row is not there."""
        raise NotImplementedError

    @property
    def tracked(self) -> bool:
        """Whether elements and strands know what they were before."""
        return self.draft.copied_from_id is not None

    @property
    def version(self) -> int:
        """The version of the draft that this was read at."""
        return self.form.cleaned_data["version"] if self.data else self.draft.version

    @property
    def title(self) -> str:
        """The heading of its page."""
        return self.name.capitalize()

    @property
    def id(self) -> str:
        """The form's id: another with each save, which lets a browser's copy of its words go."""
        return f"{self.name}-{self.form['version'].value()}"

    def is_valid(self) -> bool:
        """Whether what was sent can be taken."""
        return self.form.is_valid() and self.rows.is_valid()

    def bound(self, form: type[ReadAt], initial: dict, **options) -> ReadAt:
        """A form of what was sent, or else of the draft."""
        initial = initial | {"version": self.draft.version}
        return form(self.data, auto_id="%s", initial=initial, **options)

    def against(self, draft: Draft) -> "Editor":
        """This with the draft as it is now: what is saved there beside what differs here."""
        now, data = self.renewed(draft, None), self.data.copy()
        data["version"] = str(draft.version)
        for form in now.rows.forms[len(self.rows.forms) :]:
            for field in form:
                data[field.html_name] = _shown(field)
        data[f"{self.rows.prefix}-TOTAL_FORMS"] = str(self.total(now))
        both = self.renewed(draft, data)
        both.saved = {name: now.values.get(name, "") for name in both.differing(now)}
        return both

    def total(self, now: "Editor") -> int:
        """How many rows there are when those that are saved `now` come to those sent."""
        return max(len(self.rows.forms), len(now.rows.forms))

    def renewed(self, draft: Draft, data: QueryDict | None) -> "Editor":
        """The same part of a draft, with what was sent."""
        return type(self)(draft, data)

    def differing(self, now: "Editor") -> list[str]:
        """The names of the fields in which this differs from what is saved."""
        same = {name: value.replace("\r\n", "\n").strip() for name, value in self.values.items()}
        return [name for name, value in same.items() if value != now.values.get(name, "")]

    @property
    def values(self) -> dict[str, str]:
        """What its visible fields show, by name."""
        forms = [self.form, *self.rows.forms]
        return {
            field.html_name: _shown(field) for form in forms for field in form.visible_fields()
        }


def _shown(field) -> str:
    value = field.value()
    return "" if value is None else str(value)


def _rearranged(rows: list, do: str, new=dict) -> tuple[str, str]:
    """Do to rows what a button says; what was done, and where to begin."""
    verb, _, at = do.partition(":")
    if verb == "add":
        rows.append(new())
        return verb, f"row-{len(rows) - 1}"
    if verb not in ("up", "down", "drop"):
        return "save", "save"
    place = place_in(rows, at)
    if verb == "drop":
        del rows[place]
        return verb, "undo"
    to = moved(rows, place, -1 if verb == "up" else 1)
    return verb, begin_at(verb, to, len(rows))


def begin_at(verb: str, to: int, rows: int) -> str:
    """The button that was pressed, in the row's new place; at an end, the other one."""
    if rows == 1:
        return "save"
    if to == 0:
        verb = "down"
    elif to == rows - 1:
        verb = "up"
    return f"{verb}-{to}"


def place_in(rows, at: str) -> int:
    """The place of a row, from 0. Raises Refused when there is none."""
    if not (at.isascii() and at.isdecimal() and len(at) < 5 and int(at) < len(rows)):
        raise Refused("That row is not there any more. Nothing was changed.")
    return int(at)


def _filled(**values) -> dict:
    return {key: value for key, value in values.items() if value}


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
        typed = [
            {"code": row["code"], "name": row["name"]} for row in self.rows.cleaned_data
        ]
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


class Element(Editor):
    """One element with its strands."""

    name = "element"
    template = "frameworks/draft_element.html"

    def __init__(self, draft: Draft, number: int, data: QueryDict | None = None):
        self.number = number
        self.area, self.element = element_at(draft.content, number)
        super().__init__(draft, data)

    def renewed(self, draft: Draft, data: QueryDict | None) -> "Element":
        """Found by the code that it had, wherever it is. Raises Refused when it is not there."""
        of = self.form.cleaned_data["of"]
        codes = [element.get("code", "") for element in elements_of(draft.content)]
        if codes.count(of) != 1:
            raise Refused(
                f"Element {of} was dropped, or has another code now, and nothing was saved. "
                "Copy what you want to keep of your words."
            )
        return Element(draft, codes.index(of) + 1, data)

    def build(self) -> None:
        element, levels = self.element, self.levels
        lines = {name: element.get(name, "") for name in ("code", "name", "note", "guide")}
        initial = lines | {
            "of": element.get("code", ""),
            "area": str(self.area),
            "topics": "\n".join(element.get("topics", [])),
            "trustee_question": element.get("trustee_question", ""),
        }
        is_choices = self.content.get("scale") == Framework.Scale.CHOICES
        self.form = self.bound(
            ElementForm,
            initial,
            areas=self.content["areas"],
            levels=levels if is_choices else None,
        )
        strands = [self._initial(at, one) for at, one in enumerate(element.get("strands", []))]
        options = {"levels": levels, "described": self._described}
        self.rows = rows_of(StrandForm, "strand", self.data, initial=strands, form_kwargs=options)

    def _initial(self, at: int, strand: dict) -> dict:
        texts = strand.get("descriptors", {})
        initial = {"at": at, "was": strand.get("was", ""), "question": strand.get("question", "")}
        for place, level in enumerate(self.levels):
            initial[f"level-{place}"] = texts.get(level["code"], "")
        return initial

    @property
    def levels(self) -> list[dict]:
        """The levels, each with a code and a name."""
        return [{"code": "", "name": ""} | level for level in self.content.get("levels", [])]

    @property
    def _described(self) -> set[str]:
        """The codes of the levels that any strand describes; before there is one, of both ends."""
        found = {
            code
            for element in elements_of(self.content)
            for strand in element.get("strands", [])
            for code, text in strand.get("descriptors", {}).items()
            if text
        }
        levels = [level["code"] for level in self.levels]
        is_ordered = self.content.get("scale") == Framework.Scale.ORDERED
        return found or ({levels[0], levels[-1]} if is_ordered and levels else set())

    @property
    def title(self) -> str:
        """What it is called."""
        return name_of(self.element)

    @property
    def before(self) -> tuple[int, str] | None:
        """The number and name of the element before it."""
        return self._other(self.number - 1)

    @property
    def after(self) -> tuple[int, str] | None:
        """The number and name of the element after it."""
        return self._other(self.number + 1)

    def _other(self, number: int) -> tuple[int, str] | None:
        found = element_at(self.content, number)
        return (number, name_of(found[1])) if found else None

    def pressed(self, do: str) -> Made:
        strands = [(row["at"], self._strand(row)) for row in self.rows.cleaned_data]
        place = do.partition(":")[2]
        named = f"strand {numeral(int(place) + 1)}" if _is_place(place) else "a strand"
        new = {"was": NEW} if self.tracked else {}
        did, begin = _rearranged(strands, do, lambda: (None, {"question": ""} | new))
        numerals = {
            numeral(at + 1): numeral(position)
            for position, (at, _) in enumerate(strands[:89], 1)
            if at is not None and at < 89
        }
        element = self._typed() | _filled(strands=[strand for _, strand in strands])
        area = place_in(self.content["areas"], self.form.cleaned_data["area"])
        content, number = editing.with_element(
            self.content, self.number, element, area=area, numerals=numerals
        )
        name = element.get("code") or "an element"
        words = {
            "add": f"Added a strand to {name}",
            "drop": f"Dropped {named} of {name}",
            "up": f"Moved {named} of {name} up",
            "down": f"Moved {named} of {name} down",
            "save": f"Changed element {name}",
        }
        return Made(content, words[did], begin, number)

    def _typed(self) -> dict:
        typed = self.form.cleaned_data
        lines = [line.strip() for line in typed["topics"].split("\n")]
        return _filled(
            code=typed["code"],
            was=self.element.get("was", ""),
            name=typed["name"],
            topics=[line for line in lines if line],
            note=typed["note"],
            trustee_question=typed["trustee_question"],
            guide=typed.get("guide", ""),
        )

    def _strand(self, row: dict) -> dict:
        texts = {
            level["code"]: row[f"level-{place}"] for place, level in enumerate(self.levels)
        }
        was = row["was"] or (NEW if self.tracked and row["at"] is None else "")
        described = _filled(descriptors={code: text for code, text in texts.items() if text})
        return _filled(was=was) | {"question": row["question"]} | described


class Levels(Editor):
    """The levels, weakest first, or the choices."""

    name = "levels"
    template = "frameworks/draft_levels.html"
    _keys = ("code", "name", "meaning", "colour")

    def build(self) -> None:
        self.form = self.bound(LevelsForm, {})
        initial = [
            {"at": at} | {key: level.get(key, "") for key in self._keys}
            for at, level in enumerate(self.content.get("levels", []))
        ]
        self.rows = rows_of(LevelForm, "level", self.data, initial=initial)

    def pressed(self, do: str) -> Made:
        before = self.content.get("levels", [])
        levels = [
            (
                row["at"] if row["at"] is not None and row["at"] < len(before) else None,
                {"code": row["code"]} | _filled(**{key: row[key] for key in self._keys}),
            )
            for row in self.rows.cleaned_data
        ]
        used = {level.get("colour") for _, level in levels}
        colour = next((token for token in TOKENS if token not in used), TOKENS[0])
        codes = [level["code"] for _, level in levels]
        did, begin = _rearranged(levels, do, lambda: (None, {"code": "", "colour": colour}))
        place = do.partition(":")[2]
        name = f"level {codes[int(place)]}" if did not in ("add", "save") else ""
        words = {
            "add": "Added a level",
            "drop": f"Dropped {name}",
            "up": f"Moved {name} up",
            "down": f"Moved {name} down",
            "save": "Changed the levels",
        }
        return Made(editing.with_levels(self.content, levels), words[did], begin)


class Details(Editor):
    """What stands at the head: title, source, the kind of scale, the guidance; and the examples."""

    name = "details"
    template = "frameworks/draft_details.html"
    _keys = ("title", "summary", "source", "scale", "now", "target")

    def build(self) -> None:
        self.form = self.bound(DetailsForm, {key: self.content.get(key, "") for key in self._keys})
        initial = [
            {"at": at, "title": part.get("title", ""), "text": part.get("text", "")}
            for at, part in enumerate(self.content.get("guidance", []))
        ]
        self.rows = rows_of(GuidanceForm, "part", self.data, initial=initial)

    @property
    def examples(self) -> list[dict]:
        """The examples of issues for the priorities."""
        return self.content.get("examples", [])

    def pressed(self, do: str) -> Made:
        typed = {key: self.form.cleaned_data[key] for key in self._keys}
        parts = [_filled(title=row["title"], text=row["text"]) for row in self.rows.cleaned_data]
        did, begin = _rearranged(parts, do)
        content = {key: value for key, value in self.content.items() if key not in self._keys}
        content |= _filled(**typed) | {"guidance": parts}
        if do.startswith("example-drop:"):
            examples = list(self.examples)
            dropped = examples.pop(place_in(examples, do.partition(":")[2]))
            content["examples"] = examples
            return Made(content, f"Dropped the example for {dropped.get('element', '')}", "undo")
        words = {
            "add": "Added a part of the guidance",
            "drop": "Dropped a part of the guidance",
            "up": "Moved a part of the guidance up",
            "down": "Moved a part of the guidance down",
            "save": "Changed the details",
        }
        return Made(content, words[did], begin)


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 3 and int(text) < 89
