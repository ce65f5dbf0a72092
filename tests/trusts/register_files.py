"""Files like those of the national register, of invented schools."""

import csv
import io

WANTED = (
    "URN",
    "LA (code)",
    "LA (name)",
    "EstablishmentNumber",
    "EstablishmentName",
    "TypeOfEstablishment (code)",
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (code)",
    "EstablishmentStatus (name)",
    "OpenDate",
    "CloseDate",
    "PhaseOfEducation (code)",
    "PhaseOfEducation (name)",
    "Trusts (code)",
    "Trusts (name)",
    "HeadTitle (name)",
    "HeadFirstName",
    "HeadLastName",
    "HeadPreferredJobTitle",
)
HEAD = "Zebedee Quillfeather"
FERN, RIVAL = ("4101", "FERNLEIGH TRUST"), ("4202", "RIVAL & SONS MULTI ACADEMY TRUST")


def school(urn: int, name: str, trust=FERN, phase="Primary", **instead) -> dict[str, str]:
    """A row of the full extract, by its headings."""
    return {
        "URN": str(urn),
        "LA (code)": "908",
        "EstablishmentNumber": str(urn)[-4:],
        "EstablishmentName": name,
        "TypeOfEstablishment (code)": "02",
        "TypeOfEstablishment (name)": "Academy converter",
        "EstablishmentStatus (code)": "1",
        "EstablishmentStatus (name)": "Open",
        "OpenDate": "01-01-1900",
        "PhaseOfEducation (name)": phase,
        "Trusts (code)": trust[0],
        "Trusts (name)": trust[1],
        "HeadFirstName": HEAD.split()[0],
        "HeadLastName": HEAD.split()[1],
    } | instead


def extract(schools: list[dict], columns: int = 135) -> io.BytesIO:
    """The register's full extract: Windows-1252, CRLF, text quoted, whole numbers bare."""
    headings = [*WANTED, *(f"Column{at} (name)" for at in range(columns - len(WANTED)))]
    return _written(headings, schools)


def groups(*rows: tuple[str, ...]) -> io.BytesIO:
    """The register's list of trusts, of (UID, TR number, name, company, type code, status)."""
    headings = (
        "Group UID",
        "Group ID",
        "Group Name",
        "Companies House Number",
        "Group Type (code)",
        "Group Status (code)",
    )
    return _written(headings, [dict(zip(headings, row, strict=True)) for row in rows])


def _written(headings, rows: list[dict]) -> io.BytesIO:
    lines = [",".join(f'"{heading}"' for heading in headings)]
    for row in rows:
        cells = [row.get(heading, "") for heading in headings]
        lines.append(",".join(_quoted(at, cell) for at, cell in enumerate(cells)))
    return io.BytesIO("\r\n".join([*lines, ""]).encode("cp1252"))


def _quoted(at: int, cell: str) -> str:
    return cell if at == 0 and cell.isdigit() else '"' + cell.replace('"', '""') + '"'


def sheet(*rows: tuple) -> io.BytesIO:
    """A trust's own list as CSV in UTF-8."""
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    return io.BytesIO(made.getvalue().encode())


def workbook(*rows: tuple) -> io.BytesIO:
    """A trust's own list as an Excel workbook."""
    from openpyxl import Workbook

    book, made = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(made)
    made.seek(0)
    return made
