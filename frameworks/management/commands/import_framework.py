from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from frameworks.checking import check
from frameworks.dumper import as_json, as_yaml
from frameworks.faults import Faulty
from frameworks.importing.document import read_document
from frameworks.importing.outcome import Reading
from frameworks.loader import Loaded, publish
from frameworks.models import Framework

from .load_framework import report


class Command(BaseCommand):
    help = (
        "Read a framework out of a Word document, an Excel workbook, CSV, YAML or JSON, and "
        "publish it. What was not understood goes to standard error."
    )

    def create_parser(self, prog_name, subcommand, **kwargs):
        # Django gives every command a --version of its own; here it is the framework's.
        kwargs["conflict_handler"] = "resolve"
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--slug", metavar="S", help="without it, made of the title")
        parser.add_argument("--version", metavar="V", help="without it, the document's, or 1")
        parser.add_argument("--title", metavar="T", help="without it, the document's")
        parser.add_argument(
            "--dry-run", action="store_true", help="publish nothing: print what was understood"
        )
        parser.add_argument("--format", choices=("yaml", "json"), default="yaml", help="of that")

    def handle(self, *, file, slug, version, title, dry_run, format, **options):
        reading = _read(file)
        said = {"slug": slug, "version": version, "title": title}
        content = reading.content | {key: text for key, text in said.items() if text}
        faults = [f"does not pair: {one}" for one in reading.unpaired] + check(content)
        for one in reading.unread:
            self.stderr.write(f"not read: {one.place}: {one.text} ({one.why})")
        if dry_run:
            for fault in faults:
                self.stderr.write(fault)
            self.stdout.write(as_json(content) if format == "json" else as_yaml(content), ending="")
            return
        if faults:
            raise CommandError("\n".join([f"{_count(faults)}. Nothing was published.", *faults]))
        self.stdout.write(_published(content))


def _read(path: str) -> Reading:
    try:
        with open(path, "rb") as file:
            return read_document(file, Path(path).name)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
    except Faulty as error:
        raise CommandError(f"Nothing was published.\n{error}") from error


def _count(faults: list[str]) -> str:
    return "1 fault" if len(faults) == 1 else f"{len(faults)} faults"


def _published(content: dict) -> str:
    is_new = (
        not Framework.objects.shipped()
        .filter(slug=content["slug"], version=content["version"])
        .exists()
    )
    try:
        return report(Loaded(publish(content), is_new))
    except Faulty as error:
        raise CommandError(f"Nothing was published.\n{error}") from error
