"""What is done in the background, by `manage.py db_worker`."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from .models import Invitation
from .terms import terms_of

# How long to wait before each new try, when the mail server does not take an email.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))


@task()
def send_invitation(invitation: int, tries: int = 0) -> None:
    """Send an invitation (its primary key), unless it is good no longer; later again if need be.

    The invitation says whether it was sent, or that matcap gave up.
    """
    found = (
        Invitation.objects.waiting()
        .select_related("trust", "invited_by")
        .filter(pk=invitation, sent_at=None)
        .first()
    )
    if found is None or found.is_too_old:
        return
    try:
        _email(found).send()
    except OSError:  # what smtplib raises is one
        if tries < len(WAITS):
            again = send_invitation.using(run_after=timezone.now() + WAITS[tries])
            again.enqueue(invitation, tries + 1)
        else:
            Invitation.objects.filter(pk=invitation).update(failed_at=timezone.now())
    else:
        Invitation.objects.filter(pk=invitation).update(sent_at=timezone.now())


def _email(invitation: Invitation) -> EmailMessage:
    by = invitation.invited_by.name if invitation.invited_by else "A trust lead"
    context = {
        "invitation": invitation,
        "by": by,
        "terms": terms_of(invitation),
        "link": settings.SITE_ROOT + reverse("join", args=[invitation.token]),
    }
    return EmailMessage(
        subject=" ".join(f"{by} invites you to {invitation.trust.name} on matcap".split()),
        body=render_to_string("trusts/emails/invitation.txt", context),
        to=[invitation.email],
    )
