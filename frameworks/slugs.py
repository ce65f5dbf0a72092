"""What a trust's own framework goes by in addresses, and the number of its next version.

A slug of a trust's own ends in a number that is that trust's, and nobody types it: so no two
frameworks that a trust can see, its own, the installation's or a network's, share an address.
"""

import re

from django.utils.text import slugify

from .models import Draft, Framework

_LONGEST = 40  # characters, which leaves room for the number


def slug_for(draft: Draft) -> str:
    """The slug of what a draft becomes: that of the trust's own that it copies, or a new one."""
    before = draft.copied_from
    if before and before.owner_id == draft.trust_id:
        return before.slug
    stem = before.slug if before else slugify(draft.title)[:_LONGEST].strip("-") or "framework"
    others = Framework.objects.exclude(owner=draft.trust_id)
    slug = own = f"{stem[:_LONGEST]}-{draft.trust_id}"
    count = 1
    while others.filter(slug=slug).exists():
        count += 1
        slug = f"{own}-{count}-{draft.trust_id}"
    return slug


def next_number(draft: Draft) -> str:
    """A number for the version that a draft becomes: one that the trust has not used for it."""
    used = set(
        Framework.objects.filter(owner=draft.trust_id, slug=slug_for(draft)).values_list(
            "version", flat=True
        )
    )
    number = _after(draft.copied_from.version) if draft.copied_from else "1.0"
    while number in used:
        number = _after(number)
    return number


def _after(number: str) -> str:
    """1.1 after 1.0, 1.10 after 1.9, 2 after 1; 2026-b.1 after 2026-b."""
    found = re.fullmatch(r"(.*?)(\d{1,9})", number)
    return f"{found[1]}{int(found[2]) + 1}" if found else f"{number}.1"
