"""Every page in every state that looks different, each made as people come to it.

A state is a function that is given a test's fixtures, by name, and returns the page.
"""

import re

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from playwright.sync_api import Page, expect

from matcap.assessments.actions import agree, attach_link
from matcap.planning.actions import add_priority, edit_priority
from matcap.trusts.actions import grant_role, open_trust
from matcap.trusts.roles import Role

from ..conftest import begin, rate, rate_all, rating_of
from . import steps
from .steps import button, evidence_of, expect_saved, mark, place

STATES = {}


class Stage:
    """A test's fixtures, each made when it is named, and pages opened by its people."""

    def __init__(self, request):
        self._request = request

    def __getattr__(self, name: str):
        return self._request.getfixturevalue(name)

    def expect_failures(self) -> None:
        """Say that the server or the network is to refuse something."""
        self._request.getfixturevalue("failures_expected")

    def page(self, address: str, user=None) -> Page:
        page = self.visit(user)
        page.goto(address)
        return page

    def lead_at(self, assessment, page: str = "") -> Page:
        return self.page(place(assessment, page), self.lead)

    def rubric(self, query: str = "") -> Page:
        version = f"{self.framework.slug}/{self.framework.version}"
        return self.page(f"/t/{self.trust.slug}/frameworks/{version}/{query}", self.lead)


def state(make):
    STATES[make.__name__] = make
    return make


# ── signing in ────────────────────────────────────────────────────────────────────────────


@state
def sign_in(stage):
    return stage.page("/account/login/")


@state
def sign_in_refused(stage):
    page = stage.visit()
    steps.sign_in_by_form(page, stage.lead.email, "not the password")
    expect(page.locator(".alert-danger")).to_be_visible()
    return page


@state
def password_reset(stage):
    return stage.page("/account/password/reset/")


@state
def password_reset_sent(stage):
    page = stage.page("/account/password/reset/")
    page.get_by_label("Email").fill(stage.lead.email)
    button(page, "Send me the link").click()
    page.wait_for_url("**/reset/done/")
    return page


@state
def password_reset_link(stage):
    page = stage.page(link_to_set_a_password(stage.lead))
    expect(page.get_by_role("heading", name="Set a password")).to_be_visible()
    return page


@state
def password_reset_link_used_up(stage):
    return stage.page(link_to_set_a_password(stage.lead, key="used-up"))


@state
def sign_up_closed(stage):
    return stage.page("/account/signup/")


@state
def sign_out(stage):
    return stage.page("/account/logout/", stage.lead)


# ── trusts ────────────────────────────────────────────────────────────────────────────────


@state
def choose_a_trust(stage):
    grant_role(trust=stage.rival, user=stage.lead, role=Role.BOARD)
    return stage.page("/", stage.lead)


@state
def in_no_trust(stage):
    stage.lead.memberships.all().delete()
    return stage.page("/", stage.lead)


@state
def home_of_an_empty_trust(stage):
    return stage.page(f"/t/{stage.trust.slug}/", stage.lead)


@state
def home_of_an_empty_trust_for_the_board(stage):
    return stage.page(f"/t/{stage.trust.slug}/", stage.board)


@state
def home(stage):
    _compared(stage)
    _planned(stage)
    return stage.page(f"/t/{stage.trust.slug}/", stage.lead)


@state
def not_found(stage):
    stage.expect_failures()
    return stage.page(f"/t/{open_trust(name='Another').slug}/", stage.lead)


@state
def not_allowed(stage):
    stage.expect_failures()
    return stage.page(f"/t/{stage.trust.slug}/assessments/start/", stage.board)


# ── an assessment ─────────────────────────────────────────────────────────────────────────


@state
def start(stage):
    assert stage.framework
    assert stage.schools
    return stage.page(f"/t/{stage.trust.slug}/assessments/start/", stage.lead)


@state
def start_refused(stage):
    page = stage.lead_at(stage.assessment, "../start/")
    page.get_by_label("Starts on").fill("2026-09-07")
    page.get_by_label("Ratings are due by").fill("2026-09-01")
    button(page, "Start the assessment").click()
    expect(page.locator(".alert-danger")).to_be_visible()
    return page


@state
def overview(stage):
    return stage.lead_at(_with_schools(stage))


@state
def overview_with_long_names(stage):
    assessment = begin(stage.trust, stage.framework, stage.lead, title="Herbst" * 16)
    return stage.lead_at(assessment)


@state
def overview_of_all_rated(stage):
    rate_all(stage.assessment, stage.lead)
    return stage.lead_at(stage.assessment)


@state
def overview_of_an_agreed_one(stage):
    return stage.lead_at(stage.agreed)


@state
def just_agreed(stage):
    rate_all(stage.assessment, stage.lead)
    page = stage.lead_at(stage.assessment)
    button(page, "Agree Autumn 2026").click()
    expect(page.get_by_role("status")).to_contain_text("is agreed")
    return page


@state
def heat_map(stage):
    _compared(stage)
    return stage.lead_at(stage.assessment, "heat-map/")


@state
def heat_map_with_schools(stage):
    return stage.lead_at(_with_schools(stage), "heat-map/")


# ── rating ────────────────────────────────────────────────────────────────────────────────


@state
def rating(stage):
    return stage.lead_at(stage.assessment, "rate/1A/")


@state
def rating_saved_with_history(stage):
    _compared(stage)
    page = stage.lead_at(stage.assessment, "rate/2B/")
    for numeral, code in zip(("i", "ii", "iii", "iv"), ("R", "AR", "AG", "G"), strict=True):
        mark(page, numeral, code)
    steps.choose(page, "Amber Red")
    evidence_of(page).fill("Nine posts were empty in September.")
    expect_saved(page)
    page.get_by_text("History of this rating").click()
    expect(page.locator("#history")).to_contain_text("Amber Red")
    return page


@state
def rating_in_conflict(stage):
    stage.expect_failures()
    page = stage.lead_at(stage.assessment, "rate/1A/")
    rate(stage.assessment, "1A", "G", stage.contributor, evidence="Bob's.", reason="Bob's too.")
    evidence_of(page).fill("Alice's.")
    expect(page.get_by_role("region", name="Bob Contributor changed 1A")).to_be_visible()
    return page


@state
def rating_not_saved(stage):
    stage.expect_failures()
    page = stage.lead_at(stage.assessment, "rate/1A/")
    page.context.set_offline(True)
    evidence_of(page).fill("Three heads could not say.")
    expect(steps.state_of(page)).to_contain_text("Not saved")
    return page


@state
def rating_of_a_school(stage):
    assessment = _with_schools(stage)
    return stage.lead_at(assessment, f"schools/{stage.schools[0].pk}/3C/")


@state
def links_with_a_refused_one_and_a_removed_one(stage):
    stage.expect_failures()
    item = rating_of(stage.assessment, "1A")
    for title in ("Minutes of the trust's board", "Survey"):
        attach_link(rating=item, title=title, address="https://example.org/a", by=stage.lead)
    page = stage.lead_at(stage.assessment, "rate/1A/")
    button(page, "Remove Survey").click()
    expect(page.get_by_text("“Survey” is removed.")).to_be_visible()
    page.get_by_text("Add a link").click()
    page.get_by_label("Web address").fill("nowhere")
    button(page, "Add the link").click()
    expect(page.get_by_text("Give the whole web address")).to_be_visible()
    return page


@state
def rating_agreed_for_the_lead(stage):
    return stage.lead_at(stage.agreed, "rate/2B/")


@state
def rating_for_the_board(stage):
    rate_all(stage.assessment, stage.lead)
    strands = stage.assessment.tree.element_by_code["2B"].strands
    levels = stage.assessment.tree.levels
    marks = {strand.pk: level.pk for strand, level in zip(strands, levels, strict=False)}
    rate(stage.assessment, "2B", "AR", stage.lead, reason="Posts are empty.", marks=marks)
    agree(assessment=stage.assessment, by=stage.lead)
    return stage.page(place(stage.assessment, "rate/2B/"), stage.board)


# ── the plan ──────────────────────────────────────────────────────────────────────────────


@state
def plan_empty_with_examples(stage):
    rate(stage.assessment, "1C", "AR", stage.lead, evidence="Few ask why. " * 30)
    rate(stage.assessment, "2B", "R", stage.lead)
    return stage.lead_at(stage.assessment, "plan/")


@state
def plan_with_rows_and_one_removed(stage):
    _planned(stage)
    page = stage.lead_at(stage.assessment, "plan/")
    button(page, "Remove 1C").click()
    expect(button(page, "put 1C")).to_be_visible()
    return page


@state
def plan_in_edit(stage):
    _planned(stage)
    page = stage.lead_at(stage.assessment, "plan/")
    page.get_by_role("link", name="Edit 2B").click()
    button(page, "Add another issue").click()
    expect(page.get_by_role("group", name="Issue 2")).to_be_visible()
    button(page, "Remove issue 1").click()
    expect(button(page, "put issue 1 back")).to_be_visible()
    return page


@state
def plan_in_conflict(stage):
    stage.expect_failures()
    priority = _planned(stage)
    page = stage.lead_at(stage.assessment, f"plan/?edit={priority.pk}")
    edit_priority(priority=priority, version=2, by=stage.lead, what_we_will_do="Bob's way.")
    page.get_by_label("What we will do").fill("Alice's way.")
    button(page, "Save").click()
    expect(page.get_by_text("Nothing of yours is lost.")).to_be_visible()
    return page


@state
def plan_for_the_board(stage):
    _planned(stage)
    rate_all(stage.assessment, stage.lead)
    agree(assessment=stage.assessment, by=stage.lead)
    return stage.page(place(stage.assessment, "plan/"), stage.board)


# ── the rubric ────────────────────────────────────────────────────────────────────────────


@state
def rubric(stage):
    page = stage.rubric()
    page.get_by_role("heading", name="How to use it").click()
    return page


@state
def rubric_searched(stage):
    page = stage.rubric()
    page.get_by_label("Search the framework").press_sequentially("talent")
    expect(page.get_by_text(re.compile("for “talent”"))).to_be_visible()
    return page


@state
def rubric_searched_in_vain(stage):
    return stage.rubric("?q=" + "zebra" * 30)


def link_to_set_a_password(user, key: str = "") -> str:
    """The address in the email that sets a password."""
    key = key or default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])


def _compared(stage) -> None:
    """An agreed assessment, and an open one that differs from it."""
    assert stage.agreed
    for code, level in (("1A", "G"), ("1B", "AR"), ("1C", "AR"), ("2A", None)):
        rate(stage.assessment, code, level, stage.lead)


def _with_schools(stage):
    assessment = begin(stage.trust, stage.framework, stage.lead, schools=stage.schools)
    rate(assessment, "1A", "AR", stage.lead)
    rate(assessment, "1A", "R", stage.lead, school=stage.schools[0])
    rate(assessment, "1B", "AG", stage.lead, school=stage.schools[1])
    return assessment


def _planned(stage):
    """Two priorities, 2B with everything written, which is returned."""
    tree = stage.assessment.tree
    rate(stage.assessment, "2B", "R", stage.lead, evidence="Nine posts were empty.")
    element, other = (tree.element_by_code[code] for code in ("2B", "1C"))
    first = add_priority(assessment=stage.assessment, element=element.pk, by=stage.lead)
    add_priority(assessment=stage.assessment, element=other.pk, by=stage.lead)
    return edit_priority(
        priority=first,
        version=1,
        by=stage.lead,
        what_we_will_do="Recruit together.",
        progress_sought="Every post is filled by June.",
        issues=[(None, "Posts stay empty.", [element.strands[0].pk])],
    )
