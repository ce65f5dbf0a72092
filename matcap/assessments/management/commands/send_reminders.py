"""Reminds those who have not finished rating: to be run now and then, such as every hour."""

from django.core.management.base import BaseCommand

from matcap.assessments.tasks import remind


class Command(BaseCommand):
    help = "Queues a reminder to each person who has something to rate, once a week at most."

    def handle(self, *, verbosity, **options):
        queued = remind()
        if verbosity:
            self.stdout.write(f"{queued} {'reminder' if queued == 1 else 'reminders'} queued.")
