"""The preview of a list of 50,000 schools: seconds, and the process's memory at its peak.

Two lists: the register's full extract, of which a trust has 40, and one trust's own.
"""

import csv
import resource
import tempfile
import time
from pathlib import Path

from matcap.trusts.actions import open_trust
from matcap.trusts.actions.imports import go_on, read_import
from matcap.trusts.register.files import rows_of

from .measure import report

ROWS, COLUMNS = 50_000, 140
SECONDS, MEGABYTES = 30.0, 300.0


def main() -> bool:
    """Measure; print; return whether a limit is passed."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for what, write in (("the register's extract", _extract), ("a trust's own list", _own)):
            path = Path(folder) / "schools.csv"
            write(path)
            size = path.stat().st_size // 2**20
            seconds, megabytes = _preview(path)
            rows += [
                (f"{what}, {size} MB: time", f"{seconds:.1f} s", seconds / SECONDS, 1.0),
                (f"{what}: memory", f"{megabytes:.0f} MB", megabytes / MEGABYTES, 1.0),
            ]
    return report(f"schools: preview of {ROWS:,} rows, ratio to what is allowed", rows)


def _preview(path: Path) -> tuple[float, float]:
    trust = open_trust(name="Bench of Schools", uid="4101")
    started = time.perf_counter()
    with path.open("rb") as file:
        imported = read_import(trust=trust, by=None, name=path.name, rows=rows_of(file))
    while imported.state == "comparing":
        imported = go_on(imported=imported)
    seconds = time.perf_counter() - started
    trust.imports.all().delete()
    trust.activity.all().delete()
    trust.delete()
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _extract(path: Path) -> None:
    """As the register has it: 140 columns, Windows-1252, one row in 1,250 of the trust."""
    named = {
        0: "URN",
        1: "LA (code)",
        3: "EstablishmentNumber",
        4: "EstablishmentName",
        6: "TypeOfEstablishment (name)",
        10: "EstablishmentStatus (name)",
        18: "PhaseOfEducation (name)",
        45: "Trusts (code)",
        46: "Trusts (name)",
    }
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow([named.get(at, f"Column{at} (name)") for at in range(COLUMNS)])
        for at in range(ROWS):
            row = ["Not applicable" if column % 3 else "" for column in range(COLUMNS)]
            uid = "4101" if at % 1_250 == 0 else str(5_000 + at % 900)
            row[0:5] = str(100_000 + at), "908", "Cornwall", "2000", f"St Anselm’s {at}"
            row[6], row[10], row[18] = "Academy converter", "Open", "Primary"
            row[45:47] = uid, f"TRUST {uid}"
            writer.writerow(row)


def _own(path: Path) -> None:
    """Ten columns, every row the trust's."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("URN", "School", "Phase", "Type", "Cluster", *"abcde"))
        for at in range(ROWS):
            row = (str(100_000 + at), f"School {at}", "Primary", "Academy", f"Hub {at % 9}")
            writer.writerow((*row, *("words",) * 5))
