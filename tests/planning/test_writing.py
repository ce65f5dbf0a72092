"""Adding and editing priorities as a browser does, without JavaScript."""

import pytest

from matcap.planning.models import Issue, Priority
from matcap.planning.table import table_of

from ..conftest import rate
from ..pages import read
from .conftest import add, element_of, in_order, strands_of
from .reading import HTMX, at, focused, form, said, table, words

TALENT = "2B Recruiting, developing and retaining talent"


def test_add_without_javascript(by_lead, trust, assessment, here, lead):
    rate(assessment, "2B", "R", lead)
    element = element_of(assessment, "2B")
    answer = by_lead.post(f"{here}add/", {"element": element.pk}, follow=True)
    priority = Priority.objects.get()
    assert answer.redirect_chain == [
        (f"{here}?did=added&priority={priority.pk}&edit={priority.pk}", 302)
    ]
    page = read(answer)
    assert said(page) == f"{TALENT} is now priority A."
    assert focused(page) == ["issue-0-text"]
    assert in_order(assessment) == "A 2B"


@pytest.mark.parametrize(
    ("element", "status", "says"),
    [
        ("", 422, "Choose an element to add."),
        ("nonsense", 422, "Choose an element to add."),
        ("9" * 40, 422, "Choose an element to add."),
        ("999999", 409, "That element is not part of this framework. Nothing was added."),
    ],
)
def test_what_is_no_element_is_not_added(by_lead, assessment, here, element, status, says):
    answer = by_lead.post(f"{here}add/", {"element": element})
    assert answer.status_code == status
    assert read(answer).find("p", role="alert")[1].text == says
    assert table_of(assessment) == ()


def test_an_element_added_twice_is_refused(by_lead, assessment, talent, here):
    answer = by_lead.post(f"{here}add/", {"element": talent.element_id})
    assert answer.status_code == 409
    assert "This element is among the priorities already." in words(read(answer))
    assert in_order(assessment) == "A 2B"


def test_edit_without_javascript(by_lead, trust, assessment, talent, here, opened):
    sent = opened(talent)
    assert sent["issue-0-text"] == ["Posts stay empty."]
    assert sent["issue-1-strands"] == [str(s) for s in strands_of(assessment, "2B", "ii", "iii")]
    sent |= {
        "what_we_will_do": "Recruit together.\r\nKeep people.",
        "issue-0-strands": strands_of(assessment, "2B", "i", "iv"),
        "do": "save",
    }
    answer = by_lead.post(at("priority", trust, talent), sent, follow=True)
    assert answer.redirect_chain == [(f"{here}?did=saved&priority={talent.pk}", 302)]
    page = read(answer)
    assert said(page) == f"Saved priority A, {TALENT}."
    assert focused(page) == [f"Edit {TALENT}"]
    assert table(page)[1][1:4] == [
        "(i) and (iv) Posts stay empty. (ii) and (iii) Paths are unclear.",
        "Recruit together. Keep people.",
        "Every post is filled by June.",
    ]
    row = table_of(assessment)[0]
    assert (row.what_we_will_do, row.version) == ("Recruit together.\nKeep people.", 3)
    assert [issue.history.count() for issue in Issue.objects.all()] == [2, 1]


def test_a_form_saved_untouched_changes_nothing(by_lead, trust, assessment, talent, opened):
    by_lead.post(at("priority", trust, talent), opened(talent))
    assert table_of(assessment)[0].version == 2


def test_another_issue_keeps_what_was_typed(by_lead, trust, assessment, talent, opened):
    sent = opened(talent)
    ticked = strands_of(assessment, "2B", "v")
    sent |= {"issue-0-text": "Typed.", "issue-0-strands": ticked, "progress_sought": "Typed too."}
    page = read(by_lead.post(at("priority", trust, talent), sent | {"do": "another"}))
    again = form(page, at("priority", trust, talent))
    assert focused(page) == ["issue-2-text"]
    assert again["issue-0-text"] == ["Typed."]
    assert again["issue-0-strands"] == [str(pk) for pk in ticked]
    assert again["issue-2-text"] == [""]
    assert "data-touched" in page.find("form", id=f"edit-{talent.pk}")[0].attrs
    assert table_of(assessment)[0].version == 2
    again |= {"issue-2-text": "New.", "issue-2-strands": strands_of(assessment, "2B", "ii")}
    by_lead.post(at("priority", trust, talent), again | {"do": "save"})
    row = table_of(assessment)[0]
    assert [(issue.cited, issue.text) for issue in row.issues] == [
        ("(v)", "Typed."),
        ("(ii) and (iii)", "Paths are unclear."),
        ("(ii)", "New."),
    ]
    assert row.progress_sought == "Typed too."


def test_words_that_an_earlier_page_left_are_shown_again_and_not_saved(
    by_lead, trust, assessment, talent, opened
):
    address = at("priority", trust, talent)
    left = opened(talent) | {"issue-0-text": "Typed.", "progress_sought": "Typed too."}
    page = read(by_lead.post(address, left | {"do": "resume"}, headers=HTMX))
    again = form(page, address)
    assert (again["issue-0-text"], again["progress_sought"]) == (["Typed."], ["Typed too."])
    assert "data-touched" in page.find("form", id=f"edit-{talent.pk}")[0].attrs
    assert table_of(assessment)[0].version == 2


def test_a_blank_issue_waits_only_once(by_lead, trust, talent, opened):
    address = at("priority", trust, talent)
    sent = opened(talent)
    for _ in range(2):
        sent = form(read(by_lead.post(address, sent | {"do": "another"})), address)
    assert sent["issue-TOTAL_FORMS"] == ["3"]


def test_evidence_is_drawn_on(by_lead, trust, assessment, lead, here, opened):
    rate(assessment, "2B", "R", lead, evidence="(i) Nine posts\n\nwere empty.")
    priority = add(assessment, "2B", lead)
    address = at("priority", trust, priority)
    sent = opened(priority)
    page = read(by_lead.post(address, sent | {"do": "draw", "progress_sought": "Typed."}))
    assert focused(page) == ["issue-0-text"]
    (issue,) = page.find("fieldset", **{"class": "issue"})
    assert issue.find("p")[0].text == "From the key evidence of 2B"
    assert "Use this evidence as an issue" not in words(page)
    drawn = form(page, address)
    assert drawn["issue-0-text"] == ["(i) Nine posts\n\nwere empty."]
    by_lead.post(address, drawn | {"do": "save"})
    row = table_of(assessment)[0]
    assert (row.issues[0].text, row.issues[0].from_evidence, row.progress_sought) == (
        "(i) Nine posts\n\nwere empty.",
        True,
        "Typed.",
    )
    page = read(by_lead.get(here, {"edit": priority.pk}))
    assert "From the key evidence of 2B" in words(page)
    assert "Use this evidence as an issue" not in words(page)


def test_without_evidence_there_is_nothing_to_draw_on(by_lead, trust, assessment, culture, here):
    page = read(by_lead.get(here, {"edit": culture.pk}))
    assert "Use this evidence" not in words(page)


@pytest.mark.parametrize(
    ("change", "focus", "says"),
    [
        ({"issue-0-text": " "}, "issue-0-text", "Write what was found, or remove the issue."),
        ({"progress_sought": "a\0b"}, "progress_sought", "Null characters are not allowed."),
        ({"version": ""}, None, "This form came without its version. Open the row again."),
        ({"what_we_will_do": "x" * 50_001}, "what_we_will_do", "at most 50000 characters"),
    ],
)
def test_a_fault_keeps_what_was_typed(
    by_lead, trust, assessment, talent, change, focus, says, opened
):
    sent = opened(talent) | {"issue-1-text": "Typed."} | change
    answer = by_lead.post(at("priority", trust, talent), sent | {"do": "save"})
    assert answer.status_code == 422
    page = read(answer)
    assert says in words(page)
    again = form(page, at("priority", trust, talent))
    assert again["issue-1-text"] == ["Typed."]
    assert {name: again[name] for name in change} == {n: [v] for n, v in change.items()}
    if focus:
        assert focused(page) == [focus]
    assert table_of(assessment)[0].version == 2


def test_strands_ticked_without_words_are_asked_about(by_lead, trust, assessment, culture, opened):
    sent = opened(culture)
    sent["issue-0-strands"] = strands_of(assessment, "1C", "i")
    answer = by_lead.post(at("priority", trust, culture), sent)
    assert answer.status_code == 422
    page = read(answer)
    assert "Write what was found, or untick its strands." in words(page)
    assert form(page, at("priority", trust, culture))["issue-0-strands"] == [
        str(pk) for pk in sent["issue-0-strands"]
    ]


def test_a_strand_of_another_element_is_refused(by_lead, trust, assessment, talent, opened):
    sent = opened(talent) | {"issue-0-text": "Typed."}
    sent["issue-0-strands"] = strands_of(assessment, "2A", "i")
    answer = by_lead.post(at("priority", trust, talent), sent)
    assert answer.status_code == 422
    assert "That strand is not part of 2B." in words(read(answer))
    assert "Typed." in words(read(answer))
    assert table_of(assessment)[0].version == 2


def test_long_and_strange_words_come_back_as_typed(by_lead, trust, assessment, talent, opened):
    words = "\n lead" + "x" * 20_000 + " 🦉 مرحبا </textarea><script>alert(1)</script> & =cmd() \n"
    sent = opened(talent)
    sent |= {"what_we_will_do": words, "issue-0-text": words}
    by_lead.post(at("priority", trust, talent), sent)
    row = table_of(assessment)[0]
    assert (row.what_we_will_do, row.issues[0].text) == (words, words)
    again = opened(talent)
    assert (again["what_we_will_do"], again["issue-0-text"]) == ([words], [words])


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_removing_an_issue_keeps_what_was_typed(
    by_lead, trust, assessment, talent, headers, opened
):
    address = at("priority", trust, talent)
    sent = opened(talent)
    sent |= {"issue-0-text": "Typed one.", "issue-1-text": "Typed two."}
    issue = Issue.objects.first()
    page = read(by_lead.post(at("remove_issue", trust, issue), sent, headers=headers))
    assert focused(page) == ["Undo: put issue 1 back"]
    assert [i.text for i in table_of(assessment)[0].issues] == ["Paths are unclear."]
    after = form(page, address)
    assert (after["issue-0-removed"], after["issue-1-text"]) == (["on"], ["Typed two."])
    (undo,) = page.find("button", formaction=at("restore_issue", trust, issue))
    page = read(by_lead.post(undo.attrs["formaction"], after, headers=headers))
    assert focused(page) == ["issue-0-text"]
    back = form(page, address)
    assert back["issue-0-text"] == ["Typed one."]
    by_lead.post(address, back | {"do": "save"}, headers=headers)
    assert [(i.cited, i.text) for i in table_of(assessment)[0].issues] == [
        ("(i)", "Typed one."),
        ("(ii) and (iii)", "Typed two."),
    ]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_form_torn_in_transit_is_refused_in_words(by_lead, trust, assessment, talent, headers):
    for sent in ({}, {"version": "2"}, {"version": "2", "issue-TOTAL_FORMS": "x"}):
        answer = by_lead.post(at("priority", trust, talent), sent, headers=headers)
        assert answer.status_code == 422
        assert "Open the row again." in words(read(answer))
        for do in ("another", "draw"):
            by_lead.post(at("priority", trust, talent), sent | {"do": do}, headers=headers)
    assert table_of(assessment)[0].version == 2
