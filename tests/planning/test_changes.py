"""Moving, removing and putting back, without JavaScript and with htmx."""

import pytest

from matcap.planning import actions
from matcap.planning.models import Issue
from matcap.planning.table import table_of

from ..pages import read
from .conftest import add, in_order
from .reading import HTMX, at, focused, form, said, table, words

TALENT = "2B Recruiting, developing and retaining talent"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_move(by_lead, trust, assessment, talent, culture, here, headers):
    third = add(assessment, "3A", talent.changed_by)
    address = at("move_priority", trust, third)
    page = read(by_lead.post(address, {"to": "up"}, headers=headers, follow=True))
    assert in_order(assessment) == "A 2B, B 3A, C 1C"
    assert said(page) == "3A Approach to Pedagogy is now priority B."
    assert focused(page) == ["Move up 3A Approach to Pedagogy"]
    page = read(by_lead.post(address, {"to": "up"}, headers=headers, follow=True))
    assert focused(page) == ["Move down 3A Approach to Pedagogy"]
    page = read(by_lead.post(address, {"to": "down"}, headers=headers, follow=True))
    assert in_order(assessment) == "A 2B, B 3A, C 1C"
    assert [row[0] for row in table(page)[1:]] == [
        f"A {TALENT} R",
        "B 3A Approach to Pedagogy –",
        "C 1C Leading a culture of improvement AR",
    ]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_remove_and_undo(by_lead, trust, assessment, talent, culture, here, headers):
    address = at("remove_priority", trust, talent)
    page = read(by_lead.post(address, headers=headers, follow=True))
    assert said(page) == f"{TALENT} is no longer a priority. You can undo this."
    assert table(page)[1] == [f"Removed: {TALENT}. Undo: put {TALENT} back"]
    assert table(page)[2][0] == "A 1C Leading a culture of improvement AR"
    assert focused(page) == [f"Undo: put {TALENT} back"]
    undo = page.find("tr", id=f"priority-{talent.pk}")[0].find("form")[0].attrs["action"]
    page = read(by_lead.post(undo, headers=headers, follow=True))
    assert said(page) == f"{TALENT} is back in the plan, as priority A."
    assert focused(page) == [f"Edit {TALENT}"]
    assert in_order(assessment) == "A 2B, B 1C"


def test_what_was_removed_can_be_put_back_later(by_lead, trust, assessment, talent, culture, here):
    by_lead.post(at("remove_priority", trust, talent))
    page = read(by_lead.get(here))
    (removed,) = page.find("details", **{"class": "panel removed"})
    assert removed.find("summary")[0].text == "Removed priorities (1)"
    by_lead.post(removed.find("form")[0].attrs["action"])
    assert in_order(assessment) == "A 2B, B 1C"


def test_putting_back_beside_its_element_is_refused(by_lead, trust, assessment, talent, lead, here):
    by_lead.post(at("remove_priority", trust, talent))
    add(assessment, "2B", lead)
    assert "Removed priorities" not in words(read(by_lead.get(here)))
    answer = by_lead.post(at("restore_priority", trust, talent))
    assert answer.status_code == 409
    assert "This element is among the priorities already." in words(read(answer))


def test_a_removed_issue_stays_removed_when_the_row_is_saved(
    by_lead, trust, assessment, talent, opened
):
    sent = opened(talent) | {"issue-0-text": "Typed."}
    page = read(by_lead.post(at("remove_issue", trust, Issue.objects.first()), sent))
    by_lead.post(at("priority", trust, talent), form(page, at("priority", trust, talent)))
    assert [i.text for i in table_of(assessment)[0].issues] == ["Paths are unclear."]


def test_an_issue_button_without_its_form_leads_back(by_lead, trust, talent, here):
    issue = Issue.objects.first()
    answer = by_lead.post(at("remove_issue", trust, issue))
    assert answer["Location"] == f"{here}?edit={talent.pk}"
    issue.refresh_from_db()
    assert issue.removed_at


def test_cancel_leads_back_to_the_row(by_lead, trust, talent, here):
    page = read(by_lead.get(here, {"edit": talent.pk}))
    (cancel,) = [a for a in page.find("a") if a.text == "Cancel"]
    page = read(by_lead.get(cancel.attrs["href"]))
    assert page.find("textarea") == []
    assert focused(page) == [f"Edit {TALENT}"]


def test_an_open_form_stays_though_its_row_was_removed(
    by_lead, trust, assessment, contributor, talent, culture, here
):
    actions.remove_priority(priority=talent, by=contributor)
    data = {"to": "up", "open": [talent.pk]}
    page = read(by_lead.post(at("move_priority", trust, culture), data, headers=HTMX))
    (kept,) = page.find("form", id=f"edit-{talent.pk}")
    assert "hx-preserve" in kept.attrs
