"""Assessments of the past, brought in with the dates they then had."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from frameworks.loader import publish
from matcap.assessments import actions
from matcap.assessments.models import Assessment, Rating
from matcap.assessments.past import Judgement, bring_in
from matcap.assessments.timeline import timeline
from matcap.insights.reading import home_of
from matcap.ui.refusal import Refused

from ..conftest import begin, rate_all, rating_of
from ..frameworks.instruments import first_version, second_version
from ..pages import read

ALL = {
    "1A": Judgement("R", "Seen."),
    "1B": Judgement("AR", ""),
    "2A": Judgement("G", "Ours."),
    "2B": Judgement("R", ""),
    "2C": Judgement("G", ""),
}


@pytest.fixture
def first(db):
    return publish(first_version())


@pytest.fixture
def bring(trust, first, lead):
    """Bring in an assessment of a year, as `bring_in`; what is given takes another's place."""

    def brought(year: int, **given) -> Assessment:
        terms = {
            "trust": trust,
            "framework": first,
            "title": f"Autumn {year}",
            "opened_on": date(year, 9, 7),
            "agreed_on": date(year, 11, 14),
            "ratings": ALL,
            "source": f"capacity {year}.docx",
            "by": lead,
        }
        return bring_in(**terms | given)

    return brought


def test_it_is_agreed_with_its_own_dates(bring, lead):
    assessment = bring(2023)
    assert (assessment.state, assessment.agreed_on) == ("agreed", date(2023, 11, 14))
    rating = rating_of(assessment, "2A")
    assert (rating.level.code, rating.evidence, rating.changed_by) == ("G", "Ours.", lead)
    assert timezone.localdate(rating.changed_at) == date(2023, 11, 14)


def test_its_history_is_dated_then_and_says_where_it_is_from(bring, lead):
    assessment = bring(2023)
    (record,) = assessment.history.all()
    (step,) = timeline(rating_of(assessment, "2A"), assessment.tree)
    assert record.history_change_reason == step.event
    today = timezone.localdate()
    assert step.event == (
        f"Brought in from capacity 2023.docx by Alice Lead on {today.day} {today:%B %Y}."
    )
    for at in (record.history_date, step.at):
        assert timezone.localdate(at) == date(2023, 11, 14)
    assert (step.by, step.after.code, step.evidence) == (lead.name, "G", "Ours.")


def test_nobody_is_told(bring, contributor, board, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        bring(2023)
    assert mail.outbox == []


def test_what_was_not_rated_is_shown_as_not_rated(bring, trust, board, lead, sign_in):
    assessment = bring(
        2023, ratings={"1A": Judgement("R", "Seen."), "2A": Judgement(None, "Only notes.")}
    )
    levels = Rating.objects.filter(response__assessment=assessment).values_list("level__code")
    assert [code for (code,) in levels.order_by("element__position")] == ["R"] + [None] * 4
    at = {"trust": trust.slug, "assessment": assessment.pk}
    for who in (lead, board):
        client = sign_in(who)
        for name in ("trust",):
            assert client.get(reverse(name, args=[trust.slug])).status_code == 200
        for name in ("assessment", "heat_map", "plan", "heat_map_csv"):
            assert client.get(reverse(name, kwargs=at)).status_code == 200, name
        for name in ("board_pack", "heat_map_pdf", "rubric_pdf", "priorities_pdf"):
            assert client.get(reverse(name, kwargs=at)).content.startswith(b"%PDF"), name
    page = read(client.get(reverse("heat_map", kwargs=at)))
    cells = [cell.text for cell in page.one("table", class_="heat-map").find("td")]
    assert cells[1] == "1B · – Element 1B"
    page = read(client.get(reverse("rate", kwargs=at | {"code": "2A"}))).text
    assert "Not rated" in page
    assert "Only notes." in page


def test_the_next_says_what_was_not_rated_then(bring, trust, first, lead):
    bring(2023, ratings={"1A": Judgement("R", "Seen.")})
    now = begin(trust, first, lead)
    assert home_of([now])[1].cells[1].gap == "not rated then"


# ── its place among the others ────────────────────────────────────────────────────────────


def line(trust) -> list[tuple[str, str | None]]:
    found = trust.assessments.select_related("previous").order_by("opened_on")
    return [(one.title, one.previous and one.previous.title) for one in found]


def test_it_takes_its_place_by_date(bring, trust, first, lead):
    begin(trust, first, lead)
    bring(2025)
    bring(2021)
    bring(2023)
    assert line(trust) == [
        ("Autumn 2021", None),
        ("Autumn 2023", "Autumn 2021"),
        ("Autumn 2025", "Autumn 2023"),
        ("Autumn 2026", "Autumn 2025"),
    ]
    said = trust.assessments.get(title="Autumn 2025").history.latest().history_change_reason
    assert said == "It is compared with Autumn 2023 from now on."


def test_between_versions_the_one_after_it_is_mapped_anew(bring, trust, first, lead):
    second = publish(second_version())
    now = begin(trust, second, lead)
    assert (now.previous, now.origins) == (None, {})
    bring(2024)
    now.refresh_from_db()
    assert now.previous.title == "Autumn 2024"
    assert now.origins["1C"] == "2A"
    now.origins |= {"2D": "2C"}
    now.save()
    bring(2025)
    now.refresh_from_db()
    assert (now.previous.title, now.origins["2D"]) == ("Autumn 2025", "2C")


def test_an_assessment_of_another_instrument_has_no_part_in_it(bring, agreed, framework):
    assessment = bring(2026, opened_on=date(2026, 1, 1), agreed_on=date(2026, 2, 1))
    assert assessment.previous is None


def test_the_one_after_it_cannot_be_reopened_behind_its_back(bring, lead):
    old = bring(2021)
    bring(2023)
    with pytest.raises(Refused, match="compares itself with this one"):
        actions.reopen(assessment=old, reason="A typing error.", by=lead)


# ── refused ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"agreed_on": date(2999, 1, 1)}, "in the future"),
        (
            {"agreed_on": date(2022, 9, 6), "opened_on": date(2022, 9, 7)},
            "before the date it start",
        ),
        ({"agreed_on": date(2023, 11, 14)}, "Autumn 2023 was agreed on 14 November 2023 already."),
        (
            {"opened_on": date(2023, 10, 1), "agreed_on": date(2023, 11, 1)},
            "Autumn 2023 was under way all that time",
        ),
        (
            {"opened_on": date(2023, 8, 1), "agreed_on": date(2023, 12, 1)},
            "or lies within it",
        ),
        ({"ratings": {"9Z": Judgement("R", "")}}, "has no element 9Z"),
        ({"ratings": {"1A": Judgement("PURPLE", "")}}, "has no level PURPLE"),
        ({"ratings": {"1A": Judgement(None, " ")}}, "Nothing in it is rated"),
        ({"title": " "}, "cannot be blank"),
    ],
)
def test_what_cannot_be_is_refused(bring, given, said):
    bring(2023)
    with pytest.raises(Refused, match=said):
        bring(2022, **given)
    assert Assessment.objects.count() == 1


def test_a_brought_in_one_is_what_the_next_carries_forward(bring, trust, first, lead):
    bring(2025)
    draft = actions.start(
        trust=trust, framework=first, title="Now", opened_on=date(2026, 9, 1), by=lead, carries=True
    )
    now = actions.open_assessment(assessment=draft, by=lead)
    assert rating_of(now, "2A").evidence == "Ours."
    rate_all(now, lead, "R R R R R")
    assert actions.agree(assessment=now, by=lead).is_agreed
