"""What changes trusts."""

from django.db import transaction
from django.utils.text import slugify

from ..activity import note
from ..models import Trust
from ..roles import Role
from .people import grant_role


@transaction.atomic
def open_trust(*, name: str, uid: str = "", lead=None) -> Trust:
    """Make a trust, with an address of its own that nobody else has; `lead` becomes its lead.

    Raises ValidationError when it has no name, or one longer than 200 characters.
    """
    base = slugify(name)[:50] or "trust"
    slug, number = base, 1
    while Trust.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    trust = Trust(name=name.strip(), slug=slug, uid=uid)
    trust.full_clean()
    trust.save()
    note(trust=trust, by=lead, sentence="Opened the trust.")
    if lead:
        grant_role(trust=trust, user=lead, role=Role.LEAD, by=lead)
    return trust


@transaction.atomic
def require_second_step(*, trust: Trust, required: bool, by) -> None:
    """Ask the trust's people for a second step at sign-in, or stop asking."""
    trust.requires_second_step = required
    trust.save(update_fields=["requires_second_step"])
    done = "Began" if required else "Stopped"
    note(trust=trust, by=by, sentence=f"{done} asking everybody for a second step at sign-in.")
