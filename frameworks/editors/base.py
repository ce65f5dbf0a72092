"""What the parts of a draft have in common."""

from abc import ABC, abstractmethod
from typing import NamedTuple

from django.http import QueryDict

from matcap.ui.refusal import Refused

from ..editing import moved
from ..forms import ReadAt
from ..models import Draft


class Made(NamedTuple):
    """What a press makes of a draft: its content, what was done in words, and where to begin then.

    `begin` is a button or field with its row ("up-2", "row-3", "undo"); `number` is an element's,
    where it is another than before.
    """

    content: dict
    change: str
    begin: str
    number: int | None = None


class Editor(ABC):
    """One part of a draft as a form, filled from the draft or from what was sent."""

    name = ""
    template = ""
    form: ReadAt

    def __init__(self, draft: Draft, data: QueryDict | None = None):
        self.draft, self.data = draft, data
        self.saved: dict[str, str] = {}
        self.content = draft.content
        self.build()

    @abstractmethod
    def build(self) -> None:
        """Set `form` and `rows`."""

    @abstractmethod
    def pressed(self, do: str) -> Made:
        """What a press makes of the draft. Raises Refused when its row is not there."""

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
                data[field.html_name] = shown(field)
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
        return {field.html_name: shown(field) for form in forms for field in form.visible_fields()}


def shown(field) -> str:
    value = field.value()
    return "" if value is None else str(value)


def rearranged(rows: list, do: str, new=dict) -> tuple[str, str]:
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


def filled(**values) -> dict:
    return {key: value for key, value in values.items() if value}
