"""The levels of a draft."""

from .. import editing
from ..forms import LevelForm, LevelsForm, rows_of
from ..tokens import TOKENS
from .base import Editor, Made, filled, rearranged


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
                {"code": row["code"]} | filled(**{key: row[key] for key in self._keys}),
            )
            for row in self.rows.cleaned_data
        ]
        used = {level.get("colour") for _, level in levels}
        colour = next((token for token in TOKENS if token not in used), TOKENS[0])
        codes = [level["code"] for _, level in levels]
        did, begin = rearranged(levels, do, lambda: (None, {"code": "", "colour": colour}))
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
