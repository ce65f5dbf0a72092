"""People are invited, join, and are removed, each in a browser of their own."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Locator, expect

from matcap.accounts.actions import open_account
from matcap.trusts.actions import grant_role
from matcap.trusts.roles import Role

from ..conftest import PASSWORD
from .looks import faults_of
from .steps import button, evidence_of, open_element, sign_in_by_form, stored

WIDE = {"width": 1280, "height": 800}


def link_in_email() -> str:
    """The path of the link in the only email."""
    (email,) = mail.outbox
    return re.search(r"https?://[^/\s]+(/join/\S+)", email.body)[1]


def check(shown: Locator) -> None:
    """Nothing for axe to find, and nothing wider than the screen, on the page that shows this."""
    expect(shown).to_be_visible()
    page = shown.page
    assert faults_of(page) == [], page.url
    page.set_viewport_size(WIDE)


def test_paste_a_list_follow_the_link_and_join(visit, trust, lead, schools):
    hers = visit(lead)
    hers.goto(f"/t/{trust.slug}/people/")
    check(hers.get_by_role("link", name="Invite people").first)
    hers.get_by_role("link", name="Invite people").first.click()
    check(hers.locator("#id_people"))
    hers.locator("#id_people").fill("Nora New <Nora@Example.org>\nnobody")
    hers.get_by_label("School lead: may").check()
    hers.get_by_label("Birchfield").check()
    button(hers, "Look it over").click()
    check(hers.get_by_text("Left out. There is no email address in this line."))
    button(hers, "Send 1 invitation").click()
    check(hers.get_by_text("1 person is invited."))

    theirs = visit()
    theirs.goto(link_in_email())
    check(theirs.get_by_role("link", name="Make an account"))
    theirs.get_by_role("link", name="Make an account").click()
    theirs.get_by_label("Name").fill("Nora New")
    theirs.locator("input[type=password]").fill("a good long passphrase")
    button(theirs, "Open account").click()
    button(theirs, "Join Fernleigh Trust").click()
    expect(theirs.get_by_text("You are in Fernleigh Trust.")).to_be_visible()
    expect(theirs.get_by_text("School lead", exact=True)).to_be_visible()
    hers.reload()
    expect(hers.get_by_role("heading", name="Nora New")).to_be_visible()
    hers.get_by_role("link", name="Activity log").click()
    check(hers.get_by_text("Joined as school lead of Birchfield."))


def test_signed_in_as_somebody_else_they_change_and_join(visit, trust, lead, rival_lead):
    open_account(email="nora@example.org", name="Nora New", password=PASSWORD)
    hers = visit(lead)
    hers.goto(f"/t/{trust.slug}/people/invite/")
    hers.locator("#id_people").fill("nora@example.org")
    hers.get_by_label("Board member: may").check()
    button(hers, "Look it over").click()
    button(hers, "Send 1 invitation").click()
    expect(hers.get_by_text("1 person is invited.")).to_be_visible()  # and the email is sent
    theirs = visit(rival_lead)
    theirs.goto(link_in_email())
    check(button(theirs, "Sign out and go on"))
    button(theirs, "Sign out and go on").click()
    theirs.get_by_role("link", name="Sign in", exact=True).click()
    theirs.get_by_label("Email").fill("NORA@example.org")
    theirs.locator("input[type=password]").fill(PASSWORD)
    theirs.get_by_role("button", name="Sign in", exact=True).click()
    button(theirs, "Join Fernleigh Trust").click()
    expect(theirs.get_by_text("You are in Fernleigh Trust.")).to_be_visible()


def test_a_removed_person_is_out_at_their_next_click(
    visit, trust, lead, contributor, assessment, failures_expected
):
    hers, his = visit(lead), visit(contributor)
    open_element(his, assessment, "1A")
    hers.goto(f"/t/{trust.slug}/people/")
    hers.get_by_role("link", name="Remove Bob Contributor").click()
    check(button(hers, "Remove Bob Contributor"))
    button(hers, "Remove Bob Contributor").click()
    expect(hers.get_by_text("Bob Contributor is no longer in Fernleigh Trust.")).to_be_visible()
    another_tab = his.context.new_page()
    another_tab.goto(f"/t/{trust.slug}/")
    expect(another_tab.get_by_role("heading", name="There is nothing here")).to_be_visible()
    evidence_of(his).fill("After the end.")
    expect(his.locator("#save-state")).to_contain_text("Not saved")
    assert stored(assessment, "1A")["evidence"] == ""


@pytest.mark.once
@pytest.mark.parametrize("scripts", [True, False])
def test_change_between_two_trusts(visit, trust, rival, lead, scripts):
    grant_role(trust=rival, user=lead, role=Role.BOARD)
    page = visit(lead, java_script_enabled=scripts)
    page.goto("/")
    page.get_by_role("link", name="Fernleigh Trust").click()
    page.locator(".switcher summary").click()
    if scripts:
        check(page.get_by_role("link", name="Rival Trust"))
    page.get_by_role("link", name="Rival Trust").click()
    expect(page.get_by_role("heading", level=1, name="Rival Trust")).to_be_visible()


def test_a_trust_is_opened_by_somebody_without_one(visit, db, settings):
    settings.OPEN_TRUSTS = True
    open_account(email="new@example.org", name="New Lead", password=PASSWORD)
    page = visit()
    sign_in_by_form(page, "new@example.org")
    check(page.get_by_role("link", name="Create your trust"))
    page.get_by_role("link", name="Create your trust").click()
    check(page.get_by_label("The trust's full name"))
    page.get_by_label("The trust's full name").fill("Tamar Trust")
    button(page, "Create the trust").click()
    expect(page.get_by_role("heading", level=1, name="Tamar Trust")).to_be_visible()
