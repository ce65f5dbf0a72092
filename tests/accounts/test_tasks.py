"""Emails about accounts go out in the background, and again when the mail server is away."""

import pytest
from django.core import mail
from django_tasks import task_backends

from matcap.accounts.tasks import send_email
from matcap.ui.sending import WAITS

from .provider import free_port


@pytest.fixture
def queue(settings):
    """The queue, which here only keeps what it is given."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    return task_backends["default"]


@pytest.fixture
def nobody_listens(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_USE_TLS = False


def test_a_page_sends_nothing_itself(lead, client, queue):
    client.post("/account/password/reset/", {"email": lead.email})
    assert mail.outbox == []
    (asked,) = queue.results
    asked.task.call(*asked.args, **asked.kwargs)
    (email,) = mail.outbox
    assert email.to == [lead.email]
    assert "/account/password/reset/key/" in email.body


def test_it_is_tried_again_later(queue, nobody_listens):
    send_email.call("About you", "Words.", "a@example.org")
    (again,) = queue.results
    assert again.args == ["About you", "Words.", "a@example.org", 1]
    assert again.task.run_after is not None


def test_in_the_end_it_is_a_failure_that_the_queue_shows(queue, nobody_listens):
    with pytest.raises(OSError, match="refused"):
        send_email.call("About you", "Words.", "a@example.org", len(WAITS))
    assert queue.results == []
