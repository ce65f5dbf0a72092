"""The server is killed while saves are going out: what it acknowledged is in the database, and the
rest is on the screen and goes out when it is back."""

import os
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import expect

from ..serving import Site
from .conftest import sign_in
from .steps import evidence_of, expect_saved, mark, place, state_of, stored


@pytest.fixture(scope="module")
def installed(django_db_setup, tmp_path_factory):
    """A server of its own on the database that the tests run on."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        database = f"sqlite:///{name}"
    else:
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    return Site(tmp_path_factory.mktemp("site"), database, settings.SECRET_KEY)


@pytest.fixture
def site(installed):
    installed.start(workers=1)
    yield installed
    installed.kill()


@pytest.fixture
def acknowledged() -> list[str]:
    """The key evidence that the server said it has saved, each time it did."""
    return []


@pytest.fixture
def page(visit, site, lead, assessment, acknowledged, failures_expected):
    """Alice's page of 1A on that server."""
    page = visit()
    sign_in(page.context, lead, site.address)
    page.context.on("response", lambda answer: note(acknowledged, answer))
    page.goto(site.address + place(assessment, "rate/1A/"))
    return page


def note(acknowledged: list[str], answer) -> None:
    if is_save(answer.request) and answer.status == 200:
        acknowledged += parse_qs(answer.request.post_data).get("evidence", [])


def is_save(request) -> bool:
    return request.method == "POST"


def expect_nothing_lost(page, assessment, acknowledged) -> None:
    """All that was typed is saved by now, and with it all that was said to be saved before."""
    expect_saved(page)
    expect(page.locator("#conflict-panel")).to_have_count(0)
    typed = evidence_of(page).input_value()
    assert stored(assessment, "1A")["evidence"] == typed
    assert acknowledged
    assert [words for words in acknowledged if words not in typed] == []


def test_killed_in_mid_save_and_started_again(page, site, assessment, acknowledged):
    for turn in range(4):
        with page.expect_request(is_save):
            evidence_of(page).press_sequentially(f"Before {turn}. ")
        site.kill()
        evidence_of(page).press_sequentially(f"After {turn}. ")
        expect(state_of(page)).to_contain_text("Not saved")
        site.start(workers=1)
        expect_nothing_lost(page, assessment, acknowledged)
    assert evidence_of(page).input_value().count(".") == 8


def test_killed_with_a_save_under_way_and_the_page_closed(page, site, assessment, acknowledged):
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
    site.start(workers=1)
    page = context.new_page()
    page.goto(address)
    expect_nothing_lost(page, assessment, acknowledged)
    assert evidence_of(page).input_value() == typed
    assert stored(assessment, "1A")["marks"] == {"ii": "AG"}
