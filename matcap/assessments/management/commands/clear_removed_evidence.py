from django.core.management.base import BaseCommand

from matcap.assessments.evidence import clear_removed


class Command(BaseCommand):
    help = "Deletes for good the evidence that was removed 30 days ago or longer. Run it daily."

    def handle(self, *, verbosity, **options):
        cleared = clear_removed()
        if verbosity:
            self.stdout.write(f"Deleted for good: {cleared} removed links and files.")
