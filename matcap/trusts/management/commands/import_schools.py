"""Brings schools in from the register: `import_schools FILE --trust UID [--trust UID …]`."""

from contextlib import ExitStack

from django.core.management.base import BaseCommand, CommandError

from matcap.trusts.actions.extracts import import_extract
from matcap.trusts.register.files import rows_of
from matcap.trusts.register.limits import Unreadable


class Command(BaseCommand):
    help = (
        "Imports the schools of one or more trusts from an extract of the national register, and "
        "prints how many are new, changed, unchanged and refused."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the register's extract of schools, as it was downloaded")
        parser.add_argument(
            "--trust",
            action="append",
            required=True,
            help="a trust's UID, TR number, Companies House number or name; may be given again",
        )
        parser.add_argument("--groups", help="the register's list of trusts, to find UIDs in")
        parser.add_argument("--dry-run", action="store_true", help="say it, and write nothing")

    def handle(self, *, file, trust, groups, dry_run, **options):
        try:
            with ExitStack() as files:
                opened, listed = (
                    files.enter_context(open(path, "rb")) if path else None
                    for path in (file, groups)
                )
                found = import_extract(
                    name=file, rows=rows_of(opened), which=trust, groups=listed, dry_run=dry_run
                )
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be opened: {error.strerror}.") from error
        except Unreadable as unreadable:
            raise CommandError(str(unreadable)) from unreadable
        for one, (counts, refused) in found.items():
            numbers = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
            self.stdout.write(f"{one.name}: {numbers}")
            for number, name, reason in refused:
                self.stdout.write(f"  row {number}, {name}: {reason}")
        if dry_run:
            self.stdout.write("Nothing was written: this was a dry run.")
