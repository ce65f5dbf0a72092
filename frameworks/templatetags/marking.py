"""Marks in a text what a search looked for."""

import re
from collections.abc import Sequence

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def marked(text: str, words: Sequence[re.Pattern]) -> SafeString:
    """`text` as HTML, escaped, with a <mark> around each match of `words`."""
    if not words:
        return escape(text)
    # Longest first, so that of two words that begin alike the longer is marked. Splitting at a
    # group gives what lies between the matches and the matches by turns.
    longest_first = sorted((word.pattern for word in words), key=len, reverse=True)
    pieces = re.split(f"({'|'.join(longest_first)})", text, flags=re.IGNORECASE)
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", piece) if number % 2 else piece,)
            for number, piece in enumerate(pieces)
        ),
    )
