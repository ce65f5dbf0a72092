"""What changes who is asked to join a trust. The emails go out in the background."""

from collections.abc import Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from matcap.ui.refusal import Refused

from ..activity import note
from ..models import Invitation, Membership, Trust
from ..tasks import send_invitation
from ..terms import Terms, listed, terms_of
from .people import grant_role, hold

# So that nobody can make matcap write to half the county.
MOST_IN_AN_HOUR = 200
NOT_AGAIN_WITHIN = timedelta(minutes=10)


@transaction.atomic
def invite(
    *, trust: Trust, people: Iterable[tuple[str, str]], terms: Terms, by
) -> list[Invitation]:
    """Ask `people`, (email in small letters, name or ""), to join `trust` on the same `terms`.

    Raises Refused when one of them is in the trust or invited already, when what goes with the
    role is missing, or after too many in an hour.
    """
    people = list(people)
    terms.check(trust)
    hold(trust)
    _require_room(trust, by, len(people))
    emails = [email for email, _ in people]
    taken = sorted(members_among(trust, emails) | invited_among(trust, emails))
    if taken:
        raise Refused(f"In the trust or invited already: {listed(taken)}. Nobody was invited.")
    invitations = []
    for email, name in people:
        invitation = Invitation.objects.create(
            trust=trust,
            email=email,
            name=name,
            role=terms.role,
            expires_on=terms.expires_on,
            group=terms.group,
            invited_by=by,
        )
        terms.write(invitation)
        note(trust=trust, by=by, sentence=f"Invited {email} as {terms.words}.")
        send_invitation.enqueue(invitation.pk)
        invitations.append(invitation)
    return invitations


@transaction.atomic
def resend(*, invitation: Invitation, by) -> Invitation:
    """Send the email again; the same link is good for another while."""
    hold(invitation.trust)
    invitation = _waiting(invitation)
    now = timezone.now()
    if now - invitation.asked_at < NOT_AGAIN_WITHIN and not invitation.failed_at:
        raise Refused(
            f"An email to {invitation.email} was asked for less than ten minutes ago. "
            "Give it time to arrive, then try again."
        )
    _require_room(invitation.trust, by, 1)
    invitation.asked_at, invitation.invited_by = now, by
    invitation.sent_at = invitation.failed_at = None
    invitation.save()
    note(trust=invitation.trust, by=by, sentence=f"Sent {invitation.email} the invitation again.")
    send_invitation.enqueue(invitation.pk)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, by) -> None:
    """Make an invitation good no longer."""
    hold(invitation.trust)
    invitation = _waiting(invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save()
    note(
        trust=invitation.trust,
        by=by,
        sentence=f"Withdrew the invitation of {invitation.email}.",
    )


@transaction.atomic
def accept(*, invitation: Invitation, user) -> Membership:
    """Make `user`, whose own address it was sent to, a member on the invitation's terms.

    Raises Refused when it is good no longer, was sent to another address, or they are a member.
    """
    hold(invitation.trust)
    invitation = _waiting(invitation)
    if invitation.is_too_old:
        raise Refused("This invitation is too old. Ask for it to be sent again.")
    if not is_for(invitation, user):
        raise Refused(f"This invitation was sent to {invitation.email}, which is not your address.")
    if Membership.objects.current().filter(trust=invitation.trust, user=user).exists():
        raise Refused(f"You are in {invitation.trust} already.")
    terms = terms_of(invitation)
    membership = grant_role(trust=invitation.trust, user=user, by=user, **vars(terms))
    invitation.accepted_at = timezone.now()
    invitation.save()
    return membership


def is_for(invitation: Invitation, user) -> bool:
    """Whether it was sent to an address that is this person's, whatever the capitals."""
    if invitation.email == user.email.lower():
        return True
    own = EmailAddress.objects.filter(user=user, verified=True, email__iexact=invitation.email)
    return own.exists()


def members_among(trust: Trust, emails: Iterable[str]) -> set[str]:
    """Those of `emails`, in small letters, that belong to members of the trust."""
    members = Membership.objects.current().filter(trust=trust, user__email__in=list(emails))
    return set(members.values_list("user__email", flat=True))


def invited_among(trust: Trust, emails: Iterable[str]) -> set[str]:
    """Those of `emails`, in small letters, with an invitation of the trust's that waits."""
    waiting = Invitation.objects.waiting().filter(trust=trust, email__in=list(emails))
    return set(waiting.values_list("email", flat=True))


def _waiting(invitation: Invitation) -> Invitation:
    """It as it stands now. Raises Refused when it was accepted or withdrawn."""
    invitation.refresh_from_db()
    if invitation.accepted_at:
        raise Refused("This invitation was accepted already.")
    if invitation.withdrawn_at:
        raise Refused("This invitation was withdrawn.")
    return invitation


def _require_room(trust: Trust, by, more: int) -> None:
    recent = Invitation.objects.filter(
        Q(trust=trust) | Q(invited_by=by), asked_at__gt=timezone.now() - timedelta(hours=1)
    )
    if recent.count() + more > MOST_IN_AN_HOUR:
        raise Refused(
            f"That would be more than {MOST_IN_AN_HOUR} invitations within an hour. "
            "Send the rest later."
        )
