"""How a level is shown wherever it is shown: a chip in its colour, with its code."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..tree import LevelNode

register = template.Library()


@register.filter
@lru_cache(maxsize=1024)
def chip(level: LevelNode | None, unanswered: str = "Not rated") -> SafeString:
    """A level as a small coloured chip with its code; None is no level, in the words given."""
    return format_html(
        '<span class="chip level level-{}"><abbr title="{}">{}</abbr></span>',
        level.colour if level else "none",
        level.name if level else unanswered,
        level.code if level else "–",
    )


@register.filter
@lru_cache(maxsize=1024)
def as_cell(level: LevelNode | None) -> SafeString:
    """A level as a cell of a table, filled with its colour."""
    return format_html(
        '<td class="level level-{}"><abbr title="{}">{}</abbr></td>',
        level.colour if level else "none",
        level.name if level else "Not rated",
        level.code if level else "–",
    )
