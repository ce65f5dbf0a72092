from django.core.management.base import BaseCommand, CommandError

from frameworks.dumper import as_json, as_yaml, content_of
from frameworks.models import Framework


class Command(BaseCommand):
    help = "Write a published framework in the structure of its file."

    def create_parser(self, prog_name, subcommand, **kwargs):
        # Django gives every command a --version of its own; here it is the framework's.
        kwargs["conflict_handler"] = "resolve"
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--version", metavar="V", help="without it, the latest one")
        parser.add_argument("--format", choices=("yaml", "json"), default="yaml")

    def handle(self, *, slug, version, format, **options):
        content = content_of(_find(slug, version))
        text = as_json(content) if format == "json" else as_yaml(content)
        self.stdout.write(text, ending="")


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
