"""Walks every address of the application as somebody who has no business there.

`tests/addresses.py` has a row for each. First the leak is made possible: our own lead is let in
with the same ids and forms. Then nobody else is.
"""

from collections import Counter
from itertools import combinations
from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from matcap.trusts.roles import Role

from .addresses import Address, addresses_of, missing, routes
from .house import House, furnish
from .pages import body
from .papers import keep_as_html
from .plain_addresses import PLAIN

OURS, THEIRS = "Fernleigh Trust", "Rival Trust"
HTMX = {"HX-Request": "true"}
NAMED = ("evidence", "reason", "link", "file", "to do", "progress", "issue")


@pytest.fixture(scope="module")
def houses(module_db) -> dict[str, House]:
    houses = {name: furnish(name) for name in (OURS, THEIRS)}
    ours = houses[OURS]
    keep_as_html(ours.agreed, ours.open, ours.apart)
    return houses


@pytest.fixture
def ours(db, houses) -> House:
    return houses[OURS]


@pytest.fixture
def theirs(db, houses) -> House:
    return houses[THEIRS]


def everything() -> dict[str, list]:
    """The whole content of every table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
    }


def ways(row: Address, client: Client, path: str):
    """Every way to ask for an address: GET and POST, as a page and as a piece."""
    for headers in ({}, HTMX):
        yield "GET", bool(headers), client.get(path, headers=headers)
        yield "POST", bool(headers), client.post(path, row.post or {}, headers=headers)


@pytest.fixture
def tell(record_property):
    """Say at the end of the run how many addresses and answers were checked."""

    def told(who: str, addresses: int, answers: Counter) -> None:
        kinds = ", ".join(f"{kind} × {count}" for kind, count in sorted(answers.items(), key=str))
        record_property(
            "walk", f"{who}: {addresses} addresses, {answers.total()} answers ({kinds})"
        )

    return told


def takes(rows: list[Address]) -> set[tuple[str, str]]:
    """(name, method) of what the routes answer; another method is a 405 for everybody."""
    reads = {(row.name, "GET") for row in rows if row.read}
    return reads | {(row.name, "POST") for row in rows if row.write}


def shut(rows, client, paths, house) -> Counter:
    """Ask for each path in every way; a Counter of the answers, each of which told nothing."""
    taken, answers = takes(rows), Counter()
    nothing = client.get("/t/there-is-no-such-trust/").content
    assert b"There is nothing here" in nothing
    for row, path in paths:
        for method, _, answer in ways(row, client, path):
            asked = f"{method} {path}"
            if (row.name, method) in taken:
                assert answer.status_code == 404, asked
                assert answer.content == nothing, asked
            else:
                assert answer.status_code == 405, asked
                assert answer.content == b"", asked
            assert house.trust.name not in str(answer.headers), asked
            answers[answer.status_code] += 1
    return answers


def test_every_address_has_a_row(ours):
    faults = missing(routes(), [*PLAIN, *addresses_of(ours)])
    assert not faults, "\n".join(faults)


def test_an_address_without_a_row_is_named(ours):
    rows = [row for row in addresses_of(ours) if row.name != "agree"]
    found = routes() | {"/t/<slug:trust>/secrets/": "/t/<slug:trust>/secrets/"}
    faults = missing(found, [*PLAIN, *rows, Address("gone")])
    assert [fault.split(":")[0] for fault in faults if "has no row" in fault] == [
        "The address /t/<slug"
    ] * 2
    assert "assessments/<int:assessment>/agree/ (agree) has no row" in faults[0]
    assert "/t/<slug:trust>/secrets/" in faults[1]
    assert faults[2] == "The row gone in tests/addresses.py is of no address: take it out."


def test_our_own_lead_is_let_in_everywhere(ours, sign_in, tell):
    """The leak is possible: these ids and forms are good, and each form changes something."""
    client, before, answers, pages = sign_in(ours.lead), everything(), Counter(), []
    for row in addresses_of(ours):
        path = row.at(ours.trust)
        if row.read:
            answer = client.get(path, follow=True)
            assert answer.status_code == 200, path
            pages.append(body(answer))
            assert len(pages[-1]) > 200, path
            answers["GET"] += 1
        if row.post is not None:
            with transaction.atomic():
                answer = client.post(path, row.post)
                assert answer.status_code in (200, 302), (path, answer.content.decode()[-2000:])
                assert everything() != before, f"POST {path} changed nothing"
                transaction.set_rollback(True)
            answers["POST"] += 1
    assert everything() == before
    for name in (*NAMED, "framework", "summary", "draft"):
        assert f"{ours.words}: {name}".encode() in b"".join(pages)
    assert answers["GET"] > 20
    assert answers["POST"] > 10
    tell("our own lead, with good forms", len(addresses_of(ours)), answers)


def test_the_rival_trusts_lead_finds_nothing_at_our_addresses(ours, theirs, sign_in, tell):
    rows, client = addresses_of(ours), sign_in(theirs.lead)
    before = everything()
    answers = shut(rows, client, [(row, row.at(ours.trust)) for row in rows], ours)
    assert everything() == before
    assert sum(answers.values()) == 4 * len(rows)
    assert answers[404] > answers[405] > 0
    tell("the rival trust's lead, at our addresses", len(rows), answers)


def test_our_ids_below_the_rivals_own_trust_find_nothing(ours, theirs, sign_in, tell):
    rows = addresses_of(ours)
    paths = [
        (row, their.at(theirs.trust, **{name: row.kwargs[name] for name in names}))
        for row, their in zip(rows, addresses_of(theirs), strict=True)
        for count in range(1, len(row.ids) + 1)
        for names in combinations(sorted(row.ids), count)
    ]
    with_ids = [row for row in rows if row.ids]
    assert len(paths) > len(with_ids) > 30
    client, before = sign_in(theirs.lead), everything()
    answers = shut(rows, client, paths, ours)
    assert everything() == before
    assert sum(answers.values()) == 4 * len(paths)
    tell("the rival trust's lead, with our ids at their own", len(paths), answers)


def test_ids_of_ours_in_the_rivals_forms_change_nothing(ours, theirs, sign_in):
    client = sign_in(theirs.lead)
    rows = {row.name: row for row in addresses_of(theirs)}
    begun = rows["start"].post | {"schools": [ours.schools[0].pk]}
    element = ours.garden.tree.elements[0].pk
    issue = {
        "issue-TOTAL_FORMS": "1",
        "issue-0-pk": str(ours.issue.pk),
        "issue-0-text": "Taken over.",
        "initial-issue-0-text": "",
    }
    before = everything()
    for name, post, said in (
        ("start", begun, "is not one of the available choices"),
        ("start", rows["start"].post | {"framework": ours.own.pk}, "Select a valid choice"),
        ("priority", rows["priority"].post | issue, "not part of this priority"),
        ("add_priority", {"element": element}, "not part of this framework"),
    ):
        answer = client.post(rows[name].at(theirs.trust), post)
        page = answer.content.decode()
        assert said in page, name
        assert ours.words not in page
        assert OURS not in page
    assert everything() == before


@pytest.mark.parametrize("role", Role)
def test_each_role_gets_what_its_permissions_say(ours, sign_in, role, tell):
    """What is expected of an address follows from its row and the role's permissions alone."""
    client, before, answers = sign_in(ours.people[role]), everything(), Counter()
    rows = addresses_of(ours)
    for row in rows:
        path = row.at(ours.trust)
        asked = [("GET", row.read)] if row.read else []
        asked += [("POST", row.write)] if row.write else []
        for method, needed in asked:
            shown = row.is_shown_to(role)
            if method == "POST" and needed in role.permissions and shown:
                continue  # what a save does is told elsewhere: here it would change what is next
            for headers in ({}, HTMX):
                answer = client.generic(method, path, headers=headers)
                if answer.status_code == 302:  # a row's form opens in the plan
                    answer = client.get(answer.url)
                expected = 403 if needed not in role.permissions else 200 if shown else 404
                told = body(answer)
                assert answer.status_code == expected, (method, path, answer.status_code)
                if expected != 200:
                    assert_tells_nothing(told.decode(), ours)
                answers[expected] += 1
    assert everything() == before
    assert answers[200] >= 6
    assert bool(answers[403]) == (role is not Role.LEAD)
    assert bool(answers[404]) == (role is not Role.LEAD)
    tell(role.label, len(rows), answers)


@pytest.mark.parametrize("role", [Role.SCHOOL_LEAD, Role.REVIEWER, Role.FACILITATOR])
def test_no_page_of_a_role_of_part_of_the_trust_tells_of_the_rest(ours, sign_in, role):
    """A school lead reads no other school's ratings, a reviewer nothing that was not shared."""
    client, rows = sign_in(ours.people[role]), addresses_of(ours)
    pages = [client.get(row.at(ours.trust)) for row in rows if row.read]
    read = [page for page in pages if page["Content-Type"].startswith("text/")]
    told = b"".join(body(page) for page in read if page.status_code == 200).decode()
    other, invited = ours.schools[1].name, ours.invitation.email
    assert (other in told) == (role is Role.REVIEWER)
    assert (ours.garden.title in told) == (role is Role.SCHOOL_LEAD)
    assert (ours.open.title in told) == (role is Role.SCHOOL_LEAD), "of their own school"
    assert f"{ours.words}: issue" not in told
    assert invited not in told


def assert_tells_nothing(page: str, house: House) -> None:
    assert house.words not in page
    assert house.open.title not in page
    assert house.trust.name not in page


def test_a_refusal_names_what_the_role_does_not_let_one_do(ours, sign_in):
    answer = sign_in(ours.board).post(reverse("agree", args=[ours.trust.slug, ours.open.pk]))
    assert answer.status_code == 403
    said = "Your role does not let you agree ratings and reopen them."
    assert said in answer.content.decode()


def test_a_stranger_is_sent_to_sign_in(ours, client, tell):
    rows = addresses_of(ours)
    private = [(row, row.at(ours.trust)) for row in rows]
    private += [
        (Address(plain.name, write=True), reverse(plain.name, kwargs=plain.kwargs))
        for plain in PLAIN
        if not plain.is_public
    ]
    before, answers = everything(), Counter()
    for row, path in private:
        for method, is_piece, answer in ways(row, client, path):
            if is_piece:
                assert answer.status_code == 401, (method, path)
                assert answer.content == b"You are signed out. Nothing was saved."
            elif method == "POST" and answer.status_code == 401:
                assert b"<h1>You are signed out, and nothing was saved</h1>" in answer.content
                assert ours.trust.name.encode() not in answer.content
            else:
                assert answer.status_code == 302, (method, path)
                assert answer.url == f"{reverse('account_login')}?next={quote(path)}"
                assert answer.content == b""
            answers[answer.status_code] += 1
    assert everything() == before
    assert answers[302] >= len(private)  # each page; and each click that carries no words
    assert answers[302] + answers[401] == 4 * len(private)
    tell("a stranger", len(private), answers)


def test_public_pages_are_the_ones_listed_and_tell_nothing_of_trusts(ours, client):
    public = [plain for plain in PLAIN if plain.is_public]
    before, answers = everything(), Counter()
    for plain in public:
        path = reverse(plain.name, kwargs=plain.kwargs)
        for headers in ({}, HTMX):
            answer = client.get(path, headers=headers)
            assert answer.status_code in (200, 302, 404), path
            if answer.status_code == 302:
                assert answer.url in ("/", reverse("account_login")), path
            assert_tells_nothing(answer.content.decode(), ours)
            answers[answer.status_code] += 1
    assert everything() == before
    assert answers[200] > answers[302]
