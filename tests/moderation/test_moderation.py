"""The pages of moderation: what they show, and what a lead makes of it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matcap.assessments import actions
from matcap.assessments.evidence import attach_link
from matcap.assessments.models import Assessment
from matcap.planning.models import Priority
from matcap.trusts.actions import make_group, remove_member
from matcap.trusts.roles import Role

from ..conftest import begin as begin_together
from ..conftest import person, rate, rate_all, rating_of
from ..pages import read, sent
from .casting import Cast, begin, gather

OLD = datetime.date(2020, 5, 1)
SAID = {"Ada": "The review is in place.", "Dev": "Five vacancies.", "Gus": "We asked in May."}


@pytest.fixture(scope="module")
def beginners(module_db) -> Cast:
    return gather("Fernleigh Trust")


@pytest.fixture(scope="module")
def moderators(module_db) -> tuple[Cast, int]:
    """A trust, and the key of its assessment in moderation, after one that is agreed."""
    cast = gather("Moor Trust")
    before = begin_together(cast.trust, cast.framework, cast.lead, title="Autumn 2025", year=2025)
    rate_all(before, cast.lead)
    agreed = actions.agree(assessment=before, by=cast.lead, on=datetime.date(2025, 11, 14))
    assessment = begin(cast.trust, cast.framework, cast.lead, cast.people, previous=agreed)
    fill(assessment, cast.people)
    return cast, actions.moderate(assessment=assessment, by=cast.lead).pk


@pytest.fixture
def cast(db, request, beginners, moderators) -> Cast:
    """That of `met`, or one whose trust has no assessment yet for a test that begins its own."""
    return moderators[0] if "met" in request.fixturenames else beginners


@pytest.fixture
def trust(cast):
    return cast.trust


@pytest.fixture
def framework(cast):
    return cast.framework


@pytest.fixture
def lead(cast):
    return cast.lead


@pytest.fixture
def people(cast):
    return cast.people


def lead_rates_alone(trust, framework, lead):
    """An agreed assessment of the year before, with a reason for 1A."""
    assessment = begin_together(trust, framework, lead, title="Autumn 2025", year=2025)
    rate_all(assessment, lead)
    rate(assessment, "1A", "R", lead, reason="Three heads left.")
    return actions.agree(assessment=assessment, by=lead)


def give(assessment, user, code, level, **touched):
    rating = rating_of(assessment, code, contributor=user)
    level = assessment.tree.level_by_code[level].pk
    return actions.rate(rating=rating, version=rating.version, by=user, level=level, **touched)


def fill(assessment, people):
    """2B parts them, 1A they all see alike; the rest is not rated."""
    levels = {"Executives": "G", "Headteachers": "R", "Trustees": "AR"}
    for name, (user, group) in people.items():
        evidence = SAID.get(name, "")
        give(assessment, user, "2B", levels[group.name], evidence=evidence)
        give(assessment, user, "1A", "AG")


@pytest.fixture
def met(db, moderators):
    of_all = Assessment.objects.select_related("trust", "framework", "wording", "previous")
    return of_all.get(pk=moderators[1])


@pytest.fixture
def client(sign_in, lead):
    return sign_in(lead)


def at(assessment, code=None, name=None):
    args = [assessment.trust.slug, assessment.pk, *([code] if code else [])]
    return reverse(name or ("moderate_element" if code else "moderation"), args=args)


def page_of(client, assessment, code=None):
    answer = client.get(at(assessment, code))
    assert answer.status_code == 200
    return read(answer)


def form_of(client, met) -> dict:
    """What the form of 2B sends as it comes."""
    return sent(page_of(client, met, "2B").one("form", id="rating-form"))


def table(page, place=0):
    rows = page.find("table")[place].one("tbody").find("tr")
    return {row.find("th")[0].text: [cell.text for cell in row.find("td")] for row in rows}


def test_elements_come_widest_spread_first(client, met):
    titles = [heading.text for heading in page_of(client, met).find("h2")]
    assert titles[0] == "2B Recruiting, developing and retaining talent"
    assert [title.split()[0] for title in titles[1:3]] == ["1A", "1B"]


def test_the_counts_of_each_group_with_small_ones_folded(client, met):
    page = page_of(client, met, "2B")
    assert table(page) == {
        "Headteachers (3)": ["3", "0", "0", "0", "0"],
        "Others (5)": ["0", "2", "0", "3", "0"],
    }
    assert "8 people rated this element. Headteachers and others see it differently." in page.text


def test_what_nobody_rated_is_shown_as_itself(client, met):
    assert table(page_of(client, met, "5B")) == {
        "Headteachers (3)": ["0", "0", "0", "0", "3"],
        "Others (5)": ["0", "0", "0", "0", "5"],
    }


def test_without_names_no_name_is_on_the_page(client, met, people):
    page = page_of(client, met, "2B").text
    assert all(words in page for words in SAID.values())
    assert "Rater" not in page


def test_with_names_each_is_beside_their_words(client, trust, framework, lead, people):
    assessment = begin(trust, framework, lead, people, shows_names=True)
    fill(assessment, people)
    met = actions.moderate(assessment=assessment, by=lead)
    page = page_of(client, met, "2B")
    assert table(page).keys() == {"Executives (3)", "Headteachers (3)", "Trustees (2)"}
    assert "Gus Rater, Trustees" in page.text


def test_words_of_somebody_who_left_are_kept_and_marked(client, met, people, lead):
    dev, _ = people["Dev"]
    remove_member(membership=dev.memberships.get(), by=lead)
    page = page_of(client, met, "2B")
    assert "Five vacancies." in page.text
    assert page.text.count("no longer in the trust") == 1
    assert table(page)["Headteachers (3)"] == ["3", "0", "0", "0", "0"]


def test_strands_whose_marks_part_people_are_shown_widest_first(
    client, trust, framework, lead, people
):
    assessment = begin(trust, framework, lead, people)
    first, second, third = assessment.tree.element_by_code["2B"].strands[:3]
    red, amber, _, green = (level.pk for level in assessment.tree.levels)
    users = [user for user, _ in people.values()]
    marks = {first.pk: (red, amber), second.pk: (red, green), third.pk: (amber, green)}
    for place, user in enumerate(users[:2]):
        chosen = {strand: levels[place] for strand, levels in marks.items()}
        give(assessment, user, "2B", "AR", marks=chosen)
    met = actions.moderate(assessment=assessment, by=lead)
    rows = table(page_of(client, met, "2B"), place=1)
    assert [row.split()[0] for row in rows] == ["(ii)", "(iii)"]
    assert list(rows.values()) == [["1", "0", "0", "1"], ["0", "1", "0", "1"]]


def test_last_times_rating_and_reason_are_there(client, trust, framework, lead, people):
    before = lead_rates_alone(trust, framework, lead)
    met = actions.moderate(
        assessment=begin(trust, framework, lead, people, previous=before), by=lead
    )
    page = page_of(client, met, "1A")
    assert "Autumn 2025: R Red" in page.text
    assert "Three heads left." in page.text


def test_the_lead_sets_the_rating_why_and_the_evidence(client, met):
    form = form_of(client, met)
    answer = client.post(
        at(met, "2B"),
        form | {"level": "AR", "reason": "Not felt yet.", "evidence": "Five.", "onward": "yes"},
    )
    assert answer.url == at(met, "1A")
    own = rating_of(met, "2B")
    assert (own.level.code, own.reason, own.evidence) == ("AR", "Not felt yet.", "Five.")
    assert "1 of 12 agreed" in page_of(client, met).text


def test_the_last_one_leads_back_to_all(client, met, lead):
    rate_all(met, lead)
    rate(met, "2B", None, lead)
    form = form_of(client, met) | {"level": "AR", "onward": "yes"}
    assert client.post(at(met, "2B"), form).url == at(met)


def test_going_on_without_a_rating_keeps_the_words_and_says_so(client, met):
    form = form_of(client, met)
    answer = client.post(
        at(met, "2B"), form | {"level": "", "reason": "Unsure.", "onward": "yes"}, follow=True
    )
    assert "Choose the trust's rating, then go on." in read(answer).text
    assert rating_of(met, "2B").reason == "Unsure."


def test_words_are_copied_with_their_source_without_javascript(client, met, people):
    ada, _ = people["Ada"]
    quote = rating_of(met, "2B", contributor=ada)
    form = form_of(client, met) | {"evidence": "Mine."}
    client.post(at(met, "2B"), form | {"copy": str(quote.pk)})
    assert rating_of(met, "2B").evidence == "Mine.\n\nOthers: “The review is in place.”"


def test_words_of_another_element_are_not_copied(client, met, people):
    ada, _ = people["Ada"]
    other = rating_of(met, "1A", contributor=ada)
    form = form_of(client, met)
    assert client.post(at(met, "2B"), form | {"copy": str(other.pk)}).status_code == 404
    assert client.post(at(met, "2B"), form | {"copy": "x"}).status_code == 404


def test_it_becomes_a_priority_and_no_longer(client, met):
    for wanted, count in (("yes", 1), ("yes", 1), ("no", 0), ("no", 0)):
        form = form_of(client, met) | {"evidence": "Kept."}
        client.post(at(met, "2B"), form | {"priority": wanted})
        now = Priority.objects.filter(element__code="2B", removed_at=None)
        assert now.count() == count
    assert rating_of(met, "2B").evidence == "Kept."


def test_a_stale_form_shows_both_texts_and_writes_neither(client, met, lead):
    form = form_of(client, met)
    rate(met, "2B", "R", lead, reason="Judith's reason.")
    answer = client.post(
        at(met, "2B"), form | {"level": "AR", "reason": "My reason.", "onward": "yes"}
    )
    assert answer.status_code == 409
    page = read(answer).text
    assert "Judith's" in page
    assert "My reason." in page
    assert rating_of(met, "2B").reason == "Judith's reason."


def test_a_level_of_the_wrong_scale_is_refused(client, met):
    form = form_of(client, met) | {"level": "LEAF"}
    assert client.post(at(met, "2B"), form).status_code == 422
    assert rating_of(met, "2B").level is None


def test_there_is_no_moderation_while_people_rate(client, trust, framework, lead, people):
    assessment = begin(trust, framework, lead, people)
    fill(assessment, people)
    for path in (at(assessment), at(assessment, "2B")):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code in (404, 405)


def test_nor_where_people_rate_together(client, assessment):
    assert client.get(at(assessment)).status_code == 404


def test_after_it_is_agreed_it_is_read_and_not_changed(client, met, lead):
    rate_all(met, lead)
    actions.agree(assessment=met, by=lead)
    page = page_of(client, met, "2B")
    assert page.find("form", id="rating-form") == []
    answer = client.post(at(met, "2B"), {"version": "9", "level": "G"})
    assert answer.status_code == 409
    assert rating_of(met, "2B").level.code == "AR"


def test_only_leads_moderate(sign_in, met, people, board):
    ada, _ = people["Ada"]
    for user in (ada, board):
        assert sign_in(user).get(at(met)).status_code == 403
        assert sign_in(user).get(at(met, "2B")).status_code == 403


def test_many_texts_are_shown_a_few_at_a_time(client, trust, framework, lead, people):
    assessment = begin(trust, framework, lead, people)
    crowd = make_group(trust=trust, name="Crowd", by=None)
    users = [person(trust, f"Crowd{number} Member", Role.CONTRIBUTOR) for number in range(8)]
    actions.choose_contributors(
        assessment=assessment,
        groups={user.pk: crowd for user in users},
        shows_names=False,
        by=lead,
    )
    for number, user in enumerate(users):
        give(assessment, user, "2B", "AR", evidence=f"Words {number}.")
    met = actions.moderate(assessment=assessment, by=lead)
    page = page_of(client, met, "2B")
    assert len(page.find("blockquote")) == 5
    assert "Show 3 more of Crowd" in page.text
    assert len(read(client.get(at(met, "2B") + "?all=1")).find("blockquote")) == 8


def test_the_notes_name_the_place(client, met, lead):
    rate(met, "2B", "R", lead, evidence="Seen.")
    rate(met, "1A", "G", lead)
    page = read(client.get(at(met, name="checks")))
    links = {link.attrs["href"]: link.text for link in page.one("main").find("a")}
    assert "Red and not among the priorities." in page.text
    assert "Green with no evidence yet." in page.text
    assert links[at(met, "1A", "rate")] == "See the rating of 1A"
    assert links[at(met, name="plan")] == "See the plan of 2B"


def test_old_dated_evidence_is_noted(client, met, lead):
    rate(met, "2B", "AG", lead, evidence="Seen.")
    own = rating_of(met, "2B")
    attach_link(rating=own, title="Survey", address="https://example.org", by=lead, dated_on=OLD)
    page = read(client.get(at(met, name="checks")))
    assert "2B Its dated evidence is more than a year old." in page.text


def test_links_and_files_are_beside_the_words_and_alone(client, trust, framework, lead, people):
    assessment = begin(trust, framework, lead, people)
    fill(assessment, people)
    for name in ("Ada", "Ben"):
        rating = rating_of(assessment, "2B", contributor=people[name][0])
        attach_link(rating=rating, title=f"From {name}", address="https://example.org", by=lead)
    page = page_of(client, actions.moderate(assessment=assessment, by=lead), "2B")
    quotes = [item.text for item in page.one("section", aria_labelledby="said-heading").find("li")]
    assert [said for said in quotes if "From Ada" in said and "The review is in place." in said]
    assert [said for said in quotes if "From Ben" in said and "Copy" not in said]
    assert len(quotes) == 4


def test_its_queries_stay_the_same_as_people_and_groups_grow(client, trust, met, lead):
    def queries(code=None) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(at(met, code)).status_code == 200
        return len(captured)

    assert met.tree  # which this process then remembers
    few = queries(), queries("2B")
    assessment = actions.reopen(assessment=met, reason="More people.", by=lead)
    groups = [make_group(trust=trust, name=f"Group {n}", by=lead) for n in range(3)]
    users = [person(trust, f"More{n} Member", Role.CONTRIBUTOR) for n in range(9)]
    assessment = actions.choose_contributors(
        assessment=assessment,
        groups={user.pk: groups[n % 3] for n, user in enumerate(users)},
        shows_names=False,
        by=lead,
    )
    for user in users:
        give(assessment, user, "2B", "G", evidence="More words.")
    actions.moderate(assessment=assessment, by=lead)
    assert (queries(), queries("2B")) == few


def test_nothing_to_note(client, met, lead):
    assert "Nothing to note." in read(client.get(at(met, name="checks"))).text
