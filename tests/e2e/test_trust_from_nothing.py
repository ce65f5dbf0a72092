"""A trust from nothing: its schools, its clusters, its people, each of whom sees their own."""

import re
from dataclasses import dataclass

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from matcap.accounts.actions import open_account
from matcap.assessments.models import Assessment
from matcap.trusts.actions import open_trust
from matcap.trusts.models import School, Trust

from ..conftest import PASSWORD, begin
from ..trusts.register_files import RIVAL, extract, school
from .steps import button, sign_in_by_form

HOME = "/t/fernleigh-trust/"
NAMES = ("Ash", "Beech", "Cedar", "Dogwood")
NOT_FOR_THEM, NOTHING = "This is not for your role", "There is nothing here"


@dataclass(frozen=True)
class Group:
    """People of one role, as they are pasted, and what they get to see."""

    role: str
    pasted: str
    tabs: tuple[str, ...]
    forbidden: str
    said: str
    schools: tuple[str, ...] = ()

    @property
    def people(self) -> list[tuple[str, str]]:
        """(name, email address) of each."""
        return re.findall(r"(.+) <(.+)>", self.pasted)


ASSESSMENT = ("Autumn 2026", "Heat map", "Plan")
GROUPS = [
    Group(
        "Contributor",
        "Carl One <carl@example.org>\nCora Two <CORA@example.org>",
        ("Home", *ASSESSMENT, "Frameworks", "Schools", "People"),
        f"{HOME}people/invite/",
        NOT_FOR_THEM,
    ),
    Group(
        "School lead",
        "Sid Three <sid@example.org>\nSue Four <sue@example.org>",
        ("Home", "Frameworks"),
        "beech",
        NOTHING,
        ("Ash",),
    ),
    Group(
        "Board member",
        "Bea Five <bea@example.org>",
        ("Home", "Frameworks"),
        f"{HOME}schools/",
        NOT_FOR_THEM,
    ),
    Group(
        "Trust lead",
        "Lee Six <lee@example.org>",
        ("Home", *ASSESSMENT, "Frameworks", "Schools", "People"),
        "/t/rival/schools/",
        NOTHING,
    ),
]


def create_trust(page: Page) -> None:
    open_account(email="lena@example.org", name="Lena Lead", password=PASSWORD)
    sign_in_by_form(page, "lena@example.org")
    page.get_by_role("link", name="Create your trust").click()
    page.get_by_label("The trust's full name").fill("Fernleigh Trust")
    button(page, "Create the trust").click()
    expect(page.get_by_role("heading", level=1, name="Fernleigh Trust")).to_be_visible()


def import_schools(page: Page) -> None:
    """From an extract that has another trust's school as well."""
    rows = [school(136001 + at, name) for at, name in enumerate(NAMES)]
    file = extract([*rows, school(137001, "Theirs", RIVAL)]).getvalue()
    page.get_by_role("link", name="Schools", exact=True).click()
    page.get_by_role("link", name="Import schools").click()
    page.get_by_label("A file").set_input_files(
        {"name": "edubasealldata.csv", "mimeType": "text/csv", "buffer": file}
    )
    button(page, "Read and preview").click()
    button(page, "Import 4 new and 0 changed").click()
    expect(page.get_by_role("checkbox")).to_have_count(4)
    expect(page.get_by_text("Theirs")).to_have_count(0)


def make_cluster(page: Page, name: str, *members: str) -> None:
    page.goto(f"{HOME}clusters/")
    making = page.get_by_role("region", name="Make a cluster")
    making.get_by_label("Name").fill(name)
    button(making, "Make the cluster").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()
    page.get_by_role("link", name="Schools", exact=True).first.click()
    for member in members:
        page.get_by_role("checkbox", name=member).check()
    page.get_by_label("Move the ticked schools to").select_option(name)
    button(page, "Move").click()
    for member in members:
        row = page.get_by_role("row").filter(has=page.get_by_role("checkbox", name=member))
        expect(row.get_by_role("cell", name=name)).to_be_visible()


def invite(page: Page, group: Group) -> None:
    page.goto(f"{HOME}people/invite/")
    page.locator("#id_people").fill(group.pasted)
    page.get_by_label(f"{group.role}: may").check()
    for name in group.schools:
        page.get_by_label(name).check()
    button(page, "Look it over").click()
    button(page, re.compile(f"^Send {len(group.people)} invitation")).click()
    expect(page.get_by_role("heading", level=1, name="People", exact=True)).to_be_visible()


def accept(page: Page, name: str, email: str) -> None:
    """Follow the link in the email of one person, and join with a new account."""
    (found,) = [sent for sent in mail.outbox if sent.to == [email.lower()]]
    page.goto(re.search(r"https?://[^/\s]+(/join/\S+)", found.body)[1])
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Name").fill(name)
    page.locator("input[type=password]").fill("a good long passphrase")
    button(page, "Open account").click()
    button(page, "Join Fernleigh Trust").click()
    expect(page.get_by_text("You are in Fernleigh Trust.")).to_be_visible()


def expect_only_theirs(page: Page, group: Group, forbidden: str) -> None:
    tabs = page.get_by_role("navigation", name="Main").get_by_role("link")
    expect(tabs).to_have_text(list(group.tabs))
    expect(page.get_by_text(group.role, exact=True)).to_be_visible()
    own = page.get_by_role("region", name="Your schools").get_by_role("link")
    expect(own).to_have_text([f"{name}, Autumn 2026" for name in group.schools])
    page.goto(forbidden)
    expect(page.get_by_role("heading", level=1, name=group.said)).to_be_visible()
    expect(page.get_by_text("Beech")).to_have_count(0)


def rating_page(assessment: Assessment, school: str) -> str:
    """Where a school's first element is rated."""
    trust = assessment.trust
    kwargs = {"school": trust.schools.get(name=school).pk, "assessment": assessment.pk}
    return reverse("rate_school", kwargs=kwargs | {"trust": trust.slug, "code": "1A"})


@pytest.fixture
def nothing(settings, framework):
    """An installation that is new: the framework, and somebody else's trust."""
    settings.OPEN_TRUSTS = True
    open_trust(name="Rival")


@pytest.mark.usefixtures("nothing", "failures_expected")
def test_a_trust_from_nothing_to_six_people_who_see_their_own(visit, framework):
    hers = visit()
    create_trust(hers)
    import_schools(hers)
    make_cluster(hers, "North", "Ash", "Beech")
    make_cluster(hers, "South", "Cedar", "Dogwood")
    assert list(School.objects.order_by("name").values_list("name", "cluster__name")) == [
        ("Ash", "North"),
        ("Beech", "North"),
        ("Cedar", "South"),
        ("Dogwood", "South"),
    ]
    for group in GROUPS:
        invite(hers, group)
    trust = Trust.objects.get(slug="fernleigh-trust")
    begun = begin(trust, framework, trust.memberships.get().user, schools=trust.schools.all())
    beech = rating_page(begun, "Beech")
    pages = {}
    for group in GROUPS:
        for name, email in group.people:
            pages[name] = visit()
            accept(pages[name], name, email)
            forbidden = beech if group.forbidden == "beech" else group.forbidden
            expect_only_theirs(pages[name], group, forbidden)
    assert trust.memberships.count() == 7
    for page, name in ((pages["Sid Three"], "Ash"), (pages["Lee Six"], "Beech")):
        page.goto(rating_page(begun, name))
        expect(page.get_by_role("heading", level=1)).to_contain_text("1A")

    cora = pages["Cora Two"]
    cora.goto(HOME)
    hers.goto(f"{HOME}people/")
    hers.get_by_role("link", name="Remove Cora Two").click()
    button(hers, "Remove Cora Two").click()
    expect(hers.get_by_text("Cora Two is no longer in Fernleigh Trust.")).to_be_visible()
    cora.get_by_role("link", name="Schools", exact=True).click()
    expect(cora.get_by_role("heading", level=1, name=NOTHING)).to_be_visible()
