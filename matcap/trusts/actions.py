"""What changes trusts and who is in them."""

from django.db import transaction
from django.utils.text import slugify

from .models import Membership, School, Trust
from .roles import Role


@transaction.atomic
def open_trust(*, name: str, uid: str = "") -> Trust:
    """Make a trust, with an address of its own that nobody else has.

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
    return trust


@transaction.atomic
def grant_role(*, trust: Trust, user, role: Role) -> Membership:
    """Make `user` a member of `trust` in `role`, or change the role they have there."""
    membership, _ = Membership.objects.update_or_create(
        trust=trust, user=user, defaults={"role": role}
    )
    return membership


@transaction.atomic
def add_school(*, trust: Trust, name: str, phase: str, urn: str = "", joined_on=None) -> School:
    """Add a school to `trust`. Raises ValidationError when its URN is in a trust already."""
    school = School(trust=trust, name=name.strip(), phase=phase, urn=urn, joined_on=joined_on)
    school.full_clean()
    school.save()
    return school
