"""What is done in the background, by `manage.py db_worker`."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from matcap.ui.sending import one_line, send_or_wait

from .models import Invitation
from .terms import terms_of


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
        sent = send_or_wait(_email(found), send_invitation, invitation, tries=tries)
    except OSError:
        Invitation.objects.filter(pk=invitation).update(failed_at=timezone.now())
    else:
        if sent:
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
        subject=one_line(f"{by} invites you to {invitation.trust.name} on matcap"),
        body=render_to_string("trusts/emails/invitation.txt", context),
        to=[invitation.email],
    )
