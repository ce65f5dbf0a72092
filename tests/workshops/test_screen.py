"""The big screen, and what its lead does there."""

import pytest
from django.urls import reverse

from matcap.assessments.actions import agree
from matcap.trusts.roles import Role
from matcap.workshops.actions import end, reveal, vote
from matcap.workshops.models import Round, Workshop

from ..conftest import person, rate, rate_all, rating_of
from ..pages import read
from .conftest import level_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(sign_in, lead):
    return sign_in(lead)


def at(shown, name="workshop") -> str:
    return reverse(name, args=[shown.workshop.assessment.trust.slug, shown.workshop.pk])


def voted(shown, *levels) -> None:
    for number, code in enumerate(levels):
        level = level_of(shown.workshop.assessment, code)
        vote(shown=shown, voter=f"phone {number}", level=level)


def revealed(shown, by, *levels):
    voted(shown, *levels)
    return reveal(workshop=shown.workshop, at=shown.pk, by=by)


def outcome(shown, **instead) -> dict:
    rating = rating_of(shown.workshop.assessment, shown.shown.code)
    sent = {"at": shown.pk, "level": "AG", "reason": "Posts are filled.", "version": rating.version}
    return sent | instead


# ── starting ──────────────────────────────────────────────────────────────────────────────


def test_it_starts_from_an_element(client, trust, assessment):
    address = reverse("start_workshop", args=[trust.slug, assessment.pk])
    page = read(client.get(address, {"element": "2B"}))
    (chosen,) = (one for one in page.find("option") if "selected" in one.attrs)
    assert chosen.attrs["value"] == "2B"
    answer = client.post(address, {"element": "2B", "allows_guests": "yes"})
    shown = Round.objects.get()
    assert answer.url == at(shown)
    assert (shown.shown.code, shown.workshop.allows_guests) == ("2B", True)
    assert client.get(address).url == at(shown), "one at a time"
    page = read(client.get(address, {"element": "4A"}, follow=True))
    (offered,) = (one for one in page.find("option") if "selected" in one.attrs)
    assert offered.attrs["value"] == "4A"


@pytest.mark.parametrize("element", ["", "9Z"])
def test_it_starts_with_an_element_of_the_framework_only(client, trust, assessment, element):
    address = reverse("start_workshop", args=[trust.slug, assessment.pk])
    answer = client.post(address, {"element": element})
    assert answer.status_code == 422
    assert "Choose an element of this framework." in read(answer).text
    assert not Workshop.objects.exists()


def test_guests_come_in_only_where_the_lead_says_so(client, trust, assessment):
    client.post(reverse("start_workshop", args=[trust.slug, assessment.pk]), {"element": "1A"})
    assert not Workshop.objects.get().allows_guests


def test_an_agreed_assessment_has_no_workshop(client, trust, agreed):
    address = reverse("start_workshop", args=[trust.slug, agreed.pk])
    assert "This assessment is agreed. Reopen it to change it." in read(client.get(address)).text
    assert client.post(address, {"element": "1A"}).status_code == 422
    assert not Workshop.objects.exists()


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.BOARD, Role.SCHOOL_LEAD])
def test_only_who_agrees_ratings_starts_or_steers(sign_in, trust, shown, schools, role):
    terms = {"schools": schools[:1]} if role.is_of_schools else {}
    client = sign_in(person(trust, "Vera Voter", role, **terms))
    start = reverse("start_workshop", args=[trust.slug, shown.workshop.assessment_id])
    assert client.get(start).status_code == 403
    assert client.get(at(shown)).status_code == 403
    for name in ("reveal_votes", "vote_again", "show_element", "keep_outcome", "end_workshop"):
        assert client.post(at(shown, name), {"at": shown.pk}).status_code == 403
    shown.workshop.refresh_from_db()
    assert shown.workshop.closed == ""


# ── the screen ────────────────────────────────────────────────────────────────────────────


def test_the_screen_says_where_to_go_and_how_many_have_voted(client, shown):
    voted(shown, "R", "G", "G")
    page = read(client.get(at(shown)))
    assert page.one("h1").text.startswith("2B ")
    assert "testserver/vote/" in page.text
    assert page.one("b", class_="code-to-type").text == shown.workshop.code
    assert page.one("svg", class_="qr-code").one("path").attrs["d"].startswith("M4 4h1v1h-1z")
    assert "3 have voted" in page.text
    assert "No account needed." in page.text


def test_a_look_brings_the_count_alone_and_only_when_it_changed(client, shown, lead):
    def looks(**seen):
        return client.get(at(shown), {"seen": shown.stage} | seen, headers=HTMX)

    assert looks(voted=0).status_code == 204
    voted(shown, "R")
    answer = looks(voted=0)
    assert answer["HX-Retarget"] == "#turnout"
    assert "1 has voted" in read(answer).text
    assert looks(voted=1).status_code == 204
    stage = shown.stage
    now = reveal(workshop=shown.workshop, at=shown.pk, by=lead)
    answer = client.get(at(shown), {"seen": stage, "voted": 1}, headers=HTMX)
    assert "HX-Retarget" not in answer
    assert "1 vote" in read(answer).text
    answer = client.get(at(shown), {"seen": now.stage, "voted": 1}, headers=HTMX)
    assert answer.status_code == 204, "a reason that is being typed stays"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["a form", "htmx"])
def test_a_whole_vote_from_the_reveal_to_the_next_element(client, shown, assessment, headers):
    voted(shown, "AR", "AG", "AG")

    def press(name, **sent):
        answer = client.post(
            at(shown, name), {"at": Round.objects.latest("pk").pk} | sent, headers=headers
        )
        assert answer.status_code == (200 if headers else 302)
        return read(answer if headers else client.get(answer.url))

    page = press("reveal_votes")
    bars = [bar.one("progress").attrs for bar in page.one("ul", class_="vote-bars").find("li")]
    assert [(bar["value"], bar["max"]) for bar in bars] == [
        ("0", "2"),
        ("1", "2"),
        ("2", "2"),
        ("0", "2"),
    ]
    assert "Round 2: everybody votes again." in press("vote_again").text
    voted(Round.objects.latest("pk"), "AG", "AG")
    press("reveal_votes")
    page = press("keep_outcome", **{k: v for k, v in outcome(shown).items() if k != "at"})
    assert "Kept: AG Amber Green. Posts are filled." in page.text
    (offered,) = (one for one in page.find("option") if "selected" in one.attrs)
    assert offered.attrs["value"] == "3A"
    assert press("show_element", element="5B").one("h1").text.startswith("5B ")
    rating = rating_of(assessment, "2B")
    assert (rating.level.code, rating.reason) == ("AG", "Posts are filled.")


def test_a_press_on_an_old_page_is_told_and_shown_what_is(client, shown, lead):
    first = revealed(shown, lead, "R")
    client.post(at(shown, "vote_again"), {"at": first.pk})
    answer = client.post(at(shown, "vote_again"), {"at": first.pk})
    assert answer.status_code == 409
    assert "The workshop has moved on since you opened this page." in read(answer).text
    assert Round.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"level": "SOWN"}, 422, "That level is not on this framework's scale."),
        ({"level": ""}, 422, "Choose the level that you agreed."),
        ({"reason": " "}, 409, "Say why: the reason is kept with the rating."),
    ],
)
def test_an_outcome_that_cannot_be_kept_stays_on_the_screen(
    client, shown, lead, assessment, sent, status, said
):
    revealed(shown, lead, "R")
    answer = client.post(at(shown, "keep_outcome"), outcome(shown, **sent))
    assert answer.status_code == status
    page = read(answer)
    assert said in page.text
    assert page.one("textarea", name="reason").text == outcome(shown, **sent)["reason"].strip()
    assert rating_of(assessment, "2B").level is None


def test_somebody_elses_change_is_shown_before_it_is_replaced(
    client, shown, lead, contributor, assessment
):
    revealed(shown, lead, "R")
    sent = outcome(shown)
    rate(assessment, "2B", "R", contributor, reason="Bob's reason.")
    answer = client.post(at(shown, "keep_outcome"), sent)
    assert answer.status_code == 409
    page = read(answer)
    assert "Bob Contributor changed this rating while you were talking." in page.text
    assert "It says now: Red." in page.text
    assert "Bob's reason." in page.text
    assert page.one("textarea", name="reason").text == "Posts are filled."
    version = page.one("input", name="version").attrs["value"]
    assert client.post(at(shown, "keep_outcome"), sent | {"version": version}).status_code == 302
    assert rating_of(assessment, "2B").reason == "Posts are filled."


def test_after_the_end_the_screen_leads_to_the_outcomes(client, trust, shown, lead):
    outcomes = reverse("workshop_outcomes", args=[trust.slug, shown.workshop.assessment_id])
    answer = client.post(at(shown, "end_workshop"))
    assert answer.url == outcomes
    assert client.get(at(shown)).url == outcomes
    assert client.get(at(shown), headers=HTMX)["HX-Redirect"] == outcomes
    answer = client.post(at(shown, "reveal_votes"), {"at": shown.pk}, follow=True)
    assert "This workshop has ended." in read(answer).text


def test_an_assessment_agreed_meanwhile_ends_the_steering(client, shown, assessment, lead):
    rate_all(assessment, lead)
    agree(assessment=assessment, by=lead)
    answer = client.post(at(shown, "reveal_votes"), {"at": shown.pk}, follow=True)
    assert "This assessment is agreed." in read(answer).text


# ── what came of it ───────────────────────────────────────────────────────────────────────


def test_the_counts_of_each_round_and_the_outcome_stay(client, trust, shown, lead, sign_in):
    revealed(shown, lead, "R", "G")
    client.post(at(shown, "vote_again"), {"at": shown.pk})
    second = revealed(Round.objects.latest("pk"), lead, "AG", "AG")
    client.post(at(shown, "keep_outcome"), outcome(second))
    client.post(at(shown, "show_element"), {"at": second.pk, "element": "1A"})
    end(workshop=shown.workshop, by=lead)
    address = reverse("workshop_outcomes", args=[trust.slug, shown.workshop.assessment_id])
    page = read(client.get(address))
    (section,) = page.find("section", class_="panel")
    assert "Amber Green. Posts are filled." in section.text
    votes = [[bar.one("b").text for bar in bars.find("li")] for bars in section.find("ul")]
    assert votes == [
        ["1 vote", "0 votes", "0 votes", "1 vote"],
        ["0 votes", "0 votes", "2 votes", "0 votes"],
    ]
    assert sign_in(person(trust, "Bea Board", Role.BOARD)).get(address).status_code == 403


def test_each_page_takes_the_same_few_queries_for_many_votes(
    client, trust, shown, lead, django_assert_max_num_queries
):
    outcomes = reverse("workshop_outcomes", args=[trust.slug, shown.workshop.assessment_id])
    client.get(at(shown))
    for number in range(3):
        for address in (at(shown), outcomes):
            with django_assert_max_num_queries(10):
                client.get(address)
        now = Round.objects.latest("pk")
        revealed(now, lead, *["R", "G"] * (5 * number + 1))
        with django_assert_max_num_queries(10):
            assert client.get(at(shown)).status_code == 200
        client.post(at(shown, "vote_again"), {"at": now.pk})
