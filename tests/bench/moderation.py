"""The pages of moderation with 200 responses, as ratios to the same pages with 10."""

import datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from frameworks.loader import load
from frameworks.models import Framework
from matcap.accounts.actions import open_account
from matcap.assessments import actions
from matcap.assessments.models import Assessment, Mark, Rating, Response
from matcap.assessments.tasks import nobody_told
from matcap.trusts.actions import grant_role, make_group, open_trust
from matcap.trusts.models import Membership
from matcap.trusts.roles import Role

from .measure import interleaved, report

SHIPPED = "fixtures/frameworks/mat-capacity.yaml"
ROUNDS = 60
FEW, MANY = 10, 200
AT_MOST = 1.5
PAGES = {"all elements": "moderation", "one element": "moderate_element"}


def main() -> bool:
    """Measure; print; return whether a limit is passed or the queries are not the same."""
    load([SHIPPED])
    lead = open_account(email="chair@bench.example", name="Chair")
    addresses = {people: _addresses(people, lead) for people in (FEW, MANY)}
    client = Client()
    client.force_login(lead)
    tasks = {
        (page, people): (lambda path=path: _get(client, path))
        for people, pages in addresses.items()
        for page, path in pages.items()
    }
    times = interleaved(tasks, ROUNDS)
    rows = [
        (
            f"{page}, {MANY} responses",
            f"{times[page, MANY]:.2f} ms",
            times[page, MANY] / times[page, FEW],
            AT_MOST,
        )
        for page in PAGES
    ]
    over = report(f"moderation: server time, medians, ratio to {FEW} responses", rows)
    queries = {key: _queries(client, addresses[key[1]][key[0]]) for key in tasks}
    for page in PAGES:
        print(f"{page}: {queries[page, FEW]} queries with {FEW}, {queries[page, MANY]} with {MANY}")
    return over or any(queries[page, FEW] != queries[page, MANY] for page in PAGES)


def _get(client, path):
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)


def _queries(client, path) -> int:
    with CaptureQueriesContext(connection) as captured:
        _get(client, path)
    return len(captured)


def _addresses(people: int, lead) -> dict[str, str]:
    """The pages of a trust in moderation, to which that many people in four groups gave all."""
    trust = open_trust(name=f"Trust of {people}")
    grant_role(trust=trust, user=lead, role=Role.LEAD)
    groups = [make_group(trust=trust, name=f"Group {n}", by=lead) for n in range(4)]
    chosen = {}
    for number in range(people):
        user = open_account(email=f"p{number}@{trust.slug}.example", name=f"Person {number}")
        Membership.objects.create(trust=trust, user=user, role=Role.CONTRIBUTOR)
        chosen[user.pk] = groups[number % len(groups)]
    with nobody_told():
        assessment = actions.start(
            trust=trust,
            framework=Framework.objects.get(slug="mat-capacity"),
            title="Autumn 2026",
            opened_on=datetime.date(2026, 9, 7),
            by=lead,
            rated_apart=True,
        )
        assessment = actions.choose_contributors(
            assessment=assessment, groups=chosen, shows_names=False, by=lead
        )
        assessment = actions.open_assessment(assessment=assessment, by=lead)
        _rate_all(assessment)
        actions.moderate(assessment=assessment, by=lead)
    args = [trust.slug, assessment.pk]
    return {
        "all elements": reverse("moderation", args=args),
        "one element": reverse("moderate_element", args=[*args, "2B"]),
    }


def _rate_all(assessment: Assessment) -> None:
    """Every contributor rates every element, marks its strands, and writes evidence."""
    tree = assessment.tree
    ratings = list(
        Rating.objects.filter(
            response__assessment=assessment, response__kind=Response.Kind.CONTRIBUTOR
        )
    )
    marks = []
    for number, rating in enumerate(ratings):
        rating.level_id = tree.levels[number % 4].pk
        rating.evidence = f"What person {number} saw in the schools that they know."
        rating.changed_at = assessment.history.first().history_date
        strands = tree.element_by_pk[rating.element_id].strands
        marks += [
            Mark(rating=rating, strand_id=strand.pk, level_id=tree.levels[(number + n) % 4].pk)
            for n, strand in enumerate(strands)
        ]
    Rating.objects.bulk_update(ratings, ["level", "evidence", "changed_at"], batch_size=200)
    Mark.objects.bulk_create(marks, batch_size=500)
