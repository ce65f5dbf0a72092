"""A cycle's own pages: start it, see how far it is, agree it, reopen it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from matcap.assessments.actions import agree as agree_it
from matcap.assessments.models import Assessment
from matcap.trusts.actions import add_school

from ..conftest import begin, rate, rate_all, rating_of
from ..pages import read, sent


@pytest.fixture
def client(sign_in, lead):
    return sign_in(lead)


@pytest.fixture
def start(trust):
    return reverse("start", args=[trust.slug])


def said(page):
    return [(one.attrs["class"], one.text) for one in page.one("div", id="messages").find("p")]


# ── start ─────────────────────────────────────────────────────────────────────────────────


def start_form(page):
    (form,) = page.one("main").find("form")
    return form


def test_the_form_as_it_comes_starts_an_assessment(client, trust, framework, schools, start):
    data = sent(start_form(read(client.get(start))))
    today = timezone.localdate()
    assert data["opened_on"] == [today.isoformat()]
    assert data["title"][0].endswith(f" {today.year}")
    assert "schools" not in data
    data |= {"framework": [framework.pk], "schools": [schools[1].pk], "title": ["Spring 2026"]}
    answer = client.post(start, data, follow=True)
    (assessment,) = Assessment.objects.all()
    assert answer.redirect_chain == [(reverse("assessment", args=[trust.slug, assessment.pk]), 302)]
    assert said(read(answer)) == [
        ("alert alert-success", "Spring 2026 is set up. Open it when you are ready.")
    ]
    assert assessment.is_draft
    assert [
        (one.kind, one.school and one.school.name) for one in assessment.responses.order_by("pk")
    ] == [("trust", None), ("school", "Birchfield"), ("view", "Birchfield")]
    assert assessment.history.get().history_user.name == "Alice Lead"


def refused(client, start, data):
    answer = client.post(start, data)
    assert answer.status_code == 200
    page = read(answer)
    assert page.one("h1").text == "Start an assessment"
    return page


def test_a_second_open_one_with_the_framework_is_refused(client, framework, start, assessment):
    data = {"framework": framework.pk, "title": "Another", "opened_on": "2026-09-08"}
    page = refused(client, start, data)
    assert (
        "An assessment with this framework is under way already. "
        "Agree it before you start another." in page.text
    )
    assert sent(start_form(page))["title"] == ["Another"]
    assert Assessment.objects.get() == assessment


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"due_on": "2026-09-07"}, "The date it is due is before the date it starts."),
        ({"due_on": "tomorrow"}, "Enter a valid date."),
        ({"opened_on": "31/02/2026"}, "Enter a valid date."),
        ({"title": " "}, "This field is required."),
        ({"title": "x" * 101}, "Ensure this value has at most 100 characters (it has 101)."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client, framework, start, changed, sentence
):
    data = {"framework": framework.pk, "title": "Autumn", "opened_on": "2026-09-08"} | changed
    page = refused(client, start, data)
    assert sentence in page.text
    kept = sent(start_form(page))
    assert {name: kept[name] for name in changed} == {
        name: [text] for name, text in changed.items()
    }
    assert not Assessment.objects.exists()


def test_a_school_of_another_trust_is_refused(client, rival, framework, schools, start):
    other = add_school(trust=rival, name="Elsewhere Primary", phase="primary")
    data = {"framework": framework.pk, "title": "Autumn", "opened_on": "2026-09-08"}
    page = refused(client, start, data | {"schools": [schools[0].pk, other.pk]})
    assert f"{other.pk} is not one of the available choices." in page.text
    assert "Elsewhere" not in page.text
    assert not Assessment.objects.exists()


def test_dates_are_taken_as_britain_writes_them(client, framework, start):
    data = {"framework": framework.pk, "title": "Autumn", "opened_on": "08/09/2026"}
    client.post(start, data | {"due_on": "20/11/2026"})
    assessment = Assessment.objects.get()
    assert assessment.opened_on.isoformat() == "2026-09-08"
    assert assessment.due_on.isoformat() == "2026-11-20"


# ── how far it is ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def overview(trust, assessment):
    return reverse("assessment", args=[trust.slug, assessment.pk])


def test_what_is_still_unrated_is_named(client, overview, assessment, lead):
    rate_all(assessment, lead)
    rate(assessment, "2B", None, lead)
    rate(assessment, "4A", None, lead)
    page = read(client.get(overview))
    panel = page.one("section", **{"aria-labelledby": "agree-heading"})
    names = {element.code: element.name for element in assessment.tree.elements}
    assert [row.text for row in panel.find("li")] == [f"2B {names['2B']}", f"4A {names['4A']}"]
    assert panel.find("form") == []
    assert page.one("div", id="progress").one("p").text == "10 of 12 rated"


def test_schools_are_there_with_how_far_each_is(client, trust, framework, lead, schools):
    assessment = begin(trust, framework, lead, schools=schools)
    rate(assessment, "1A", "G", lead, school=schools[1])
    page = read(client.get(reverse("assessment", args=[trust.slug, assessment.pk])))
    panel = page.one("section", **{"aria-labelledby": "schools-heading"})
    assert [row.text for row in panel.find("li")] == [
        "Ashdown 0 of 12 rated · our view of it, Ashdown",
        "Birchfield 1 of 12 rated · our view of it, Birchfield",
    ]


def test_a_contributor_is_told_who_can_agree(sign_in, contributor, overview, assessment, lead):
    rate_all(assessment, lead)
    page = read(sign_in(contributor).get(overview))
    panel = page.one("section", **{"aria-labelledby": "agree-heading"})
    assert panel.one("p").text == "Every element is rated. A trust lead can agree it now."
    assert panel.find("form") == []


# ── agree and reopen ──────────────────────────────────────────────────────────────────────


def test_agreeing_before_all_is_rated_says_what_is_left(client, trust, overview, assessment, lead):
    rate_all(assessment, lead)
    rate(assessment, "3B", None, lead)
    answer = client.post(reverse("agree", args=[trust.slug, assessment.pk]), follow=True)
    assert answer.redirect_chain == [(overview, 302)]
    assert said(read(answer)) == [
        ("alert alert-danger", "Still to rate: 3B. You can agree when every element is rated.")
    ]
    assert Assessment.objects.get().is_open


def test_the_pages_own_button_agrees_it(client, trust, overview, assessment, lead):
    rate_all(assessment, lead)
    page = read(client.get(overview))
    form = page.one("form", action=reverse("agree", args=[trust.slug, assessment.pk]))
    answer = client.post(form.attrs["action"], sent(form), follow=True)
    assert answer.redirect_chain == [(reverse("heat_map", args=[trust.slug, assessment.pk]), 302)]
    assert said(read(answer)) == [("alert alert-success", "Autumn 2026 is agreed.")]
    assert Assessment.objects.get().agreed_on == timezone.localdate()


def test_agreeing_twice_is_told(client, trust, agreed):
    answer = client.post(reverse("agree", args=[trust.slug, agreed.pk]), follow=True)
    assert said(read(answer)) == [("alert alert-danger", "This assessment is agreed already.")]
    assert Assessment.objects.get().agreed_on.isoformat() == "2025-11-14"


def test_reopening_takes_a_reason_and_every_rating_keeps_it(client, trust, agreed):
    overview = reverse("assessment", args=[trust.slug, agreed.pk])
    form = read(client.get(overview)).one("details", id="reopen").one("form")
    bare = client.post(form.attrs["action"], sent(form), follow=True)
    assert said(read(bare)) == [
        ("alert alert-danger", "Say why: the reason is kept in its history.")
    ]
    assert not Assessment.objects.get().is_open
    reason = {"reason": "Two heads were missing."}
    answer = client.post(form.attrs["action"], sent(form) | reason, follow=True)
    assert said(read(answer)) == [("alert alert-success", "Autumn 2025 is open again.")]
    for code in ("1A", "5B"):
        page = read(client.get(reverse("rate", args=[trust.slug, agreed.pk, code])))
        steps = page.one("details", id="history").text
        assert "Reopened: Two heads were missing." in steps
        assert "The assessment was agreed." in steps


def test_reopening_one_that_others_compare_with_is_refused(client, trust, agreed, assessment):
    answer = client.post(
        reverse("reopen", args=[trust.slug, agreed.pk]), {"reason": "Second thoughts."}, follow=True
    )
    assert said(read(answer)) == [
        (
            "alert alert-danger",
            "A later assessment compares itself with this one, so it stays as agreed.",
        )
    ]
    assert not Assessment.objects.get(pk=agreed.pk).is_open


def test_what_is_open_goes_back_to_being_set_up_and_no_further(client, trust, assessment):
    address, reason = reverse("reopen", args=[trust.slug, assessment.pk]), {"reason": "Why not."}
    for told in (
        ("alert alert-success", "Autumn 2026 is being set up again."),
        (
            "alert alert-danger",
            "This assessment is still being set up: there is no step to go back to.",
        ),
    ):
        assert said(read(client.post(address, reason, follow=True))) == [told]
        assert Assessment.objects.get().is_draft


def test_after_reopening_a_rating_changes_and_it_is_agreed_anew(client, trust, agreed, lead):
    client.post(reverse("reopen", args=[trust.slug, agreed.pk]), {"reason": "A head was missing."})
    rating = rating_of(agreed, "1A")
    address = reverse("rate", args=[trust.slug, agreed.pk, "1A"])
    assert client.post(address, {"version": rating.version, "level": "R"}).status_code == 302
    client.post(reverse("agree", args=[trust.slug, agreed.pk]))
    assert not Assessment.objects.get().is_open
    assert rating_of(agreed, "1A").level.code == "R"


def test_one_that_is_agreed_makes_room_for_the_next(client, trust, framework, start, agreed):
    data = {"framework": framework.pk, "title": "Next", "opened_on": "2026-09-08"}
    client.post(start, data)
    assert Assessment.objects.get(title="Next").previous == agreed


def test_a_reopened_one_cannot_be_open_beside_another(trust, framework, lead, client, agreed):
    """Two agreed ones with one framework, neither before the other: only one opens at a time."""
    other = begin(trust, framework, lead, title="Beside", year=2024)
    rate_all(other, lead)
    agree_it(assessment=other, by=lead)
    Assessment.objects.update(previous=None)
    reason = {"reason": "Second thoughts."}
    client.post(reverse("reopen", args=[trust.slug, agreed.pk]), reason, follow=True)
    answer = client.post(reverse("reopen", args=[trust.slug, other.pk]), reason, follow=True)
    (refusal,) = said(read(answer))
    assert "is under way already" in refusal[1]
    assert [one.title for one in Assessment.objects.filter(state="open")] == ["Autumn 2025"]
