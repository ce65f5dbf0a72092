"""What is done in the background, by `manage.py db_worker`."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks import task

# How long to wait before each new try, when the mail server does not take an email.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30))


@task()
def send_email(subject: str, body: str, to: str, tries: int = 0) -> None:
    """Send an email about an account; later again if need be. Its link is good for a few days."""
    try:
        EmailMessage(subject=subject, body=body, to=[to]).send()
    except OSError:  # what smtplib raises is one
        if tries == len(WAITS):
            raise
        again = send_email.using(run_after=timezone.now() + WAITS[tries])
        again.enqueue(subject, body, to, tries + 1)
