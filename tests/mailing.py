"""A real mail server, and the real worker that sends to it."""

import signal
from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult


class Mailbox:
    """A mail server's door: refuses the first `refusals` emails for now, and keeps the others."""

    def __init__(self, refusals: int = 0):
        self.refusals, self.kept = refusals, []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.refusals:
            self.refusals -= 1
            return "451 Come back later"
        self.kept.append(envelope)
        return "250 OK"


def work() -> None:
    """What `manage.py db_worker` does with the tasks that are due."""
    kept = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    try:
        call_command("db_worker", batch=True, startup_delay=False, verbosity=0, reload=False)
    finally:
        for one, handler in kept.items():
            signal.signal(one, handler)


def due_now() -> timedelta:
    """Bring forward the task that waits; how long it was to wait."""
    (waiting,) = DBTaskResult.objects.filter(status="READY")
    wait = waiting.run_after - waiting.enqueued_at
    waiting.run_after = timezone.now()
    waiting.save()
    return wait
