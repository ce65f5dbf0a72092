"""A whole round: eight schools, fourteen people in three groups, from a draft to a heat map."""

import re

import pytest
from playwright.sync_api import Page, expect

from matcap.assessments import actions
from matcap.assessments.models import Assessment, Rating, Response
from matcap.planning.models import Priority
from matcap.trusts.actions import add_school
from matcap.trusts.roles import Role

from ..conftest import person, rate, rating_of
from .conftest import PHONE
from .steps import UNASKED, button, choose, close, evidence_of, expect_saved, place, state_of

GROUPS = {"Executives": 4, "Headteachers": 5, "Middle leaders": 5}
LEVELS = {"Executives": "Amber Green", "Headteachers": "Amber Red", "Middle leaders": "Red"}
SAID = "Five maths vacancies across three schools."


@pytest.fixture
def second_lead(trust):
    return person(trust, "Judith Second", Role.LEAD)


@pytest.fixture
def people(trust):
    """Fourteen people, by the name of the group that each is to rate in."""
    given = "Ada Ben Cleo Dev Eve Finn Gus Hal Ida Jon Kit Lea Mo Nia"
    names = iter(given.split(" "))
    return {
        group: [person(trust, f"{next(names)} Rater", Role.CONTRIBUTOR) for _ in range(number)]
        for group, number in GROUPS.items()
    }


@pytest.fixture
def schools(trust):
    return [add_school(trust=trust, name=f"School {n}", phase="primary") for n in range(1, 9)]


@pytest.fixture
def head(trust, schools):
    return person(trust, "Sam School", Role.SCHOOL_LEAD, schools=schools[:1])


def set_up(page: Page, trust, people) -> Assessment:
    """A lead makes the groups, starts the assessment, says who rates, and opens it."""
    page.goto(f"/t/{trust.slug}/people/groups/")
    for name in GROUPS:
        button(page, name).click()
        expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()
    page.goto(f"/t/{trust.slug}/assessments/start/")
    page.get_by_label("Title").fill("Autumn 2026")
    page.get_by_label("Separately, then meet").check()
    for box in page.get_by_role("group", name="Schools in it").get_by_role("checkbox").all():
        box.check()
    button(page, "Start the assessment").click()
    for group, users in people.items():
        for user in users:
            page.get_by_label(user.name).select_option(label=group)
    button(page, "Save").click()
    expect(page.locator("main")).to_contain_text("14 people rate in 3 groups")
    button(page, "Open Autumn 2026").click()
    expect(page.get_by_role("heading", name="Moderate it")).to_be_visible()
    return Assessment.objects.get()


def rate_in_the_browser(page: Page, level: str) -> None:
    """From home to 2B, by the way that home offers."""
    page.goto("/")
    page.get_by_role("link", name="Begin with 1A").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1A")
    page.get_by_role("link", name=re.compile("^2B ")).first.click()
    choose(page, level)
    expect_saved(page)


def on_a_phone_without_a_connection(visit, user, assessment) -> None:
    """Typed in a tunnel, closed, and opened again at home."""
    page = visit(user, **PHONE)
    page.context.add_init_script(UNASKED)
    page.goto(place(assessment, "mine/2B/"))
    choose(page, LEVELS["Headteachers"])
    expect_saved(page)
    page.context.set_offline(True)
    evidence_of(page).fill(SAID)
    expect(state_of(page)).to_contain_text("Not saved: no answer from the server.")
    close(page)
    opened = page.context.new_page()
    opened.goto(place(assessment, "mine/2B/"))
    expect_saved(opened)
    expect(evidence_of(opened)).to_have_value(SAID)


def rate_the_rest(assessment: Assessment, group_of: dict[str, str]) -> None:
    """What people give who are not seen to: for 2B what their group gives, and not all of 5B."""
    levels = {level.name: level.pk for level in assessment.tree.levels}
    ratings = Rating.objects.filter(
        response__assessment=assessment, response__kind=Response.Kind.CONTRIBUTOR, level=None
    ).select_related("response__assessment__framework", "response__contributor", "element")
    for rating in ratings:
        by, code = rating.response.contributor, rating.element.code
        level = LEVELS[group_of[by.name]] if code == "2B" else "Amber Green"
        if (code, by.name) != ("5B", "Nia Rater"):
            actions.rate(rating=rating, version=rating.version, by=by, level=levels[level])


def moderate_2b(page: Page, other: Page, assessment: Assessment) -> None:
    """The first element in moderation: what people said is copied, and two leads write at once."""
    table = page.get_by_role("table", name="How many of each group chose each level of 2B")
    rows = {
        row.locator("th").inner_text(): row.locator("td").all_inner_texts()
        for row in table.locator("tbody tr").all()
    }
    assert rows == {
        "Executives (4)": ["0", "0", "4", "0", "0"],
        "Headteachers (5)": ["0", "5", "0", "0", "0"],
        "Middle leaders (5)": ["5", "0", "0", "0", "0"],
    }
    expect(page.locator(".lede")).to_contain_text("Executives and middle leaders see it")
    expect(page.locator("main")).not_to_contain_text("Rater")
    other.goto(page.url)
    button(page, "Copy to evidence").click()
    expect_saved(page)
    expect(evidence_of(page)).to_have_value(f"Headteachers: “{SAID}”")
    other.get_by_label("Why this rating").fill("Staff have not felt it yet.")
    conflict = other.get_by_role("region", name="Alice Lead changed 2B")
    expect(conflict).to_contain_text(SAID)
    button(other, "Keep both texts").click()
    expect(other.get_by_text("Saved 2B")).to_be_visible()  # before the first page is read again
    expect(other.get_by_label("Why this rating")).to_have_value("Staff have not felt it yet.")
    expect(evidence_of(other)).to_have_value(f"Headteachers: “{SAID}”")
    page.reload()
    choose_level(page, "AR")
    button(page, "Make this a priority in the plan").click()
    expect(page.locator(".priority")).to_contain_text("A priority in the plan.")
    button(page, "Agree and next").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("2B")
    expect(page.locator(".crumbs")).to_contain_text("1 of 12 agreed")


def choose_level(page: Page, code: str) -> None:
    page.locator(f"label[for=level-{code}]").click()


def vote_on_1c(projector: Page, visit, assessment: Assessment) -> None:
    """Two phones in the room settle another element."""
    projector.goto(place(assessment, "workshop/?element=1C"))
    projector.get_by_label("Anybody in the room with the code").check()
    button(projector, "Start the workshop").click()
    code = projector.locator(".code-to-type").inner_text()
    for level in ("Amber Green", "Green"):
        phone = visit(**PHONE)
        phone.goto("/vote/")
        phone.get_by_label("The code on the big screen").fill(code)
        button(phone, "Go on").click()
        button(phone, re.compile(f"^{level} |^\\S+ {level}$")).tap()
        expect(phone.get_by_role("status")).to_contain_text(f"You chose {level}.")
    expect(projector.locator(".voted b")).to_have_text("2")
    button(projector, "Reveal the votes").click()
    projector.locator("label[for=agreed-AG]").click()
    projector.get_by_label("Why this rating").fill("We are nearly there.")
    button(projector, "Keep this outcome").click()
    expect(projector.get_by_text("Kept: ")).to_contain_text("We are nearly there.")


def part_with_a_school(visit, head, assessment: Assessment, school, lead) -> None:
    """A school rates itself in the browser; the trust sees it two steps weaker."""
    page = visit(head)
    page.goto(place(assessment, f"schools/{school.pk}/2B/"))
    choose(page, "Green")
    expect_saved(page)
    view = rating_of(assessment, "2B", school, kind=Response.Kind.VIEW)
    level = assessment.tree.level_by_code["AR"].pk
    actions.rate(rating=view, version=view.version, by=lead, level=level)


def test_from_a_draft_to_an_agreed_heat_map(
    visit, trust, framework, lead, second_lead, people, schools, head, failures_expected
):
    page = visit(lead)
    assessment = set_up(page, trust, people)
    for group in ("Executives", "Middle leaders"):
        rate_in_the_browser(visit(people[group][0]), LEVELS[group])
    on_a_phone_without_a_connection(visit, people["Headteachers"][0], assessment)
    rate_the_rest(assessment, {user.name: group for group in people for user in people[group]})
    part_with_a_school(visit, head, assessment, schools[0], lead)

    page.reload()
    expect(page.locator("main")).to_contain_text("13 of 14 have finished; 1 is part of the way")
    expect(page.locator("main")).not_to_contain_text(SAID)
    button(page, "Begin moderation").click()
    page.get_by_role("link", name="Begin with 2B").click()
    moderate_2b(page, visit(second_lead), assessment)
    vote_on_1c(visit(lead, viewport={"width": 1280, "height": 800}), visit, assessment)
    for element in assessment.tree.elements:
        if element.code not in ("2B", "1C"):
            rate(assessment, element.code, "AG", lead, evidence="Agreed by all.")

    page.goto(place(assessment))
    button(page, "Agree Autumn 2026").click()
    expect(page.get_by_role("cell", name=re.compile("2B · AR"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^School 1"))).to_contain_text(
        "the trust sees Amber Red"
    )
    own = rating_of(assessment, "2B")
    assert (own.level.code, own.reason) == ("AR", "Staff have not felt it yet.")
    assert own.evidence == f"Headteachers: “{SAID}”"
    assert rating_of(assessment, "1C").reason == "We are nearly there."
    assert Priority.objects.get().element.code == "2B"
    assert Assessment.objects.get().is_agreed
