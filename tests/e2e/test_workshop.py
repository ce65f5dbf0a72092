"""A workshop in a room: a projector, and phones that sleep, are reloaded and join late."""

import re

import pytest
from playwright.sync_api import Page, expect

from matcap.workshops.actions import vote_again
from matcap.workshops.models import Round, Vote, Workshop

from ..conftest import rating_of
from .conftest import PHONE
from .steps import UNASKED, button, place


@pytest.fixture
def projector(visit, lead, assessment) -> Page:
    """The big screen of a workshop on 2B that lets guests in."""
    page = visit(lead, viewport={"width": 1280, "height": 800})
    page.goto(place(assessment, "workshop/?element=2B"))
    page.get_by_label("Anybody in the room with the code").check()
    button(page, "Start the workshop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^2B "))
    return page


@pytest.fixture
def join(visit, projector):
    """Let a phone in, as somebody does who reads the big screen."""
    code = projector.locator(".code-to-type").inner_text()

    def joined() -> Page:
        page = visit(**PHONE)
        page.goto("/vote/")
        page.get_by_label("The code on the big screen").fill(code.lower())
        button(page, "Go on").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\w\w "))
        return page

    return joined


def tap(phone: Page, level: str) -> None:
    button(phone, re.compile(f"^{level} ")).tap()


def choose(phone: Page, level: str) -> None:
    tap(phone, level)
    expect(phone.get_by_role("status")).to_contain_text(f"You chose {level}.")


def bars(page: Page) -> list[str]:
    """How many chose each level, once that is on the page."""
    expect(page.locator(".vote-bars li")).to_have_count(4)
    return [text.split()[0] for text in page.locator(".bar-votes").all_inner_texts()]


def expect_voted(projector: Page, number: int) -> None:
    expect(projector.locator(".voted b")).to_have_text(str(number))


def agree_on(projector: Page, code: str, reason: str) -> None:
    projector.locator(f"label[for=agreed-{code}]").click()
    projector.get_by_label("Why this rating").fill(reason)
    button(projector, "Keep this outcome").click()
    expect(projector.get_by_text("Kept: ")).to_contain_text(reason)


def test_a_room_votes_talks_votes_again_and_agrees(projector, join, assessment, failures_expected):
    steady, reloaded, sleeper = join(), join(), join()
    choose(steady, "Amber Red")
    choose(reloaded, "Green")
    expect_voted(projector, 2)
    expect(projector.locator(".vote-bars")).to_have_count(0)

    reloaded.reload()
    expect(reloaded.get_by_role("status")).to_contain_text("You chose Green.")
    choose(reloaded, "Amber Green")
    expect_voted(projector, 2)

    sleeper.context.set_offline(True)
    tap(sleeper, "Red")
    alert = sleeper.get_by_role("alert")
    expect(alert).to_contain_text("The server cannot be reached.")
    assert Vote.objects.count() == 2
    sleeper.context.set_offline(False)
    expect(sleeper.get_by_role("status")).to_contain_text("You chose Red.")
    expect(alert).to_be_hidden()
    expect_voted(projector, 3)

    sleeper.context.set_offline(True)
    button(projector, "Reveal the votes").click()
    assert bars(projector) == ["1", "1", "1", "0"]
    assert bars(steady) == ["1", "1", "1", "0"]
    late = join()
    expect(late.get_by_role("status")).to_contain_text("You did not vote in this round.")

    button(projector, "Vote again on 2B").click()
    for phone in (steady, reloaded, late):
        expect(phone.get_by_role("status")).to_contain_text("Round 2: what do you say now?")
        choose(phone, "Amber Green")
    sleeper.context.set_offline(False)
    expect(sleeper.get_by_role("status")).to_contain_text("Round 2: what do you say now?")
    choose(sleeper, "Amber Red")
    expect_voted(projector, 4)
    button(projector, "Reveal the votes").click()
    for page in (projector, steady, sleeper):
        expect(page.locator(".bar-votes").nth(2)).to_contain_text("3")
        assert bars(page) == ["0", "1", "3", "0"]

    agree_on(projector, "AG", "Three schools in four fill their posts.")
    rating = rating_of(assessment, "2B")
    assert (rating.level.code, rating.reason) == ("AG", "Three schools in four fill their posts.")
    projector.get_by_label("Next element").select_option("5B")
    button(projector, "Vote on it").click()
    for page in (projector, steady, late):
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^5B "))
    button(projector, "End the workshop").click()
    expect(projector.get_by_role("heading", level=1)).to_have_text("Votes in workshops")
    expect(projector.get_by_role("heading", level=3)).to_have_count(2)
    for phone in (steady, reloaded, sleeper, late):
        expect(phone.get_by_role("heading", level=1)).to_have_text("The workshop has ended")
    assert [one.number for one in Round.objects.all()] == [1, 2, 1]
    assert Workshop.objects.get().closed == "This workshop has ended."


def test_a_vote_that_did_not_arrive_is_not_given_to_the_next_element(
    projector, join, failures_expected
):
    phone = join()
    phone.context.set_offline(True)
    tap(phone, "Green")
    expect(phone.get_by_role("alert")).to_be_visible()
    button(projector, "Vote on it").click()
    expect(projector.get_by_role("heading", level=1)).to_have_text(re.compile("^3A "))
    phone.context.set_offline(False)
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("^3A "))
    expect(phone.get_by_role("alert")).to_be_hidden()
    assert not Vote.objects.exists()


def test_the_vote_pressed_last_counts(projector, join):
    phone, pressed = join(), []
    phone.route("**/vote/*/", lambda route: pressed.append(route), times=1)
    with phone.expect_request(lambda sent: sent.method == "POST"):
        tap(phone, "Amber Red")
    tap(phone, "Green")
    pressed[0].continue_()
    expect(phone.get_by_role("status")).to_contain_text("You chose Green.")
    assert Vote.objects.get().level.code == "G"


def test_a_reason_that_is_being_typed_is_not_taken_away(projector, join, lead):
    projector.add_init_script(UNASKED)
    projector.reload()
    choose(join(), "Red")
    expect_voted(projector, 1)
    button(projector, "Reveal the votes").click()
    reason = projector.get_by_label("Why this rating")
    projector.locator("label[for=agreed-AR]").click()
    reason.fill("We talked.")
    with projector.expect_response(lambda answer: answer.status == 204):
        pass
    expect(reason).to_have_value("We talked.")

    projector.reload()
    expect(reason).to_have_value("We talked.")
    expect(projector.locator("#agreed-AR")).to_be_checked()
    expect(projector.locator("#unsaved-words")).to_contain_text("are back on this page")

    shown = Round.objects.get()
    vote_again(workshop=shown.workshop, at=shown.pk, by=lead)
    words = projector.locator("#unsaved-words .written")
    expect(words).to_have_text("We talked.")


@pytest.mark.once
def test_a_look_from_before_a_press_does_not_undo_what_is_chosen(projector, join):
    choose(join(), "Red")
    looks = []
    projector.route(re.compile(r"/workshops/\d+/\?"), lambda route: looks.append(route), times=1)
    with projector.expect_request(re.compile(r"/workshops/\d+/\?")):
        pass
    button(projector, "Reveal the votes").click()
    expect(projector.locator(".vote-bars")).to_be_visible()
    onward = projector.get_by_label("Next element")
    onward.select_option("5B")
    with projector.expect_response(lambda answer: answer.status == 204):  # to the look after it
        looks[0].continue_()
    expect(onward).to_have_value("5B")


def test_without_javascript_a_button_says_what_has_changed(visit, projector):
    code = projector.locator(".code-to-type").inner_text()
    phone = visit(java_script_enabled=False, **PHONE)
    phone.goto(f"/vote/{code}/")
    choose(phone, "Green")
    expect_voted(projector, 1)
    button(projector, "Reveal the votes").click()
    expect(projector.locator(".vote-bars")).to_be_visible()
    button(phone, "See if anything has changed").click()
    assert bars(phone) == ["0", "0", "0", "1"]
