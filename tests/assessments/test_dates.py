"""An assessment's dates, read back as a calendar reads them."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from icalendar import Calendar

from matcap.assessments.actions import reopen
from matcap.assessments.models import Assessment
from matcap.trusts.actions import remove_member

from ..pages import read


def place(trust, assessment) -> str:
    return reverse("dates", args=[trust.slug, assessment.pk])


def events(answer) -> list:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content)
    assert not [fault for part in found.walk() for fault in part.errors]
    return found.walk("VEVENT")


def test_each_date_is_an_event_of_a_day(trust, assessment, lead, sign_in):
    answer = sign_in(lead).get(place(trust, assessment))
    name = f"fernleigh-trust-{assessment.pk}-dates.ics"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    opens, due = events(answer)
    assert [str(one["summary"]) for one in (opens, due)] == [
        "Autumn 2026 opens (Fernleigh Trust)",
        "Autumn 2026: ratings are due (Fernleigh Trust)",
    ]
    assert [str(one["uid"]) for one in (opens, due)] == [
        f"assessment-{assessment.pk}-opens@127.0.0.1",
        f"assessment-{assessment.pk}-due@127.0.0.1",
    ]
    assert (opens.decoded("dtstart"), opens.decoded("dtend")) == (
        date(2026, 9, 7),
        date(2026, 9, 8),
    )
    assert due.decoded("dtstart") == date(2026, 11, 20)
    assert not isinstance(due.decoded("dtstart"), datetime)
    page = f"http://127.0.0.1:8000/t/fernleigh-trust/assessments/{assessment.pk}/"
    assert (opens["url"], due["url"]) == (page, page)


def test_without_a_due_date_there_is_one(trust, assessment, lead, sign_in):
    Assessment.objects.update(due_on=None)
    (opens,) = events(sign_in(lead).get(place(trust, assessment)))
    assert opens.decoded("dtstart") == date(2026, 9, 7)


def test_a_change_is_a_later_one_of_the_same_event(trust, assessment, lead, sign_in):
    client = sign_in(lead)
    before, _ = events(client.get(place(trust, assessment)))
    again, _ = events(client.get(place(trust, assessment)))
    assert again == before
    reopen(assessment=assessment, reason="The dates were wrong.", by=lead)
    after, _ = events(client.get(place(trust, assessment)))
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("last-modified") >= before.decoded("last-modified")


def test_a_title_cannot_write_lines_of_its_own(trust, assessment, lead, sign_in):
    title = "Autumn; one, two\nATTENDEE:mailto:x@example.org \\n" + "é" * 60
    Assessment.objects.update(title=title[:100])
    opens, _ = events(sign_in(lead).get(place(trust, assessment)))
    assert str(opens["summary"]) == f"{title[:100]} opens (Fernleigh Trust)"
    assert "attendee" not in opens


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("lead", "assessments/{}/"),
        ("bob", "assessments/{}/"),
        ("tia", ""),
        ("sam", ""),
        ("bea", None),
    ],
)
def test_they_are_for_those_who_see_it_or_rate_in_it(apart, sign_in, name, page):
    """Tia, a trustee, rates; Bea, another, does not. Sam's school rates itself."""
    apart.open()
    answer = sign_in(getattr(apart, name)).get(place(apart.trust, apart.assessment))
    if page is None:
        assert answer.status_code == 404
    else:
        assert {one["url"] for one in events(answer)} == {
            "http://127.0.0.1:8000/t/fernleigh-trust/" + page.format(apart.assessment.pk)
        }


def test_a_draft_is_for_those_who_see_it(apart, sign_in):
    address = place(apart.trust, apart.assessment)
    answers = {
        one: sign_in(getattr(apart, one)).get(address).status_code for one in ("lead", "tia")
    }
    assert answers == {"lead": 200, "tia": 404}


def test_who_is_in_the_trust_no_longer_gets_nothing(apart, sign_in):
    apart.open()
    remove_member(membership=apart.tia.memberships.get(), by=apart.lead)
    assert sign_in(apart.tia).get(place(apart.trust, apart.assessment)).status_code == 404


def test_the_pages_lead_there(apart, sign_in):
    apart.open()
    address = place(apart.trust, apart.assessment)
    home = reverse("trust", args=[apart.trust.slug])
    overview = reverse("assessment", args=[apart.trust.slug, apart.assessment.pk])
    for client, page in ((sign_in(apart.tia), home), (sign_in(apart.lead), overview)):
        (found,) = read(client.get(page)).find("a", href=address)
        assert found.text.startswith("Add the dates to your calendar (.ics)")
