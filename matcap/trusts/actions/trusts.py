"""What changes trusts."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from matcap.accounts.models import User

from ..activity import note
from ..models import Trust
from ..roles import Role
from .people import grant_role


@transaction.atomic
def open_trust(*, name: str, uid: str = "", lead=None) -> Trust:
    """Make a trust, with an address of its own that nobody else has; `lead` becomes its lead.

    Raises ValidationError when it has no name, one longer than 200 characters or that of another
    trust that `lead` leads, or when a trust here has its UID.
    """
    name = name.strip()
    if lead:
        _refuse_second(name, lead)
    if uid and Trust.objects.filter(uid=uid).exists():
        raise ValidationError({"uid": f"A trust with the UID {uid} is here already."})
    base = slugify(name)[:50] or "trust"
    slug, number = base, 1
    while Trust.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    trust = Trust(name=name, slug=slug, uid=uid)
    trust.full_clean()
    trust.save()
    note(trust=trust, by=lead, sentence="Opened the trust.")
    if lead:
        grant_role(trust=trust, user=lead, role=Role.LEAD, by=lead)
    return trust


def _refuse_second(name: str, lead) -> None:
    """Refuse another trust of the same name to its lead, who sent the form twice."""
    User.objects.select_for_update().get(pk=lead.pk)
    own = lead.memberships.filter(role=Role.LEAD, trust__name__iexact=name)
    if own.exists():
        raise ValidationError({"name": f"You lead a trust called {name} already."})


@transaction.atomic
def require_second_step(*, trust: Trust, required: bool, by) -> None:
    """Ask the trust's people for a second step at sign-in, or stop asking."""
    if Trust.objects.filter(pk=trust.pk, requires_second_step=required).exists():
        return
    trust.requires_second_step = required
    trust.save(update_fields=["requires_second_step"])
    done = "Began" if required else "Stopped"
    note(trust=trust, by=by, sentence=f"{done} asking everybody for a second step at sign-in.")
