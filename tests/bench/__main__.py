"""`script/bench [name …]`: each part prints its numbers and their ratios. Not part of the tests."""

import importlib
import os
import sys

PARTS = ("importing", "moderation", "pages", "pdf", "rubric", "saving", "schools", "workshop")


def main(names: list[str]) -> int:
    unknown = set(names) - set(PARTS)
    if unknown:
        print(
            f"There is no bench called {', '.join(sorted(unknown))}. There are {', '.join(PARTS)}."
        )
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "matcap.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    over = [importlib.import_module(f"tests.bench.{name}").main() for name in names or PARTS]
    return int(any(over))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
