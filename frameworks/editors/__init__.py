"""The parts that a draft is written in, a page each: its outline, an element, the levels, the rest.

Each is one form with rows. Whatever button of it is pressed, all that is typed in it is saved; the
button's value says what is done besides ("up:2", "drop:0", "add", "save"): with a row's place, from
0.
"""

from .base import Editor, Made
from .details import Details
from .element import Element
from .levels import Levels
from .outline import Outline

__all__ = ["Details", "Editor", "Element", "Levels", "Made", "Outline"]
