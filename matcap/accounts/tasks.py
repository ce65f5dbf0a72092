"""What is done in the background, by `manage.py db_worker`."""

from django.core.mail import EmailMessage
from django_tasks import task

from matcap.ui.sending import send_or_wait


@task()
def send_email(subject: str, body: str, to: str, tries: int = 0) -> None:
    """Send an email about an account; later again if need be. Its link is good for a few days."""
    message = EmailMessage(subject=subject, body=body, to=[to])
    send_or_wait(message, send_email, subject, body, to, tries=tries)
