"""A rubric of 40 elements and 400 strands beside one of 12 and 73: its page, and its paper.

The page takes the same number of queries, and both take at most four times the time.
"""

from datetime import date
from time import process_time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from frameworks.loader import publish
from matcap.accounts.actions import open_account
from matcap.reports import documents
from matcap.reports.pdf import pdf_of
from matcap.trusts.actions import grant_role, open_trust
from matcap.trusts.roles import Role
from tests.frameworks.instruments import grown

from .measure import interleaved, report

SIZES = {"small": {"elements": 12, "strands": 73}, "large": {"elements": 40, "strands": 400}}
PAGES, PAPERS = 20, 3
AT_MOST = 4.0


def main() -> bool:
    """Measure; print; return whether a limit is passed."""
    trust = open_trust(name="Trust of Rubrics")
    lead = open_account(email="lead@rubrics.example", name="Lead")
    grant_role(trust=trust, user=lead, role=Role.LEAD)
    client = Client()
    client.force_login(lead)
    frameworks = {name: publish(grown(**size)) for name, size in SIZES.items()}
    pages = {
        name: reverse("rubric", args=[trust.slug, framework.slug, framework.version])
        for name, framework in frameworks.items()
    }
    asked = {name: _queries(client, address) for name, address in pages.items()}
    page = interleaved(
        {name: (lambda address=address: client.get(address)) for name, address in pages.items()},
        PAGES,
        process_time,
    )
    paper = interleaved(
        {name: (lambda one=one: _paper(trust, one)) for name, one in frameworks.items()},
        PAPERS,
        process_time,
    )
    return report(
        "Rubric: 40 elements and 400 strands to 12 and 73",
        [
            ("queries of its page", str(asked["large"]), asked["large"] / asked["small"], 1.0),
            ("its page", f"{page['large']:.1f} ms", page["large"] / page["small"], AT_MOST),
            ("its paper", f"{paper['large']:.0f} ms", paper["large"] / paper["small"], AT_MOST),
        ],
    )


def _queries(client: Client, address: str) -> int:
    """How many queries the page takes, its framework being in memory."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured.captured_queries)


def _paper(trust, framework) -> bytes:
    return pdf_of(documents.blank_rubric(trust, framework, on=date(2026, 12, 4)).html)
