"""Makes the board pack of a trust's latest agreed assessment, so that it can be scheduled."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matcap.assessments.models import TO_ITS_TREES, Assessment
from matcap.reports.documents import board_pack, made
from matcap.trusts.models import Trust


class Command(BaseCommand):
    help = "Writes the board pack (PDF) of a trust's latest agreed assessment."

    def add_arguments(self, parser):
        parser.add_argument("trust", help="the trust's name in its addresses: /t/NAME/")
        parser.add_argument("--output", required=True, help="the file to write; - for the output")

    def handle(self, *, trust: str, output: str, **options):
        """Write the pack. Raises CommandError, with what to do, when there is none to write."""
        owner = _trust(trust)
        _check_folder(output)
        content = made(board_pack(owner, _latest_agreed(owner), on=timezone.localdate()))
        if output == "-":
            sys.stdout.buffer.write(content)
        else:
            _write(Path(output), content)


def _trust(slug: str) -> Trust:
    try:
        return Trust.objects.get(slug=slug)
    except Trust.DoesNotExist:
        known = ", ".join(Trust.objects.values_list("slug", flat=True)[:10]) or "none yet"
        raise CommandError(
            f"There is no trust called {slug}: give one of those that are here ({known})."
        ) from None


def _latest_agreed(trust: Trust) -> Assessment:
    assessment = (
        trust.assessments.filter(state=Assessment.State.AGREED)
        .select_related(*TO_ITS_TREES)
        .order_by("-agreed_on", "-pk")
        .first()
    )
    if assessment is None:
        raise CommandError(
            f"{trust.name} has no agreed assessment yet: agree one, then ask for its board pack."
        )
    return assessment


def _check_folder(output: str) -> None:
    if output == "-":
        return
    folder = os.path.dirname(os.path.abspath(output))
    if os.path.isdir(output):
        raise CommandError(f"{output} is a folder: name a file in it, such as board-pack.pdf.")
    if not os.path.isdir(folder):
        raise CommandError(f"There is no folder {folder}: make it first, or name another.")


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or none of it: whoever opens it meanwhile sees the one before."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        raise CommandError(
            f"{path} could not be written ({error.strerror}): name a file that you may write."
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
