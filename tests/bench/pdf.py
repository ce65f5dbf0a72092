"""The board pack: how long it takes and how much memory, on the assessment of a thorough trust.

Times are medians of interleaved repetitions in one process, of its own computing time where it
only computes; memory is a fresh process's peak.
"""

import json
import os
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from .measure import interleaved, report

ROUNDS = 5
EVIDENCE_TIMES = 11  # so long that the pack has about 28 pages
ON = date(2026, 12, 4)


def main() -> bool:
    """Measure in processes and with data of their own; whether anything is over its limit."""
    with TemporaryDirectory(dir=os.environ.get("DATA_DIR")) as folder:
        _in_a_process("prepare", folder)
        times = _in_a_process("times", folder)
        memory = _in_a_process("memory", folder)
    pack, shown = times["board pack"], {name: f"{ms:.0f} ms" for name, ms in times.items()}
    return report(
        f"Board pack of {times['pages']} pages, {shown['board pack']}",
        [
            ("to WeasyPrint alone on its HTML", shown["alone"], pack / times["alone"], 1.1),
            ("to the same content as auto tables", shown["tables"], pack / times["tables"], 0.6),
            ("one-page heat map to it", shown["heat map"], times["heat map"] / pack, 0.15),
            ("asked for again, to 20 ms", f"{times['again']:.1f} ms", times["again"] / 20, 1),
            (
                "its process's memory, to 150 MB",
                f"{memory['peak']:.0f} MB",
                memory["peak"] / 150,
                1,
            ),
        ],
    )


def _in_a_process(part: str, folder: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.pdf", part],
        env=os.environ | {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "matcap.settings"},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


def _prepare() -> dict:
    from django.core.management import call_command

    from tests.reports.sample import EVIDENCE, sample

    call_command("migrate", verbosity=0)
    sample(evidence="\n\n".join([EVIDENCE] * EVIDENCE_TIMES))
    return {}


def _assessment():
    from matcap.assessments.models import Assessment

    return Assessment.objects.select_related("framework", "previous", "trust").first()


def _times() -> dict:
    from matcap.reports import documents
    from matcap.reports.pdf import pdf_of

    assessment = _assessment()
    pack = documents.board_pack(assessment.trust, assessment, on=ON)
    html, tables = pack.html, _as_tables(pack)
    tasks = {
        "board pack": lambda: pdf_of(
            documents.board_pack(assessment.trust, assessment, on=ON).html
        ),
        "heat map": lambda: pdf_of(documents.heat_map(assessment.trust, assessment, on=ON).html),
        "alone": lambda: _weasyprint(html),
        "tables": lambda: pdf_of(tables),
    }
    again = {"again": _asking_again(assessment)}
    return (
        interleaved(tasks, ROUNDS, process_time) | interleaved(again, 20) | {"pages": _pages(html)}
    )


def _weasyprint(html: str) -> bytes:
    from weasyprint import HTML

    from matcap.reports.pdf import STATIC, StaticFetcher

    page = HTML(string=html, base_url=STATIC, url_fetcher=StaticFetcher())
    return page.write_pdf(pdf_variant="pdf/ua-1")


def _as_tables(pack) -> str:
    from django.template import engines

    source = Path(__file__).with_name("pack_as_tables.html").read_text()
    return engines["django"].from_string(source).render(pack.context())


def _asking_again(assessment):
    from django.test import Client
    from django.urls import reverse

    from tests.reports.sample import lead_of

    client = Client()
    client.force_login(lead_of(assessment.trust))
    address = reverse("board_pack", args=[assessment.trust.slug, assessment.pk])
    return lambda: client.get(address).content


def _pages(html: str) -> int:
    import pypdfium2

    from matcap.reports.pdf import pdf_of

    return len(pypdfium2.PdfDocument(pdf_of(html)))


def _memory() -> dict:
    import matcap.urls  # noqa: F401  what a serving process has in memory
    from matcap.reports import documents

    assessment = _assessment()
    pack = documents.board_pack(assessment.trust, assessment, on=ON)
    documents.made(pack)
    return {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    import django

    django.setup()
    parts = {"prepare": _prepare, "times": _times, "memory": _memory}
    sys.stdout.write(json.dumps(parts[sys.argv[1]]()))
