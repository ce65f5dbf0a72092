from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from frameworks.models import Framework
from matcap.demo import story
from matcap.trusts.roles import Role


class Command(BaseCommand):
    help = "Builds the demo trust if it is not here yet, and prints who can sign in to it."

    def handle(self, **options):
        if not settings.IS_LOCAL:
            raise CommandError(
                "SITE_ADDRESS is set, so others can reach this installation, and it gets no demo "
                "accounts, whose password everybody knows."
            )
        demo = story.read()
        versions = Framework.objects.shipped().filter(slug__in=story.slugs(demo))
        newest = {one.slug: one for one in versions.order_by("published_at")}
        missing = [slug for slug in story.slugs(demo) if slug not in newest]
        if missing:
            raise CommandError(
                f"Not here yet: {', '.join(missing)}. "
                "load_framework fixtures/frameworks/*.yaml first."
            )
        is_new = story.build(demo, newest, timezone.localdate())
        state = "built" if is_new else "here already, unchanged"
        self.stdout.write(f"Demo trust {demo['trust']}: {state}. All of it is invented.\n\n")
        self.stdout.write(_table(demo["people"].values()))
        self.stdout.write(f"\nThe password of all of them: {demo['password']}\n\n")


def _table(people) -> str:
    rows = [("Name", "Role", "Email")]
    for one in people:
        rows.append((f"{one['name']}, {one['work']}", str(Role(one["role"]).label), one["email"]))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
