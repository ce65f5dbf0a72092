"""The server's time for the main pages, as ratios to an empty page for somebody signed in.

The empty page is the home of a trust that has nothing yet, as its lead sees it.
"""

import datetime

from django.test import Client
from django.urls import reverse

from frameworks.loader import load
from frameworks.models import Framework
from matcap.accounts.actions import open_account
from matcap.assessments import actions
from matcap.assessments.models import Rating
from matcap.trusts.actions import add_school, grant_role, open_trust
from matcap.trusts.roles import Role

from .measure import interleaved, report

SHIPPED = "fixtures/frameworks/mat-capacity.yaml"
ROUNDS = 60


def main() -> bool:
    """Measure; print; return whether a limit is passed."""
    client, addresses, save = _site()
    tasks = {name: (lambda path=path: _get(client, path)) for name, path in addresses.items()}
    times = interleaved(tasks | {"save": save}, ROUNDS)
    empty = times["empty page"]
    limits = {"rating page": 2.5, "save": 2.5, "heat map": 3.0}
    rows = [("empty signed-in page", f"{empty:.2f} ms", 1.0, 1.0)]
    rows += [
        (name, f"{times[name]:.2f} ms", times[name] / empty, limit)
        for name, limit in limits.items()
    ]
    return report("pages: server time, medians, ratio to an empty signed-in page", rows)


def _get(client, path):
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)


def _site():
    """A trust with eight schools, an agreed assessment and one all rated now."""
    load([SHIPPED])
    framework = Framework.objects.get(slug="mat-capacity")
    trust = open_trust(name="Bench Trust")
    lead = open_account(email="lead@bench.example", name="Lead")
    grant_role(trust=trust, user=lead, role=Role.LEAD)
    empty = open_trust(name="Empty Trust")
    grant_role(trust=empty, user=lead, role=Role.LEAD)
    schools = [add_school(trust=trust, name=f"School {n}", phase="primary") for n in range(8)]
    for year in (2025, 2026):
        assessment = actions.start(
            trust=trust,
            framework=framework,
            title=f"Autumn {year}",
            opened_on=datetime.date(year, 9, 7),
            schools=schools,
            by=lead,
        )
        assessment = actions.open_assessment(assessment=assessment, by=lead)
        _rate_all(assessment, lead)
        if year == 2025:
            actions.agree(assessment=assessment, by=lead)
    client = Client()
    client.force_login(lead)
    rate = reverse("rate", args=[trust.slug, assessment.pk, "1C"])
    addresses = {
        "empty page": reverse("trust", args=[empty.slug]),
        "rating page": rate,
        "heat map": reverse("heat_map", args=[trust.slug, assessment.pk]),
    }
    return client, addresses, _saver(client, rate, assessment)


def _rate_all(assessment, by) -> None:
    levels = assessment.tree.levels
    ratings = Rating.objects.filter(response__assessment=assessment).select_related(
        "response__assessment__framework"
    )
    for place, rating in enumerate(ratings):
        element = assessment.tree.element_by_pk[rating.element_id]
        actions.rate(
            rating=rating,
            version=rating.version,
            by=by,
            level=levels[place % len(levels)].pk,
            evidence="(ii) Heads told us in June that they wait for the central team. " * 4,
            marks={strand.pk: levels[place % 4].pk for strand in element.strands},
        )


def _saver(client, path, assessment):
    """Each call saves one more word of evidence, as the browser does."""
    rating = Rating.objects.get(
        response__assessment=assessment, response__school=None, element__code="1C"
    )
    state = {"version": rating.version, "evidence": rating.evidence}

    def save():
        state["evidence"] += " word"
        response = client.post(path, state | {"reason": ""}, headers={"HX-Request": "true"})
        assert response.status_code == 200, response.content
        state["version"] += 1

    return save
