"""An element of a draft."""

from django.http import QueryDict

from matcap.ui.refusal import Refused

from .. import editing
from ..editing import NEW, element_at, elements_of, name_of
from ..forms import ElementForm, StrandForm, rows_of
from ..models import Draft, Framework
from ..numerals import numeral
from .base import Editor, Made, filled, place_in, rearranged


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
        found = editing.described_in(self.content)
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
        did, begin = rearranged(strands, do, lambda: (None, {"question": ""} | new))
        numerals = {
            numeral(at + 1): numeral(position)
            for position, (at, _) in enumerate(strands[:89], 1)
            if at is not None and at < 89
        }
        element = self._typed() | filled(strands=[strand for _, strand in strands])
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
        return filled(
            code=typed["code"],
            was=self.element.get("was", ""),
            name=typed["name"],
            topics=[line for line in lines if line],
            note=typed["note"],
            trustee_question=typed["trustee_question"],
            guide=typed.get("guide", ""),
        )

    def _strand(self, row: dict) -> dict:
        texts: dict[str, str] = {}
        for place, level in enumerate(self.levels):
            text = row[f"level-{place}"]
            if text and (not level["code"] or texts.get(level["code"])):
                name = level["name"] or level["code"] or "without a name"
                raise Refused(
                    f"Give the level {name} a code of its own, in Levels, before you describe it. "
                    "Nothing was saved."
                )
            texts[level["code"]] = text or texts.get(level["code"], "")
        was = row["was"] or (NEW if self.tracked and row["at"] is None else "")
        described = filled(descriptors={code: text for code, text in texts.items() if text})
        return filled(was=was) | {"question": row["question"]} | described


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 3 and int(text) < 89
