"""What changes who is in a trust."""

from django.db import transaction

from ..models import Membership, Trust
from ..roles import Role


@transaction.atomic
def grant_role(*, trust: Trust, user, role: Role) -> Membership:
    """Make `user` a member of `trust` in `role`, or change the role they have there."""
    membership, _ = Membership.objects.update_or_create(
        trust=trust, user=user, defaults={"role": role}
    )
    return membership
