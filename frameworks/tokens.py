"""The colours that a framework's levels may ask for.

A token is a name in a framework's data; `static/css/levels.css` gives each its colour, its
pattern and its dark-mode value, for the screen and for paper alike.
"""

TOKENS = ("red", "amber-red", "amber-green", "green", "blue", "violet", "teal", "stone")
