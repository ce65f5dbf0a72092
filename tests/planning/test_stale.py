"""Two people at one priority: nothing of either is lost."""

from matcap.planning import actions
from matcap.planning.models import Issue
from matcap.planning.table import table_of

from ..pages import read
from .conftest import add, in_order, strands_of
from .reading import at, form, words

TALENT = "2B Recruiting, developing and retaining talent"


def test_a_stale_form_shows_both_and_saves_the_choice(
    by_lead, trust, assessment, contributor, talent, opened
):
    address = at("priority", trust, talent)
    mine = opened(talent)
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
    answer = by_lead.post(address, mine)
    assert answer.status_code == 409
    page = read(answer)
    assert "Bob Contributor changed this while you were editing it." in words(page)
    assert [words(block) for block in page.find("div", **{"class": "saved-now"})] == [
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
    by_lead.post(address, again | {"do": "save"})
    row = table_of(assessment)[0]
    assert (row.what_we_will_do, row.progress_sought) == ("Mine.", "Theirs alone.")
    assert [(issue.cited, issue.text) for issue in row.issues] == [
        ("(v)", "My issue."),
        ("(ii) and (iii)", "Paths are unclear."),
        ("", "Their new issue."),
    ]
    assert "Theirs." in talent.history.values_list("what_we_will_do", flat=True)


def test_my_words_for_an_issue_that_was_removed_become_a_new_one(
    by_lead, trust, assessment, contributor, talent, opened
):
    address = at("priority", trust, talent)
    mine = opened(talent) | {"issue-1-text": "My words.", "do": "save"}
    actions.remove_issue(issue=Issue.objects.first(), by=contributor)
    actions.remove_issue(issue=Issue.objects.last(), by=contributor)
    again = form(read(by_lead.post(address, mine)), address)
    assert again["issue-TOTAL_FORMS"] == ["1"]
    by_lead.post(address, again | {"do": "save"})
    (issue,) = table_of(assessment)[0].issues
    assert (issue.cited, issue.text) == ("(ii) and (iii)", "My words.")


def test_words_for_a_removed_priority_wait_to_be_put_back(
    by_lead, trust, assessment, contributor, talent, opened
):
    address = at("priority", trust, talent)
    mine = opened(talent) | {"what_we_will_do": "Mine.", "do": "save"}
    actions.remove_priority(priority=talent, by=contributor)
    answer = by_lead.post(address, mine)
    assert answer.status_code == 409
    page = read(answer)
    assert "Bob Contributor removed this priority. Put it back to save your words." in words(page)
    (kept,) = page.find("form", id=f"edit-{talent.pk}")
    pressed = [b.attrs["value"] for b in kept.find("button", name="do")]
    assert pressed == ["restore", "another", "draw", "restore"]
    again = form(page, address)
    assert again["what_we_will_do"] == ["Mine."]
    by_lead.post(address, again | {"do": "restore"})
    assert in_order(assessment) == "A 2B"
    assert table_of(assessment)[0].what_we_will_do == "Mine."


def test_words_for_a_priority_that_was_removed_and_added_anew(
    by_lead, trust, assessment, contributor, talent, opened
):
    address = at("priority", trust, talent)
    mine = opened(talent) | {"what_we_will_do": "Mine."}
    actions.remove_priority(priority=talent, by=contributor)
    add(assessment, "2B", contributor)
    again = form(read(by_lead.post(address, mine | {"do": "save"})), address)
    answer = by_lead.post(address, again | {"do": "restore"})
    assert answer.status_code == 409
    page = read(answer)
    assert "This element is among the priorities already." in words(page)
    assert form(page, address)["what_we_will_do"] == ["Mine."]


def test_removing_an_issue_does_not_hide_that_the_form_is_stale(
    by_lead, trust, assessment, contributor, talent, opened
):
    sent = opened(talent) | {"what_we_will_do": "Mine."}
    actions.edit_priority(priority=talent, version=2, by=contributor, what_we_will_do="Theirs.")
    page = read(by_lead.post(at("remove_issue", trust, Issue.objects.first()), sent))
    address = at("priority", trust, talent)
    answer = by_lead.post(address, form(page, address) | {"do": "save"})
    assert answer.status_code == 409
    assert table_of(assessment)[0].what_we_will_do == "Theirs."
