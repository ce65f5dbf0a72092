import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from frameworks.dumper import as_json, as_yaml, content_of
from frameworks.importing.layout import sheets_from
from frameworks.importing.sheets import LONGEST_CELL
from frameworks.models import Framework
from matcap.ui.spreadsheet import write_workbook


class Command(BaseCommand):
    help = "Write a published framework in the structure of its file."

    def create_parser(self, prog_name, subcommand, **kwargs):
        # Django gives every command a --version of its own; here it is the framework's.
        kwargs["conflict_handler"] = "resolve"
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--version", metavar="V", help="without it, the latest one")
        parser.add_argument("--format", choices=("yaml", "json", "xlsx"), default="yaml")
        parser.add_argument("--output", metavar="FILE", help="without it, standard output")

    def handle(self, *, slug, version, format, output, **options):
        content = content_of(_find(slug, version))
        if format == "xlsx":
            _write_workbook(content, output)
            return
        text = as_json(content) if format == "json" else as_yaml(content)
        if output is None:
            self.stdout.write(text, ending="")
        else:
            Path(output).write_text(text, encoding="utf-8")


def _write_workbook(content: dict, output: str | None) -> None:
    if output is None and sys.stdout.isatty():
        raise CommandError("A workbook is no text to read here: name a file with --output FILE.")
    sheets = sheets_from(content)
    for name, rows in sheets.items():
        if any(len(cell) > LONGEST_CELL for row in rows for cell in row):
            raise CommandError(
                f"A text for the sheet {name} is longer than Excel's {LONGEST_CELL:,} characters. "
                "Write it with --format yaml."
            )
    if output is None:
        write_workbook(sys.stdout.buffer, sheets)
        return
    with open(output, "wb") as file:
        write_workbook(file, sheets)


def _find(slug: str, version: str | None) -> Framework:
    frameworks = Framework.objects.shipped().filter(slug=slug).order_by("-published_at", "-pk")
    if version is not None:
        frameworks = frameworks.filter(version=version)
    framework = frameworks.first()
    if framework is None:
        wanted = f"{slug} {version}" if version is not None else slug
        raise CommandError(f"There is no framework {wanted}. {_what_there_is()}")
    return framework


def _what_there_is() -> str:
    names = [
        f"{slug} {version}"
        for slug, version in Framework.objects.shipped()
        .order_by("slug", "published_at")
        .values_list("slug", "version")
    ]
    if not names:
        return "None is loaded yet: load one with load_framework FILE."
    return f"There is: {', '.join(names)}."
