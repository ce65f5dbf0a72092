"""What changes trusts."""

from django.db import transaction
from django.utils.text import slugify

from ..models import Trust


@transaction.atomic
def open_trust(*, name: str, uid: str = "") -> Trust:
    """Make a trust, with an address of its own that nobody else has."""
    base = slugify(name)[:50] or "trust"
    slug, number = base, 1
    while Trust.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return Trust.objects.create(name=name.strip(), slug=slug, uid=uid)
