"""The server is killed while saves are going out: what it acknowledged is in the database, and the
rest is on the screen and goes out when it is back."""

import json
import os
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from playwright.sync_api import expect

from ..serving import Site
from .steps import evidence_of, expect_saved, mark, state_of

SETUP = """
import json
from django.core.management import call_command
from django.test import Client
from frameworks.loader import load
from frameworks.models import Framework
from matcap.trusts.actions import open_trust
from matcap.trusts.roles import Role
from tests.conftest import SHIPPED, begin, person
call_command("flush", interactive=False, verbosity=0)
load([SHIPPED])
trust = open_trust(name="Fernleigh Trust")
lead = person(trust, "Alice Lead", Role.LEAD)
assessment = begin(trust, Framework.objects.get(slug="mat-capacity"), lead)
client = Client()
client.force_login(lead)
print(json.dumps([assessment.pk, client.cookies["sessionid"].value]))
"""
STORED = """
import json
from matcap.assessments.models import Rating
rating = Rating.objects.get(element__code="1A")
marks = dict(rating.marks.values_list("strand__position", "level__code"))
print(json.dumps({"evidence": rating.evidence, "marks": marks}))
"""


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    """The URL of a database of its own in the PostgreSQL that the tests run on; none on SQLite."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name = f"{connection.settings_dict['NAME']}_to_kill"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def installed(tmp_path_factory, database):
    return Site(tmp_path_factory.mktemp("site"), database)


@pytest.fixture
def site(installed):
    installed.start()
    yield installed
    installed.kill()


@pytest.fixture
def acknowledged() -> list[str]:
    """The key evidence that the server said it has saved, each time it did."""
    return []


@pytest.fixture
def page(visit, site, acknowledged, failures_expected):
    """Alice's page of 1A on that server."""
    assessment, session = json.loads(site.run(SETUP))
    page = visit()
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site.address}])
    page.context.on("response", lambda answer: note(acknowledged, answer))
    page.goto(f"{site.address}/t/fernleigh-trust/assessments/{assessment}/rate/1A/")
    return page


def note(acknowledged: list[str], answer) -> None:
    if is_save(answer.request) and answer.status == 200:
        acknowledged += parse_qs(answer.request.post_data).get("evidence", [])


def is_save(request) -> bool:
    return request.method == "POST"


def expect_nothing_lost(page, site, acknowledged) -> None:
    """All that was typed is saved by now, and with it all that was said to be saved before."""
    expect_saved(page)
    expect(page.locator("#conflict-panel")).to_have_count(0)
    typed = evidence_of(page).input_value()
    assert json.loads(site.run(STORED))["evidence"] == typed
    assert acknowledged
    assert [words for words in acknowledged if words not in typed] == []


def test_killed_in_mid_save_and_started_again(page, site, acknowledged):
    for turn in range(4):
        with page.expect_request(is_save):
            evidence_of(page).press_sequentially(f"Before {turn}. ")
        site.kill()
        evidence_of(page).press_sequentially(f"After {turn}. ")
        expect(state_of(page)).to_contain_text("Not saved")
        site.start()
        expect_nothing_lost(page, site, acknowledged)
    assert evidence_of(page).input_value().count(".") == 8


def test_killed_with_a_save_under_way_and_the_page_closed(page, site, acknowledged):
    evidence_of(page).press_sequentially("Saved at once. ")
    expect_saved(page)
    site.freeze()
    with page.expect_request(is_save):
        evidence_of(page).press_sequentially("Sent and not answered. ")
    mark(page, "ii", "AG")
    evidence_of(page).press_sequentially("Typed since.")
    site.kill()
    expect(state_of(page)).to_contain_text("Not saved: no answer from the server.")
    typed, address, context = evidence_of(page).input_value(), page.url, page.context
    page.close()
    site.start()
    page = context.new_page()
    page.goto(address)
    expect_nothing_lost(page, site, acknowledged)
    assert evidence_of(page).input_value() == typed
    assert json.loads(site.run(STORED))["marks"] == {"2": "AG"}
