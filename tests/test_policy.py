"""What every answer says a browser may do, whatever kind of answer it is."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.test import Client, override_settings
from django.urls import include, path, reverse

from .house import House, furnish

pytestmark = pytest.mark.once

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "manifest-src 'self'",
}


@login_not_required
def broken(request):
    """A page with a fault in it, for the answer to that."""
    raise RuntimeError("This is broken on purpose.")


urlpatterns = [path("broken/", broken), path("", include("matcap.urls"))]

KINDS = {
    "a page": (200, "text/html"),
    "a piece": (200, "text/html"),
    "a PDF": (200, "application/pdf"),
    "a spreadsheet": (200, "text/csv"),
    "a conflict": (409, "text/html"),
    "a refusal": (422, "text/html"),
    "not for the role": (403, "text/html"),
    "nothing here": (404, "text/html"),
    "no such address": (404, "text/html"),
    "a method it does not take": (405, "text/html"),
    "too much": (400, "text/html"),
    "without a token": (403, "text/html"),
    "without a token, to htmx": (403, "text/html"),
    "signed out": (302, "text/html"),
    "signed out, to htmx": (401, "text/plain"),
    "the sign-in page": (200, "text/html"),
    "a fault of ours": (500, "text/html"),
}


def answers(house: House) -> dict[str, object]:
    """An answer of each of KINDS."""
    lead, board, stranger = Client(raise_request_exception=False), Client(), Client()
    checked = Client(enforce_csrf_checks=True)
    for client, user in ((lead, house.lead), (board, house.board), (checked, house.lead)):
        client.force_login(user)

    def at(name, **kwargs):
        return reverse(name, kwargs={"trust": house.trust.slug} | kwargs)

    now, htmx = {"assessment": house.agreed.pk}, {"HX-Request": "true"}
    rate = at("rate", assessment=house.open.pk, code="1A")
    return {
        "a page": lead.get(at("heat_map", **now)),
        "a piece": lead.get(at("rubric", slug="mat-capacity", version="1.0"), headers=htmx),
        "a PDF": lead.get(at("heat_map_pdf", **now)),
        "a spreadsheet": lead.get(at("heat_map_csv", **now)),
        "a conflict": lead.post(rate, {"version": "1", "level": "R"}),
        "a refusal": lead.post(rate, {"version": "x"}),
        "not for the role": board.get(at("start")),
        "nothing here": lead.get(at("heat_map", assessment=10**9)),
        "no such address": lead.get("/no/such/address/"),
        "a method it does not take": lead.delete(rate),
        "too much": lead.post(rate, {"evidence": "x" * 3 * 1024 * 1024}),
        "without a token": checked.post(rate, {"version": "1"}),
        "without a token, to htmx": checked.post(rate, {"version": "1"}, headers=htmx),
        "signed out": stranger.get(rate),
        "signed out, to htmx": stranger.post(rate, headers=htmx),
        "the sign-in page": stranger.get(reverse("account_login")),
        "a fault of ours": lead.get("/broken/"),
    }


@pytest.fixture(scope="module")
def found(module_db) -> dict[str, object]:
    """An answer of each of KINDS, asked for once."""
    with override_settings(ROOT_URLCONF=__name__):
        return answers(furnish("Fernleigh Trust"))


def test_every_kind_of_answer_has_the_policy(db, found):
    kinds = {
        name: (answer.status_code, answer["Content-Type"].split(";")[0])
        for name, answer in found.items()
    }
    assert kinds == KINDS
    for name, answer in found.items():
        policy = answer["Content-Security-Policy"]
        assert {part.strip() for part in policy.split(";")} == POLICY, name
        assert "unsafe" not in policy, name
        assert answer["X-Frame-Options"] == "DENY", name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["Referrer-Policy"] == "same-origin", name


def test_every_refusal_says_what_to_do(db, found):
    for name, said in (
        ("not for the role", "Your role does not let you start an assessment."),
        (
            "nothing here",
            "The address may be mistyped, or it belongs to a trust that you are not in",
        ),
        ("no such address", "The address may be mistyped"),
        ("too much", "copy the text first"),
        ("without a token", "Go back, reload the page and save again."),
        ("without a token, to htmx", "Not saved yet: this page is older than your last sign-in."),
        ("signed out, to htmx", "You are signed out. Nothing was saved."),
        ("a fault of ours", "Nothing you had saved is lost."),
    ):
        assert said in found[name].content.decode(), name
    assert "broken on purpose" not in found["a fault of ours"].content.decode()
