"""Reading a Word document of 60 pages: the command from its start to its end, in a process of its
own, its processor's time (which leaves the neighbours' work out) and its memory at its peak."""

import os
import subprocess
import sys
import tempfile
from copy import deepcopy
from pathlib import Path

from tests.frameworks.importing.documents import Shape, made, shipped

from .measure import report

PAGES, WORDS_A_PAGE = 60, 500
SECONDS, MEGABYTES = 5.0, 200.0
SHAPES = {"numbered by hand": Shape(), "Word's own lists": Shape(numbers="list", split="empty")}


def main() -> bool:
    """Measure; print; return whether a limit is passed."""
    rows = []
    content, words = _long()
    for what, shape in SHAPES.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "long.docx"
            path.write_bytes(made(content, shape).getvalue())
            seconds, megabytes = _read(path)
        rows += [
            (f"{what}: time", f"{seconds:.1f} s", seconds / SECONDS, 1.0),
            (f"{what}: memory", f"{megabytes:.0f} MB", megabytes / MEGABYTES, 1.0),
        ]
    return report(
        f"importing: Word, {words:,} words, {PAGES} pages; ratio to what is allowed", rows
    )


def _long() -> tuple[dict, int]:
    """The shipped framework, its areas again and again under new codes, and its words."""
    content = shipped()
    once = content["areas"]
    words = _words(once)
    while words < PAGES * WORDS_A_PAGE:
        for area in deepcopy(once):
            area["code"] = str(len(content["areas"]) + 1)
            for at, element in enumerate(area["elements"]):
                element["code"] = f"{area['code']}{'ABC'[at]}"
            content["areas"].append(area)
            words += _words([area])
    return content, words


def _words(areas: list[dict]) -> int:
    strands = [one for area in areas for element in area["elements"] for one in element["strands"]]
    texts = [text for one in strands for text in (one["question"], *one["descriptors"].values())]
    return sum(len(text.split()) for text in texts)


def _read(path: Path) -> tuple[float, float]:
    command = [sys.executable, "manage.py", "import_framework", str(path), "--dry-run"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"The command ended with {child.returncode}.")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
