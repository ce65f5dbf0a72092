from django.core.management.base import BaseCommand, CommandError

from frameworks.faults import Faulty
from frameworks.loader import Loaded, load
from frameworks.tree import tree_of


class Command(BaseCommand):
    help = "Publish the frameworks in YAML files: all of them, or none when anything is wrong."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *, files, **options):
        try:
            loaded = load(files)
        except Faulty as error:
            count = len(error.faults)
            found = "1 fault" if count == 1 else f"{count} faults"
            raise CommandError(f"{found}. Nothing was loaded.\n{error}") from error
        for one in loaded:
            self.stdout.write(report(one))


def report(loaded: Loaded) -> str:
    """What was loaded, in a line."""
    name = f"{loaded.framework.slug} {loaded.framework.version}"
    if not loaded.is_new:
        return f"{name}: already loaded, unchanged."
    tree = tree_of(loaded.framework)
    strands = sum(len(element.strands) for element in tree.elements)
    counts = (len(tree.areas), "area"), (len(tree.elements), "element"), (strands, "strand")
    words = ", ".join(f"{count} {what}{'' if count == 1 else 's'}" for count, what in counts)
    return f"{name}: loaded, {words}."
