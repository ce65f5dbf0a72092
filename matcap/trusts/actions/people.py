"""What changes who is in a trust."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from matcap.ui.refusal import Refused

from ..activity import note
from ..models import Group, Invitation, Membership, School, Trust
from ..roles import Permission, Role
from ..terms import Terms, terms_of


@transaction.atomic
def grant_role(
    *,
    trust: Trust,
    user,
    role: Role,
    schools: Iterable[School] = (),
    expires_on: date | None = None,
    assessments: Iterable = (),
    group: Group | None = None,
    by=None,
) -> Membership:
    """Make `user` a member of `trust` in `role`, or change what they are there.

    `group` is the one in which they rate. `schools` go with a school lead; `expires_on` and
    `assessments`, which are shared with them, with a peer reviewer. Raises Refused when those are
    missing, or when nobody would be left who manages the people.
    """
    terms = Terms(role, tuple(schools), expires_on, tuple(assessments), group)
    terms.check(trust)
    hold(trust)
    membership = Membership.objects.filter(trust=trust, user=user).first()
    who = f"{user.name} ({user.email})"
    if membership is None:
        membership = Membership(trust=trust, user=user)
        sentence = f"Let {who} in as {terms.words}."
        if by == user:
            sentence = f"Joined as {terms.words}."
    else:
        if Permission.PEOPLE not in role.permissions:
            _require_another_lead(membership)
        if terms_of(membership) == terms:
            return membership
        sentence = f"Changed {who} from {terms_of(membership).words} to {terms.words}."
    membership.role, membership.expires_on, membership.group = role, expires_on, group
    membership.save()
    terms.write(membership)
    note(trust=trust, by=by, sentence=sentence)
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by) -> None:
    """Take a person out of a trust, from this moment; what they did there keeps their name.

    Raises Refused when they are the last who manages the people.
    """
    trust, user = membership.trust, membership.user
    hold(trust)
    _require_another_lead(membership)
    membership.delete()
    waiting = Invitation.objects.waiting().filter(trust=trust, email=user.email)
    waiting.update(withdrawn_at=timezone.now())
    role = membership.get_role_display()
    note(trust=trust, by=by, sentence=f"Removed {user.name} ({user.email}), who was {role}.")


def hold(trust: Trust) -> None:
    """Let nobody else change this trust's people until the transaction is over."""
    Trust.objects.select_for_update().get(pk=trust.pk)


def _require_another_lead(membership: Membership) -> None:
    leads = Membership.objects.leads(membership.trust)
    if membership in leads and len(leads) == 1:
        raise Refused(
            "This is the trust's last lead. Make somebody else a lead first, "
            "so that the trust is not left without one."
        )
