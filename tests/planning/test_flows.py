"""Each change of a plan as a browser makes it: without JavaScript, and with htmx."""

import re

import pytest
from django.urls import reverse

from matcap.planning import actions
from matcap.planning.models import Issue, Priority
from matcap.planning.table import table_of

from ..conftest import rate
from .conftest import add, element_of, in_order, strands_of
from .reading import form, parse, table

HTMX = {"HX-Request": "true"}
TALENT = "2B Recruiting, developing and retaining talent"


@pytest.fixture
def here(trust, assessment):
    return reverse("plan", args=[trust.slug, assessment.pk])


@pytest.fixture
def client(sign_in, lead):
    return sign_in(lead)


def at(name: str, trust, thing) -> str:
    return reverse(name, args=[trust.slug, thing.pk])


def opened(client, here, trust, priority) -> dict:
    """What the form of a row would send, just opened."""
    page = parse(client.get(here, {"edit": priority.pk}))
    return form(page, at("priority", trust, priority))


def said(page) -> str:
    return page.find("p", id="plan-said")[0].text


def focused(page) -> list:
    """Where the cursor goes: the text of a button or the name of a field."""
    tags = ("a", "button", "textarea")
    return [
        n.attrs.get("name") if n.tag == "textarea" else n.text
        for tag in tags
        for n in page.find(tag)
        if "autofocus" in n.attrs
    ]


def test_add_without_javascript(client, trust, assessment, here, lead):
    rate(assessment, "2B", "R", lead)
    element = element_of(assessment, "2B")
    answer = client.post(f"{here}add/", {"element": element.pk}, follow=True)
    priority = Priority.objects.get()
    assert answer.redirect_chain == [
        (f"{here}?did=added&priority={priority.pk}&edit={priority.pk}", 302)
    ]
    page = parse(answer)
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
def test_what_is_no_element_is_not_added(client, assessment, here, element, status, says):
    answer = client.post(f"{here}add/", {"element": element})
    assert answer.status_code == status
    assert parse(answer).find("p", role="alert")[1].text == says
    assert table_of(assessment) == ()


def test_an_element_added_twice_is_refused(client, assessment, talent, here):
    answer = client.post(f"{here}add/", {"element": talent.element_id})
    assert answer.status_code == 409
    assert "This element is among the priorities already." in parse(answer).text
    assert in_order(assessment) == "A 2B"


def test_edit_without_javascript(client, trust, assessment, talent, here):
    sent = opened(client, here, trust, talent)
    assert sent["issue-0-text"] == ["Posts stay empty."]
    assert sent["issue-1-strands"] == [str(s) for s in strands_of(assessment, "2B", "ii", "iii")]
    sent |= {
        "what_we_will_do": "Recruit together.\r\nKeep people.",
        "issue-0-strands": strands_of(assessment, "2B", "i", "iv"),
        "do": "save",
    }
    answer = client.post(at("priority", trust, talent), sent, follow=True)
    assert answer.redirect_chain == [(f"{here}?did=saved&priority={talent.pk}", 302)]
    page = parse(answer)
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


def test_a_form_saved_untouched_changes_nothing(client, trust, assessment, talent, here):
    client.post(at("priority", trust, talent), opened(client, here, trust, talent))
    assert table_of(assessment)[0].version == 2


def test_another_issue_keeps_what_was_typed(client, trust, assessment, talent, here):
    sent = opened(client, here, trust, talent)
    ticked = strands_of(assessment, "2B", "v")
    sent |= {"issue-0-text": "Typed.", "issue-0-strands": ticked, "progress_sought": "Typed too."}
    page = parse(client.post(at("priority", trust, talent), sent | {"do": "another"}))
    again = form(page, at("priority", trust, talent))
    assert focused(page) == ["issue-2-text"]
    assert again["issue-0-text"] == ["Typed."]
    assert again["issue-0-strands"] == [str(pk) for pk in ticked]
    assert again["issue-2-text"] == [""]
    assert "data-touched" in page.find("form", id=f"edit-{talent.pk}")[0].attrs
    assert table_of(assessment)[0].version == 2
    again |= {"issue-2-text": "New.", "issue-2-strands": strands_of(assessment, "2B", "ii")}
    client.post(at("priority", trust, talent), again | {"do": "save"})
    row = table_of(assessment)[0]
    assert [(issue.cited, issue.text) for issue in row.issues] == [
        ("(v)", "Typed."),
        ("(ii) and (iii)", "Paths are unclear."),
        ("(ii)", "New."),
    ]
    assert row.progress_sought == "Typed too."


def test_a_blank_issue_waits_only_once(client, trust, talent, here):
    address = at("priority", trust, talent)
    sent = opened(client, here, trust, talent)
    for _ in range(2):
        sent = form(parse(client.post(address, sent | {"do": "another"})), address)
    assert sent["issue-TOTAL_FORMS"] == ["3"]


def test_evidence_is_drawn_on(client, trust, assessment, lead, here):
    rate(assessment, "2B", "R", lead, evidence="(i) Nine posts\n\nwere empty.")
    priority = add(assessment, "2B", lead)
    address = at("priority", trust, priority)
    sent = opened(client, here, trust, priority)
    page = parse(client.post(address, sent | {"do": "draw", "progress_sought": "Typed."}))
    assert focused(page) == ["issue-0-text"]
    (issue,) = page.find("fieldset", **{"class": "issue"})
    assert issue.find("p")[0].text == "From the key evidence of 2B"
    assert "Use this evidence as an issue" not in page.text
    drawn = form(page, address)
    assert drawn["issue-0-text"] == ["(i) Nine posts\n\nwere empty."]
    client.post(address, drawn | {"do": "save"})
    row = table_of(assessment)[0]
    assert (row.issues[0].text, row.issues[0].from_evidence, row.progress_sought) == (
        "(i) Nine posts\n\nwere empty.",
        True,
        "Typed.",
    )
    page = parse(client.get(here, {"edit": priority.pk}))
    assert "From the key evidence of 2B" in page.text
    assert "Use this evidence as an issue" not in page.text


def test_without_evidence_there_is_nothing_to_draw_on(client, trust, assessment, culture, here):
    page = parse(client.get(here, {"edit": culture.pk}))
    assert "Use this evidence" not in page.text


@pytest.mark.parametrize(
    ("change", "focus", "says"),
    [
        ({"issue-0-text": " "}, "issue-0-text", "Write what was found, or remove the issue."),
        ({"progress_sought": "a\0b"}, "progress_sought", "Null characters are not allowed."),
        ({"version": ""}, None, "This form came without its version. Open the row again."),
        ({"what_we_will_do": "x" * 50_001}, "what_we_will_do", "at most 50000 characters"),
    ],
)
def test_a_fault_keeps_what_was_typed(client, trust, assessment, talent, here, change, focus, says):
    sent = opened(client, here, trust, talent) | {"issue-1-text": "Typed."} | change
    answer = client.post(at("priority", trust, talent), sent | {"do": "save"})
    assert answer.status_code == 422
    page = parse(answer)
    assert says in page.text
    again = form(page, at("priority", trust, talent))
    assert again["issue-1-text"] == ["Typed."]
    assert {name: again[name] for name in change} == {n: [v] for n, v in change.items()}
    if focus:
        assert focused(page) == [focus]
    assert table_of(assessment)[0].version == 2


def test_a_strand_of_another_element_is_refused(client, trust, assessment, talent, here):
    sent = opened(client, here, trust, talent) | {"issue-0-text": "Typed."}
    sent["issue-0-strands"] = strands_of(assessment, "2A", "i")
    answer = client.post(at("priority", trust, talent), sent)
    assert answer.status_code == 422
    assert "That strand is not part of 2B." in parse(answer).text
    assert "Typed." in parse(answer).text
    assert table_of(assessment)[0].version == 2


def test_long_and_strange_words_come_back_as_typed(client, trust, assessment, talent, here):
    words = "\n lead" + "x" * 20_000 + " 🦉 مرحبا </textarea><script>alert(1)</script> & =cmd() \n"
    sent = opened(client, here, trust, talent)
    sent |= {"what_we_will_do": words, "issue-0-text": words}
    client.post(at("priority", trust, talent), sent)
    row = table_of(assessment)[0]
    assert (row.what_we_will_do, row.issues[0].text) == (words, words)
    again = opened(client, here, trust, talent)
    assert (again["what_we_will_do"], again["issue-0-text"]) == ([words], [words])


def test_a_stale_form_shows_both_and_saves_the_choice(
    client, trust, assessment, contributor, talent, here
):
    address = at("priority", trust, talent)
    mine = opened(client, here, trust, talent)
    first = Issue.objects.first()
    actions.edit_priority(
        priority=talent,
        version=2,
        by=contributor,
        what_we_will_do="Theirs.",
        progress_sought="Theirs alone.",
        issues=[
            (first.pk, "Their issue.", strands_of(assessment, "2B", "v")),
            (None, "Their new issue.", ()),
        ],
    )
    mine |= {"what_we_will_do": "Mine.", "issue-0-text": "My issue.", "do": "save"}
    answer = client.post(address, mine)
    assert answer.status_code == 409
    page = parse(answer)
    assert "Bob Contributor changed this while you were editing it." in page.text
    assert [block.text for block in page.find("div", **{"class": "saved-now"})] == [
        "Saved now (v) Their issue.",
        "Saved now Theirs.",
    ]
    again = form(page, address)
    assert again["what_we_will_do"] == ["Mine."]
    assert again["progress_sought"] == ["Theirs alone."]
    assert again["issue-0-text"] == ["My issue."]
    assert again["issue-0-strands"] == [str(pk) for pk in strands_of(assessment, "2B", "v")]
    assert again["issue-2-text"] == ["Their new issue."]
    assert table_of(assessment)[0].what_we_will_do == "Theirs."
    client.post(address, again | {"do": "save"})
    row = table_of(assessment)[0]
    assert (row.what_we_will_do, row.progress_sought) == ("Mine.", "Theirs alone.")
    assert [(issue.cited, issue.text) for issue in row.issues] == [
        ("(v)", "My issue."),
        ("(ii) and (iii)", "Paths are unclear."),
        ("", "Their new issue."),
    ]
    assert "Theirs." in talent.history.values_list("what_we_will_do", flat=True)


def test_my_words_for_an_issue_that_was_removed_become_a_new_one(
    client, trust, assessment, contributor, talent, here
):
    address = at("priority", trust, talent)
    mine = opened(client, here, trust, talent) | {"issue-1-text": "My words.", "do": "save"}
    actions.remove_issue(issue=Issue.objects.first(), by=contributor)
    actions.remove_issue(issue=Issue.objects.last(), by=contributor)
    again = form(parse(client.post(address, mine)), address)
    assert again["issue-TOTAL_FORMS"] == ["1"]
    client.post(address, again | {"do": "save"})
    (issue,) = table_of(assessment)[0].issues
    assert (issue.cited, issue.text) == ("(ii) and (iii)", "My words.")


def test_words_for_a_removed_priority_wait_to_be_put_back(
    client, trust, assessment, contributor, talent, here
):
    address = at("priority", trust, talent)
    mine = opened(client, here, trust, talent) | {"what_we_will_do": "Mine.", "do": "save"}
    actions.remove_priority(priority=talent, by=contributor)
    answer = client.post(address, mine)
    assert answer.status_code == 409
    page = parse(answer)
    assert "Bob Contributor removed this priority. Put it back to save your words." in page.text
    (kept,) = page.find("form", id=f"edit-{talent.pk}")
    pressed = [b.attrs["value"] for b in kept.find("button", name="do")]
    assert pressed == ["restore", "another", "draw", "restore"]
    again = form(page, address)
    assert again["what_we_will_do"] == ["Mine."]
    client.post(address, again | {"do": "restore"})
    assert in_order(assessment) == "A 2B"
    assert table_of(assessment)[0].what_we_will_do == "Mine."


def test_words_for_a_priority_that_was_removed_and_added_anew(
    client, trust, assessment, contributor, talent, here
):
    address = at("priority", trust, talent)
    mine = opened(client, here, trust, talent) | {"what_we_will_do": "Mine."}
    actions.remove_priority(priority=talent, by=contributor)
    add(assessment, "2B", contributor)
    again = form(parse(client.post(address, mine | {"do": "save"})), address)
    answer = client.post(address, again | {"do": "restore"})
    assert answer.status_code == 409
    page = parse(answer)
    assert "This element is among the priorities already." in page.text
    assert form(page, address)["what_we_will_do"] == ["Mine."]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_move(client, trust, assessment, talent, culture, here, headers):
    third = add(assessment, "3A", talent.changed_by)
    address = at("move_priority", trust, third)
    page = parse(client.post(address, {"to": "up"}, headers=headers, follow=True))
    assert in_order(assessment) == "A 2B, B 3A, C 1C"
    assert said(page) == "3A Approach to Pedagogy is now priority B."
    assert focused(page) == ["Move up 3A Approach to Pedagogy"]
    page = parse(client.post(address, {"to": "up"}, headers=headers, follow=True))
    assert focused(page) == ["Move down 3A Approach to Pedagogy"]
    page = parse(client.post(address, {"to": "down"}, headers=headers, follow=True))
    assert in_order(assessment) == "A 2B, B 3A, C 1C"
    assert [row[0] for row in table(page)[1:]] == [
        f"A {TALENT} R",
        "B 3A Approach to Pedagogy –",
        "C 1C Leading a culture of improvement AR",
    ]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_remove_and_undo(client, trust, assessment, talent, culture, here, headers):
    address = at("remove_priority", trust, talent)
    page = parse(client.post(address, headers=headers, follow=True))
    assert said(page) == f"{TALENT} is no longer a priority. You can undo this."
    assert table(page)[1] == [f"Removed: {TALENT}. Undo: put {TALENT} back"]
    assert table(page)[2][0] == "A 1C Leading a culture of improvement AR"
    assert focused(page) == [f"Undo: put {TALENT} back"]
    undo = page.find("tr", id=f"priority-{talent.pk}")[0].find("form")[0].attrs["action"]
    page = parse(client.post(undo, headers=headers, follow=True))
    assert said(page) == f"{TALENT} is back in the plan, as priority A."
    assert focused(page) == [f"Edit {TALENT}"]
    assert in_order(assessment) == "A 2B, B 1C"


def test_what_was_removed_can_be_put_back_later(client, trust, assessment, talent, culture, here):
    client.post(at("remove_priority", trust, talent))
    page = parse(client.get(here))
    (removed,) = page.find("details", **{"class": "panel removed"})
    assert removed.find("summary")[0].text == "Removed priorities (1)"
    client.post(removed.find("form")[0].attrs["action"])
    assert in_order(assessment) == "A 2B, B 1C"


def test_putting_back_beside_its_element_is_refused(client, trust, assessment, talent, lead, here):
    client.post(at("remove_priority", trust, talent))
    add(assessment, "2B", lead)
    assert "Removed priorities" not in parse(client.get(here)).text
    answer = client.post(at("restore_priority", trust, talent))
    assert answer.status_code == 409
    assert "This element is among the priorities already." in parse(answer).text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_removing_an_issue_keeps_what_was_typed(client, trust, assessment, talent, here, headers):
    address = at("priority", trust, talent)
    sent = opened(client, here, trust, talent)
    sent |= {"issue-0-text": "Typed one.", "issue-1-text": "Typed two."}
    issue = Issue.objects.first()
    page = parse(client.post(at("remove_issue", trust, issue), sent, headers=headers))
    assert focused(page) == ["Undo: put issue 1 back"]
    assert [i.text for i in table_of(assessment)[0].issues] == ["Paths are unclear."]
    after = form(page, address)
    assert (after["issue-0-removed"], after["issue-1-text"]) == (["on"], ["Typed two."])
    (undo,) = page.find("button", formaction=at("restore_issue", trust, issue))
    page = parse(client.post(undo.attrs["formaction"], after, headers=headers))
    assert focused(page) == ["issue-0-text"]
    back = form(page, address)
    assert back["issue-0-text"] == ["Typed one."]
    client.post(address, back | {"do": "save"}, headers=headers)
    assert [(i.cited, i.text) for i in table_of(assessment)[0].issues] == [
        ("(i)", "Typed one."),
        ("(ii) and (iii)", "Typed two."),
    ]


def test_a_removed_issue_stays_removed_when_the_row_is_saved(
    client, trust, assessment, talent, here
):
    sent = opened(client, here, trust, talent) | {"issue-0-text": "Typed."}
    page = parse(client.post(at("remove_issue", trust, Issue.objects.first()), sent))
    client.post(at("priority", trust, talent), form(page, at("priority", trust, talent)))
    assert [i.text for i in table_of(assessment)[0].issues] == ["Paths are unclear."]


def test_removing_an_issue_does_not_hide_that_the_form_is_stale(
    client, trust, assessment, contributor, talent, here
):
    sent = opened(client, here, trust, talent) | {"what_we_will_do": "Mine."}
    actions.edit_priority(priority=talent, version=2, by=contributor, what_we_will_do="Theirs.")
    page = parse(client.post(at("remove_issue", trust, Issue.objects.first()), sent))
    address = at("priority", trust, talent)
    answer = client.post(address, form(page, address) | {"do": "save"})
    assert answer.status_code == 409
    assert table_of(assessment)[0].what_we_will_do == "Theirs."


def test_an_issue_button_without_its_form_leads_back(client, trust, talent, here):
    issue = Issue.objects.first()
    answer = client.post(at("remove_issue", trust, issue))
    assert answer["Location"] == f"{here}?edit={talent.pk}"
    issue.refresh_from_db()
    assert issue.removed_at


def test_cancel_leads_back_to_the_row(client, trust, talent, here):
    page = parse(client.get(here, {"edit": talent.pk}))
    (cancel,) = [a for a in page.find("a") if a.text == "Cancel"]
    page = parse(client.get(cancel.attrs["href"]))
    assert page.find("textarea") == []
    assert focused(page) == [f"Edit {TALENT}"]


def test_the_row_address_opens_its_form(client, trust, talent, here):
    answer = client.get(at("priority", trust, talent))
    assert answer["Location"] == f"{here}?edit={talent.pk}"
    piece = parse(client.get(at("priority", trust, talent), headers=HTMX))
    assert piece.find("html") == []
    assert len(piece.find("form", id=f"edit-{talent.pk}")) == 1


@pytest.mark.parametrize("query", ["edit=999", "edit=x", "did=nonsense&priority=1", "did=saved"])
def test_an_address_made_up_shows_the_page(client, talent, here, query):
    page = parse(client.get(f"{here}?{query}"))
    assert (said(page), focused(page), page.find("textarea")) == ("", [], [])


def test_what_an_old_address_says_is_not_said_when_untrue(client, trust, talent, here):
    page = parse(client.get(f"{here}?did=removed&priority={talent.pk}"))
    assert said(page) == ""


def test_htmx_gets_the_region_that_the_page_would_show(client, trust, talent, culture, here):
    page, piece = (
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        for answer in (client.get(here), client.get(here, headers=HTMX))
    )
    assert piece.split('<p id="plan-said"')[0].strip() in page


def test_forms_that_are_open_elsewhere_are_kept(client, trust, assessment, talent, culture, here):
    third = add(assessment, "3A", talent.changed_by)
    answer = client.post(
        at("move_priority", trust, third),
        {"to": "up", "open": ["", talent.pk, third.pk, 999]},
        headers=HTMX,
    )
    page = parse(answer)
    (kept,) = page.find("form", id=f"edit-{talent.pk}")
    assert "hx-preserve" in kept.attrs
    assert page.find("form", id=f"edit-{third.pk}") == []
    assert [t for t in page.find("textarea") if "autofocus" in t.attrs] == []


def test_an_open_form_stays_though_its_row_was_removed(
    client, trust, assessment, contributor, talent, culture, here
):
    actions.remove_priority(priority=talent, by=contributor)
    data = {"to": "up", "open": [talent.pk]}
    page = parse(client.post(at("move_priority", trust, culture), data, headers=HTMX))
    (kept,) = page.find("form", id=f"edit-{talent.pk}")
    assert "hx-preserve" in kept.attrs


def test_the_form_that_is_sent_is_not_kept(client, trust, talent, here):
    sent = opened(client, here, trust, talent)
    page = parse(client.post(at("priority", trust, talent), sent | {"do": "another"}, headers=HTMX))
    assert "hx-preserve" not in page.find("form", id=f"edit-{talent.pk}")[0].attrs
    page = parse(client.post(at("priority", trust, talent), sent | {"do": "save"}, headers=HTMX))
    assert page.find("form", id=f"edit-{talent.pk}") == []
    assert said(page) == f"Saved priority A, {TALENT}."


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_form_torn_in_transit_is_refused_in_words(client, trust, assessment, talent, headers):
    for sent in ({}, {"version": "2"}, {"version": "2", "issue-TOTAL_FORMS": "x"}):
        answer = client.post(at("priority", trust, talent), sent, headers=headers)
        assert answer.status_code == 422
        assert "Open the row again." in parse(answer).text
        for do in ("another", "draw"):
            client.post(at("priority", trust, talent), sent | {"do": do}, headers=headers)
    assert table_of(assessment)[0].version == 2
