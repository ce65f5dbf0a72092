"""What people send to assessments, read into what actions take."""

import pytest
from django.http import QueryDict

from frameworks.loader import load
from matcap.assessments.forms import WRITTEN_AT_MOST, LinkForm, RatingForm, StartForm
from matcap.trusts.actions import add_school
from matcap.trusts.models import School

from ..frameworks.instruments import DATA


@pytest.fixture
def tree(assessment):
    return assessment.tree


def rating_form(tree, **sent) -> RatingForm:
    data = QueryDict(mutable=True)
    data.update({"version": "1"} | {name.replace("_", "-"): text for name, text in sent.items()})
    return RatingForm(tree, tree.elements[0], data)


def level(tree, code):
    return tree.level_by_code[code].pk


def test_what_was_not_sent_is_not_touched(tree):
    form = rating_form(tree)
    assert form.is_valid()
    assert form.touched() == {"marks": {}}


def test_what_was_sent_empty_is_cleared(tree):
    form = rating_form(tree, level="", evidence="", reason="", mark_ii="")
    assert form.is_valid()
    second = tree.elements[0].strands[1].pk
    assert form.touched() == {
        "level": None,
        "evidence": "",
        "reason": "",
        "marks": {second: None},
    }


def test_codes_and_numerals_become_levels_and_strands(tree):
    form = rating_form(tree, level="AG", evidence=" As typed. ", mark_i="R", mark_vi="G")
    assert form.is_valid()
    strands = tree.elements[0].strands
    assert form.touched() == {
        "level": level(tree, "AG"),
        "evidence": " As typed. ",
        "marks": {strands[0].pk: level(tree, "R"), strands[5].pk: level(tree, "G")},
    }


def test_a_strand_that_the_element_does_not_have_is_not_read(tree):
    form = rating_form(tree, mark_vii="R")
    assert len(tree.elements[0].strands) == 6
    assert form.is_valid()
    assert form.touched() == {"marks": {}}


def test_line_ends_of_a_browser_become_ours(tree):
    form = rating_form(tree, evidence="one\r\ntwo\r\n\r\nthree")
    assert form.is_valid()
    assert form.touched()["evidence"] == "one\ntwo\n\nthree"


@pytest.mark.parametrize("code", ["Z", "ag", "AG ", "1", "SET", "R\x00"])
def test_a_level_off_the_scale_is_refused_in_a_sentence(tree, code):
    form = rating_form(tree, level=code, mark_i=code)
    assert not form.is_valid()
    assert form.sentences() == ["That level is not on this framework's scale."] * 2


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "1.5"])
def test_a_version_that_is_none_is_refused(tree, version):
    form = rating_form(tree, level="R")
    form.data["version"] = version
    assert not form.is_valid()
    assert set(form.errors) == {"version"}


def test_as_much_as_a_field_holds_is_taken_and_no_more(tree):
    longest = "x" * WRITTEN_AT_MOST
    assert rating_form(tree, evidence=longest, reason=longest).is_valid()
    form = rating_form(tree, evidence=f"{longest}x")
    assert not form.is_valid()
    (sentence,) = form.sentences()
    assert sentence == "Write at most 50000 characters: this has 50001."


def test_a_line_end_counts_once_however_the_browser_sends_it(tree):
    """A textarea's own limit counts a line end once, and the form then sends it as two."""
    text = ("x" * 99 + "\r\n") * (WRITTEN_AT_MOST // 100)
    form = rating_form(tree, evidence=text)
    assert form.is_valid(), form.sentences()
    assert len(form.touched()["evidence"]) == WRITTEN_AT_MOST


# ── starting ──────────────────────────────────────────────────────────────────────────────


def start_form(trust, framework, /, **changed) -> StartForm:
    data = QueryDict(mutable=True)
    sent = {"framework": framework.pk, "title": "Spring", "opened_on": "2026-03-02"} | changed
    for name, value in sent.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return StartForm(trust, data)


def test_start_offers_the_schools_that_are_in_the_trust_now(trust, rival, framework, schools):
    add_school(trust=rival, name="Elsewhere", phase="primary")
    School.objects.filter(pk=schools[1].pk).update(left_on="2026-08-31")
    offered = StartForm(trust).fields["schools"].queryset
    assert [school.name for school in offered] == ["Ashdown"]


def test_start_says_nothing_of_schools_where_there_are_none(trust, framework):
    assert "schools" not in StartForm(trust).fields


def test_a_school_of_another_trust_is_refused(trust, rival, framework, schools):
    other = add_school(trust=rival, name="Elsewhere", phase="primary")
    form = start_form(trust, framework, schools=[schools[0].pk, other.pk])
    assert not form.is_valid()
    assert form.errors["schools"] == [
        f"Select a valid choice. {other.pk} is not one of the available choices."
    ]


def test_a_school_that_has_left_is_refused(trust, framework, schools):
    School.objects.filter(pk=schools[1].pk).update(left_on="2026-08-31")
    assert not start_form(trust, framework, schools=[schools[1].pk]).is_valid()
    assert start_form(trust, framework, schools=[schools[0].pk]).is_valid()


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"title": "   "}, "title", "This field is required."),
        ({"title": "x" * 101}, "title", "at most 100 characters (it has 101)"),
        ({"title": "a\x00b"}, "title", "Null characters are not allowed."),
        ({"opened_on": "soon"}, "opened_on", "Enter a valid date."),
        ({"opened_on": "2026-02-30"}, "opened_on", "Enter a valid date."),
        ({"opened_on": ""}, "opened_on", "This field is required."),
        ({"due_on": "2026-13-01"}, "due_on", "Enter a valid date."),
        ({"framework": "999999"}, "framework", "not one of the available choices"),
        ({"framework": "x"}, "framework", "not one of the available choices"),
    ],
)
def test_a_start_that_is_wrong_says_where(trust, framework, changed, field, said):
    assert start_form(trust, framework).is_valid()
    form = start_form(trust, framework, **changed)
    assert not form.is_valid()
    assert set(form.errors) == {field}
    assert said in " ".join(form.errors[field])


def test_every_published_framework_can_be_chosen(trust, framework):
    load([DATA / "three-choices.yaml", DATA / "four-stages.yaml"])
    offered = [label for _, label in StartForm(trust).fields["framework"].choices]
    assert offered == [
        "How a school garden grows",
        "MAT Improvement Capacity Framework",
        "Who decides what",
    ]


# ── links ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"address": ""}, "address"),
        ({"address": "https://x.example/" + "a" * 2000}, "address"),
        ({"address": "https://x.example/\x00"}, "address"),
        ({"title": "x" * 201, "address": "https://x.example"}, "title"),
        ({"title": "\x00", "address": "https://x.example"}, "title"),
    ],
)
def test_a_link_that_does_not_fit_is_refused(sent, field):
    form = LinkForm(sent)
    assert not form.is_valid()
    assert set(form.errors) == {field}
