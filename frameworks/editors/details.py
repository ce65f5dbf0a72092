"""The details of a draft."""

from ..forms import DetailsForm, GuidanceForm, rows_of
from .base import Editor, Made, filled, place_in, rearranged


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
        parts = [filled(title=row["title"], text=row["text"]) for row in self.rows.cleaned_data]
        did, begin = rearranged(parts, do)
        content = {key: value for key, value in self.content.items() if key not in self._keys}
        content |= filled(**typed) | {"guidance": parts}
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
