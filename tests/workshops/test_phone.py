"""The phone's pages: who is let in, what they show and what they never show, and their cost."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frameworks.loader import load
from frameworks.models import Framework
from matcap.trusts.models import Membership
from matcap.workshops import limits
from matcap.workshops.actions import end, reveal, show, start, vote, vote_again
from matcap.workshops.codes import new_code
from matcap.workshops.models import Round, Vote, Workshop
from matcap.workshops.voters import COOKIE

from ..conftest import begin, rate
from ..frameworks.instruments import DATA
from ..pages import read
from .conftest import Phone, element_of, level_of

WORDS = "What only the trust knows"


def chosen_in(page) -> list[str]:
    return [
        button.attrs["value"]
        for button in read(page).find("button", name="level")
        if button.attrs["aria-pressed"] == "true"
    ]


# ── the code ──────────────────────────────────────────────────────────────────────────────


def test_the_code_as_typed_leads_to_the_workshop(client, shown):
    code = "2C3D4F"
    Workshop.objects.update(code=code)
    typed = f" {code[:3].lower()}-{code[3:].lower()} "
    answer = client.get(reverse("enter_code"), {"code": typed})
    assert answer.url == reverse("vote", args=[code])
    assert client.get(reverse("vote", args=[code.lower()])).url == answer.url


def test_what_cannot_be_a_code_is_asked_for_again(client, db):
    answer = client.get(reverse("enter_code"), {"code": "<b>"})
    assert answer.status_code == 422
    assert "No workshop has the code “<b>”" in read(answer).text
    assert client.get(reverse("vote", args=["nonsense"])).status_code == 404


def test_a_code_of_no_workshop_is_said_plainly(client, shown):
    answer = client.get(reverse("vote", args=[new_code()]))
    assert answer.status_code == 404
    assert "No workshop has the code" in read(answer).text
    assert COOKIE not in answer.cookies


# ── guests ────────────────────────────────────────────────────────────────────────────────


def test_a_guest_is_known_by_a_cookie_that_scripts_cannot_read(client, shown):
    answer = client.get(reverse("vote", args=[shown.workshop.code]))
    cookie = answer.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == reverse("vote", args=[shown.workshop.code])
    assert cookie["max-age"] == 12 * 3600
    assert COOKIE not in client.get(reverse("vote", args=[shown.workshop.code])).cookies


def test_a_guest_votes_and_changes_the_vote(phone, shown):
    page = phone.votes(shown, "AR")
    assert page.status_code == 200
    assert "You chose Amber Red. You can change it until it is revealed." in read(page).text
    assert chosen_in(phone.votes(shown, "AG")) == ["AG"]
    assert chosen_in(phone.opens()) == ["AG"]
    assert Vote.objects.get().level.code == "AG"


def test_without_javascript_a_vote_leads_back_to_the_page(phone, shown):
    answer = phone.client.post(phone.address, {"at": shown.pk, "level": "G"}, follow=True)
    assert answer.redirect_chain == [(phone.address, 302)]
    assert chosen_in(answer) == ["G"]
    assert "See if anything has changed" in read(answer).text


def test_two_phones_have_a_vote_each(phone, shown):
    phone.votes(shown, "R")
    other = Phone(shown)
    assert chosen_in(other.opens()) == []
    other.votes(shown, "R")
    assert Vote.objects.count() == 2


def test_a_cookie_made_up_or_of_another_workshop_is_a_new_phone(phone, shown, lead):
    phone.votes(shown, "R")
    real = phone.client.cookies[COOKIE].value
    end(workshop=shown.workshop, by=lead)
    now = start(
        assessment=shown.workshop.assessment,
        element=shown.element_id,
        allows_guests=True,
        by=lead,
    )
    for forged in (real, "phone 1:abc:def"):
        client = Client()
        client.cookies[COOKIE] = forged
        other = Phone(now, client)
        answer = other.opens()
        assert chosen_in(answer) == []
        assert answer.cookies[COOKIE].value != forged


def test_a_guests_pages_tell_nothing_of_the_trust_but_its_name(phone, shown, assessment, lead):
    rate(assessment, "2B", "AR", lead, evidence=WORDS, reason=WORDS)
    phone.votes(shown, "G")
    pages = [phone.opens(), phone.looks()]
    reveal(workshop=shown.workshop, at=shown.pk, by=lead)
    pages += [phone.opens(), phone.looks()]
    for page in pages:
        told = page.content.decode()
        assert "2B Workforce" in told or shown.shown.name in told
        assert WORDS not in told
        assert assessment.title not in told
        assert lead.name not in told
        assert "/t/" not in told


# ── people of the trust ───────────────────────────────────────────────────────────────────


def test_without_guests_a_stranger_is_asked_to_sign_in(client, members_shown):
    phone = Phone(members_shown, client)
    page = read(phone.opens())
    assert "This workshop is for people of Fernleigh Trust." in page.text
    assert members_shown.shown.name not in page.text
    (link,) = (one for one in page.find("a") if "next=" in one.attrs["href"])
    assert link.attrs["href"] == f"{reverse('account_login')}?next={phone.address}"
    assert phone.votes(members_shown, "G").status_code == 403
    assert not Vote.objects.exists()


def test_without_guests_somebody_of_another_trust_is_turned_away(
    sign_in, members_shown, rival_lead
):
    phone = Phone(members_shown, sign_in(rival_lead))
    assert phone.opens().status_code == 403
    assert phone.looks().status_code == 403
    answer = phone.votes(members_shown, "G")
    assert answer.status_code == 403
    assert members_shown.shown.name not in answer.content.decode()
    assert not Vote.objects.exists()


def test_a_person_of_the_trust_has_one_vote_on_all_their_devices(sign_in, members_shown, board):
    first, second = (Phone(members_shown, sign_in(board)) for _ in range(2))
    first.opens()
    first.votes(members_shown, "R")
    assert chosen_in(second.opens()) == ["R"]
    second.votes(members_shown, "G")
    assert Vote.objects.get().level.code == "G"


def test_somebody_removed_from_the_trust_votes_no_more(sign_in, members_shown, board):
    phone = Phone(members_shown, sign_in(board))
    phone.opens()
    Membership.objects.get(user=board).delete()
    assert phone.votes(members_shown, "G").status_code == 403
    assert not Vote.objects.exists()


# ── what is refused ───────────────────────────────────────────────────────────────────────


def test_a_vote_after_the_reveal_is_told_and_shown_where_the_room_is(phone, shown, lead):
    Phone(shown).votes(shown, "R")
    reveal(workshop=shown.workshop, at=shown.pk, by=lead)
    answer = phone.votes(shown, "G")
    assert answer.status_code == 409
    assert "That vote is over, so nothing was counted." in read(answer).text
    assert "You did not vote in this round." in read(answer).text
    assert Vote.objects.count() == 1


def test_a_vote_for_an_element_left_behind_is_not_one_for_the_next(phone, shown, assessment, lead):
    show(workshop=shown.workshop, element=element_of(assessment, "1A"), at=shown.pk, by=lead)
    answer = phone.votes(shown, "G")
    assert answer.status_code == 409
    assert "1A" in read(answer).one("h1").text
    assert not Vote.objects.exists()


def test_a_vote_in_another_trusts_workshop_by_its_round_is_none(
    phone, shown, rival, framework, rival_lead
):
    theirs = begin(rival, framework, rival_lead)
    other = start(assessment=theirs, element=shown.element_id, allows_guests=False, by=rival_lead)
    assert phone.votes(shown, "G", at=other.pk).status_code == 409
    assert not Vote.objects.exists()


@pytest.mark.parametrize("level", ["SOWN", "", "Z", "1", "g"])
def test_a_level_of_another_scale_is_told(phone, shown, level):
    load([DATA / "four-stages.yaml"])
    answer = phone.votes(shown, level)
    assert answer.status_code == 422
    said = "Choose one of these." if not level else "That level is not on this framework's scale."
    assert said in read(answer).text
    assert not Vote.objects.exists()


@pytest.mark.parametrize("at", ["", "x", "-1", str(2**70)])
def test_a_round_that_is_none_is_told(phone, shown, at):
    assert phone.votes(shown, "G", at=at).status_code == 422
    assert not Vote.objects.exists()


def test_after_the_workshop_phones_are_told_and_stop_asking(phone, shown, lead):
    end(workshop=shown.workshop, by=lead)
    assert phone.opens().status_code == 410
    assert phone.looks().status_code == 286
    assert phone.votes(shown, "G").status_code == 286
    assert Phone(shown).opens().status_code == 410
    for page in (phone.opens(), phone.looks()):
        assert "The workshop has ended" in read(page).one("h1").text


def test_a_workshop_is_over_by_itself(phone, shown):
    Workshop.objects.update(good_until=timezone.now() - timedelta(seconds=1))
    assert phone.opens().status_code == 410
    assert phone.looks().status_code == 286


# ── hidden until it is revealed ───────────────────────────────────────────────────────────


def test_what_others_chose_is_nowhere_before_the_reveal(phone, shown, sign_in, lead):
    screen = reverse("workshop", args=[shown.workshop.assessment.trust.slug, shown.workshop.pk])
    outcomes = reverse(
        "workshop_outcomes",
        args=[shown.workshop.assessment.trust.slug, shown.workshop.assessment_id],
    )
    leads = sign_in(lead)

    def seen():
        pages = [phone.opens(), phone.looks(), leads.get(screen), leads.get(outcomes)]
        pages.append(leads.get(screen, headers={"HX-Request": "true"}))
        return [without_tokens(page) for page in pages]

    ballots = [f"phone {number}" for number in range(5)]
    pages = []
    for levels in ("R R R R R", "G G G G G"):
        for voter, code in zip(ballots, levels.split(), strict=True):
            vote(shown=shown, voter=voter, level=level_of(shown.workshop.assessment, code))
        pages.append(seen())
    assert pages[0] == pages[1]
    assert "5 have voted" in pages[0][2]
    reveal(workshop=shown.workshop, at=shown.pk, by=lead)
    assert all("5 votes" in page or "5 vote" in page for page in seen())


def without_tokens(page) -> str:
    """A page's words, and what its elements say of themselves, without the token of its forms."""
    nodes = [node for node in read(page).all if node.attrs.get("name") != "csrfmiddlewaretoken"]
    return f"{[(node.tag, sorted(node.attrs.items())) for node in nodes]} {read(page).text}"


def test_after_the_reveal_a_phone_shows_the_bars_and_its_own_choice(phone, shown, lead):
    phone.votes(shown, "AR")
    Phone(shown).votes(shown, "G")
    reveal(workshop=shown.workshop, at=shown.pk, by=lead)
    page = read(phone.looks(seen=shown.stage))
    assert "You chose Amber Red." in page.text
    bars = [bar.text for bar in page.one("ul", class_="vote-bars").find("li")]
    assert bars == [
        "R Red 0 votes",
        "AR Amber Red 1 vote",
        "AG Amber Green 0 votes",
        "G Green 1 vote",
    ]
    assert page.find("button", name="level") == []


# ── following the screen ──────────────────────────────────────────────────────────────────


def test_a_look_says_nothing_until_something_changes(phone, shown, assessment, lead):
    stage = shown.stage
    assert phone.looks(seen=stage).status_code == 204
    phone.votes(shown, "G")
    Phone(shown).votes(shown, "R")
    assert phone.looks(seen=stage).status_code == 204, "votes change nothing"
    shown = reveal(workshop=shown.workshop, at=shown.pk, by=lead)
    assert phone.looks(seen=stage).status_code == 200
    assert phone.looks(seen=shown.stage).status_code == 204
    again = vote_again(workshop=shown.workshop, at=shown.pk, by=lead)
    page = read(phone.looks(seen=shown.stage))
    assert "Round 2: what do you say now?" in page.text
    then = show(workshop=again.workshop, element=element_of(assessment, "1A"), at=again.pk, by=lead)
    assert read(phone.looks(seen=again.stage)).one("h1").text.startswith("1A ")
    assert phone.looks(seen=then.stage).status_code == 204


@pytest.fixture
def counted(django_assert_num_queries):
    return django_assert_num_queries


def test_a_look_costs_one_query_and_at_most_three(phone, shown, lead, counted):
    phone.looks()
    with counted(1):
        assert phone.looks(seen=shown.stage).status_code == 204
    with counted(2):
        phone.looks()
    phone.votes(shown, "G")
    reveal(workshop=shown.workshop, at=shown.pk, by=lead)
    with counted(3):
        phone.looks(seen=shown.stage)
    assert not Session.objects.exists()


def test_a_look_by_a_person_of_the_trust_costs_no_more(sign_in, members_shown, board, counted):
    phone = Phone(members_shown, sign_in(board))
    phone.opens()
    with counted(1):
        assert phone.looks(seen=members_shown.stage).status_code == 204


def test_a_vote_costs_the_same_among_many(phone, shown):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert phone.votes(shown, "G").status_code == 200
        return len(captured)

    phone.votes(shown, "R")
    alone = cost()
    for number in range(30):
        vote(shown=shown, voter=str(number), level=Framework.objects.get().levels.first().pk)
    assert cost() == alone <= 8


# ── wrong codes ───────────────────────────────────────────────────────────────────────────


def guess(client, times: int, address: str = "203.0.113.7") -> list[int]:
    return [
        client.get(reverse("vote", args=[new_code()]), REMOTE_ADDR=address).status_code
        for _ in range(times)
    ]


def test_a_hall_behind_one_address_comes_in_with_the_right_code(shown):
    for _ in range(200):
        assert Phone(shown).opens().status_code == 200


def test_wrong_codes_from_an_address_shut_it_out_for_a_while(shown, client):
    inside = Phone(shown)
    inside.client.get(inside.address, REMOTE_ADDR="203.0.113.7")
    assert set(guess(client, 60)) == {404}
    assert set(guess(client, 3)) == {429}
    right = reverse("vote", args=[shown.workshop.code])
    assert client.get(right, REMOTE_ADDR="203.0.113.7").status_code == 429, "or it could be guessed"
    assert client.get(right, REMOTE_ADDR="198.51.100.1").status_code == 200
    answer = inside.client.get(inside.address, REMOTE_ADDR="203.0.113.7")
    assert answer.status_code == 200, "who is in the vote already can go on"


def test_wrong_codes_from_many_addresses_are_counted_together(shown, client, monkeypatch):
    monkeypatch.setitem(limits.CONFIG, limits.ACTION, "60/5m/ip,5/5m/key")
    answers = [guess(client, 1, f"203.0.113.{number}")[0] for number in range(7)]
    assert answers == [404] * 5 + [429] * 2


def test_every_round_has_a_state_of_its_own(shown, lead, assessment):
    stages = {shown.stage}
    vote(shown=shown, voter="ann", level=level_of(assessment, "G"))
    stages.add(reveal(workshop=shown.workshop, at=shown.pk, by=lead).stage)
    stages.add(vote_again(workshop=shown.workshop, at=shown.pk, by=lead).stage)
    assert len(stages) == 3
    assert Round.objects.count() == 2
