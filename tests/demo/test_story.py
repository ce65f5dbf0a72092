"""What the demo trust holds, and that its words hold together."""

import re
from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from frameworks.tree import tree_of
from matcap.assessments.models import EvidenceItem, Rating
from matcap.demo import story
from matcap.insights.heatmap import Change
from matcap.insights.reading import heat_map_of, home_of
from matcap.planning.models import Issue, Priority
from matcap.planning.table import cite, table_of
from matcap.trusts.models import Trust
from matcap.trusts.roles import Permission

CITED = re.compile(r"\(([ivx]+(?:, [ivx]+)*)\)")


@pytest.fixture(scope="module")
def built(shipped) -> None:
    story.build(story.read(), shipped, date(2026, 11, 20))


@pytest.fixture
def demo(db, built):
    return Trust.objects.get()


@pytest.fixture
def agreed(demo):
    return demo.assessments.get(state="agreed", framework__slug="mat-capacity")


@pytest.fixture
def under_way(demo):
    return demo.assessments.get(state="open", framework__slug="mat-capacity")


def own(assessment):
    return Rating.objects.filter(response__assessment=assessment, response__school=None)


def test_a_trust_of_eight_schools_and_five_people(demo):
    assert demo.schools.count() == 8
    assert set(demo.schools.values_list("urn", flat=True)) == {""}
    assert len(set(demo.schools.values_list("phase", flat=True))) == 4
    assert Counter(demo.memberships.values_list("role", flat=True)) == {
        "lead": 2,
        "contributor": 2,
        "board": 1,
    }


def test_an_agreed_assessment_with_every_element_rated(agreed):
    levels = Counter(own(agreed).values_list("level__code", flat=True))

    assert levels == {"R": 2, "AR": 4, "AG": 4, "G": 2}
    assert (agreed.title, agreed.agreed_on) == ("Autumn 2025", date(2025, 11, 14))
    assert all(rating.evidence for rating in own(agreed))
    assert {row.element.code for row in table_of(agreed)} == {"1C", "5B", "2B"}


def test_last_autumn_is_dated_last_autumn(agreed, under_way):
    ratings = Rating.objects.filter(response__assessment=agreed)
    links = EvidenceItem.objects.filter(rating__in=ratings)
    moments = [
        *agreed.history.values_list("history_date", flat=True),
        *ratings.exclude(changed_at=None).values_list("changed_at", flat=True),
        *Rating.history.filter(response__in=agreed.responses.all()).values_list(
            "history_date", flat=True
        ),
        *links.values_list("added_at", flat=True),
        *Priority.history.filter(plan__assessment=agreed).values_list("history_date", flat=True),
        *Issue.history.filter(priority__plan__assessment=agreed).values_list(
            "history_date", flat=True
        ),
    ]
    assert len(moments) > 50
    assert {timezone.localdate(at) for at in moments} == {date(2025, 9, 8), date(2025, 11, 14)}
    assert min(under_way.history.values_list("history_date", flat=True)).year == 2026


def test_one_half_done_that_compares_itself_with_the_agreed_one(agreed, under_way):
    _, heat_map = home_of([under_way])
    changes = Counter(cell.change for cell in heat_map.cells)

    assert under_way.title == "Autumn 2026"
    assert under_way.previous == agreed
    assert changes == {Change.STRONGER: 3, Change.SAME: 3, Change.WEAKER: 1, None: 5}
    assert all(rating.reason for rating in own(under_way).exclude(level=None))
    assert own(under_way).filter(level=None).exclude(evidence="").count() == 1


def test_every_school_is_in_it_and_five_are_rated_in_part(under_way):
    priya = under_way.trust.memberships.get(user__name__startswith="Priya")
    rows = heat_map_of(under_way, priya).rows
    rated = Counter(len([cell for cell in row.cells if cell.level]) for row in rows)

    assert rated == {0: 3, 4: 1, 5: 1, 6: 1, 7: 1, 10: 1}


def test_links_lead_nowhere(demo):
    addresses = EvidenceItem.objects.values_list("address", flat=True)

    assert len(addresses) == 4
    assert all(address.startswith("https://example.org/") for address in addresses)


@pytest.mark.parametrize("place", [0, 1])
def test_each_step_is_in_its_ratings_history_by_its_person(demo, place):
    content = story.read()
    people, steps = content["people"], content["assessments"][place]["ratings"]
    own = demo.assessments.filter(framework__slug="mat-capacity")
    assessment = own.order_by("opened_on")[place]
    assert len(steps) > 12

    for step in steps:
        school = content["schools"][step["school"]]["name"] if "school" in step else None
        rating = Rating.objects.get(
            response__assessment=assessment,
            response__kind="school" if school else "trust",
            response__school__name=school,
            element__code=step["element"],
        )
        history = rating.history.filter(
            history_user__email=people[step["by"]]["email"], history_change_reason=""
        )
        assert [record.level and record.level.code for record in history] == [step.get("level")]


def test_who_does_a_thing_may_do_it(demo):
    allowed = {
        membership.user.name: membership for membership in demo.memberships.select_related("user")
    }
    content = story.read()

    def may(key, permission):
        return allowed[content["people"][key]["name"]].allows(permission)

    for one in content["assessments"]:
        assert may(one["started_by"], Permission.START)
        assert may(one.get("agreed_by", one["started_by"]), Permission.AGREE)
        rates = [step["by"] for step in one["ratings"] if "groups" not in one]
        assert all(may(key, Permission.RATE) for key in rates)
        assert all(may(priority["by"], Permission.PLAN) for priority in one.get("plan", ()))


def test_issues_are_tied_to_the_strands_they_came_from(demo):
    written = [
        (issue["text"], sorted(issue["strands"]))
        for one in story.read()["assessments"]
        for priority in one.get("plan", ())
        for issue in priority["issues"]
    ]
    stored = [
        (issue.text, cite(issue.strands.values_list("position", flat=True)))
        for issue in Issue.objects.order_by("pk")
    ]

    assert [text for text, _ in stored] == [text for text, _ in written]
    assert [sorted(re.findall(r"\w+(?=\))", cited)) for _, cited in stored] == [
        strands for _, strands in written
    ]


def test_every_strand_that_evidence_cites_is_one_of_its_element(frameworks):
    elements = tree_of(frameworks["mat-capacity"]).element_by_code
    steps = [step for one in story.read()["assessments"][:2] for step in one["ratings"]]
    cited = {
        (step["element"], numeral)
        for step in steps
        for numerals in CITED.findall(step.get("evidence", ""))
        for numeral in numerals.split(", ")
    }
    there = {(code, strand.numeral) for code, one in elements.items() for strand in one.strands}

    assert len(cited) > 40
    assert cited - there == set()


def test_who_decides_what_was_agreed_before_the_last_autumn(demo, agreed):
    choices = demo.assessments.get(framework__slug="standardise-align-autonomy")
    chosen = own(choices).values_list("level__code", "element__guide")

    assert (choices.title, choices.agreed_on) == ("Spring 2025", date(2025, 3, 12))
    assert choices.agreed_on < agreed.agreed_on
    assert Counter(level for level, _ in chosen) == {"S": 8, "AL": 10, "AU": 7}
    assert sum(level != guide for level, guide in chosen) == 6


def test_a_round_is_in_moderation_with_five_people_in_three_groups(demo):
    met = demo.assessments.get(framework__slug="trust-characteristics")
    given = Rating.objects.filter(response__assessment=met, response__kind="contributor")
    groups = Counter(met.responses.exclude(group=None).values_list("group__name", flat=True))

    assert met.in_moderation
    assert groups == {"Executives": 2, "Headteachers": 2, "Trustees": 1}
    assert given.filter(level=None).count() == given.filter(target_level=None).count() == 0
    assert not own(met).filter(response__kind="trust").exclude(level=None).exists()


def test_examples_are_begun(demo):
    begun = demo.assessments.get(framework__slug="leadership-elements")

    assert begun.is_open
    assert own(begun).exclude(evidence="").count() == 8
