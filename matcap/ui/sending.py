"""Emails leave from background tasks, and are tried again while the mail server is away."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks.base import Task

# How long to wait before each new try, when the mail server does not take an email.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))


def send_or_wait(message: EmailMessage, task: Task, *args, tries: int) -> bool:
    """Send `message`, after `tries` in vain, or queue `task(*args, tries + 1)` for later.

    Returns whether it was sent. Raises OSError when the mail server did not take it in the end.
    """
    try:
        message.send()
    except OSError:  # what smtplib raises is one
        if tries >= len(WAITS):
            raise
        task.using(run_after=timezone.now() + WAITS[tries]).enqueue(*args, tries + 1)
        return False
    return True


def one_line(text: str) -> str:
    """Words that people typed, fit for the subject of an email."""
    return " ".join(text.split())
