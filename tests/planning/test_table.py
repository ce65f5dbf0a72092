"""Reading the table: what reports and the page are given."""

import pytest
from django.urls import reverse

from matcap.planning import actions
from matcap.planning.page import examples_of, offers_of
from matcap.planning.table import cite, code_of, read, table_of

from ..conftest import rate
from ..pages import read as read_page
from .conftest import add, strands_of


@pytest.mark.parametrize(
    ("place", "code"),
    [(0, "A"), (1, "B"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")],
)
def test_codes_follow_the_order(place, code):
    assert code_of(place) == code


@pytest.mark.parametrize(
    ("positions", "cited"),
    [
        ([], ""),
        ([2], "(ii)"),
        ([3, 2], "(ii) and (iii)"),
        ([1, 2, 4], "(i), (ii) and (iv)"),
    ],
)
def test_strands_are_cited_as_people_do(positions, cited):
    assert cite(positions) == cited


def test_a_row_has_what_the_paper_needs(assessment, lead, talent):
    (row,) = table_of(assessment)
    assert (row.pk, row.code, row.name) == (
        talent.pk,
        "A",
        "2B Recruiting, developing and retaining talent",
    )
    assert row.level.code == "R"
    assert [(issue.cited, issue.text) for issue in row.issues] == [
        ("(i)", "Posts stay empty."),
        ("(ii) and (iii)", "Paths are unclear."),
    ]
    assert row.issues[1].strands == row.element.strands[1:3]
    assert (row.what_we_will_do, row.progress_sought) == (
        "Recruit together.",
        "Every post is filled by June.",
    )
    assert (row.version, row.changed_by_name) == (2, "Alice Lead")
    assert row.changed_at == talent.changed_at


def test_the_level_is_the_trusts_own_and_the_one_now(trust, framework, lead, schools):
    from ..conftest import begin

    assessment = begin(trust, framework, lead, schools=schools)
    rate(assessment, "2B", "G", lead, school=schools[0])
    add(assessment, "2B", lead)
    assert table_of(assessment)[0].level is None
    rate(assessment, "2B", "AR", lead)
    assert table_of(assessment)[0].level.code == "AR"


def test_who_changed_it_may_be_gone(assessment, contributor, lead):
    add(assessment, "2B", contributor)
    contributor.delete()
    assert table_of(assessment)[0].changed_by_name == ""


def test_no_plan_is_an_empty_table(assessment):
    assert table_of(assessment) == ()


def test_three_queries_whatever_the_size(assessment, lead, talent, django_assert_num_queries):
    assessment.tree  # noqa: B018 (read once in a process)
    with django_assert_num_queries(3):
        table_of(assessment)
    for element in assessment.tree.elements:
        if element.code != "2B":
            add(assessment, element.code, lead)
    issues = [(None, f"Issue {n}", strands_of(assessment, "2B", "i", "iv")) for n in range(30)]
    actions.edit_priority(priority=talent, version=2, by=lead, issues=issues)
    with django_assert_num_queries(3):
        rows = table_of(assessment)
    assert (len(rows), len(rows[0].issues)) == (12, 32)


def test_another_plans_rows_stay_out(agreed, assessment, lead, talent):
    assert table_of(agreed) == ()
    assert len(table_of(assessment)) == 1


def test_the_low_elements_are_offered_weakest_first(assessment, lead):
    for code, level in [("1A", "AR"), ("1B", "G"), ("2A", "R"), ("3A", "AR"), ("3B", "R")]:
        rate(assessment, code, level, lead, evidence=f"Seen in {code}.")
    add(assessment, "3B", lead)
    offers = offers_of(assessment.tree, read(assessment))
    assert [(s.element.code, s.level.code, s.evidence) for s in offers.first] == [
        ("2A", "R", "Seen in 2A."),
        ("1A", "AR", "Seen in 1A."),
        ("3A", "AR", "Seen in 3A."),
    ]
    others = [standing.element.code for standing in offers.others]
    assert others == ["1B", "1C", "2B", "3C", "4A", "4B", "5A", "5B"]


def test_the_first_few_stand_open_and_the_rest_on_demand(assessment, lead, sign_in, trust):
    for element in assessment.tree.elements[:8]:
        rate(assessment, element.code, "R" if element.code == "3C" else "AR", lead)
    offers = offers_of(assessment.tree, read(assessment))
    assert [one.element.code for one in offers.shown] == ["3C", "1A", "1B", "1C", "2A", "2B"]
    assert [one.element.code for one in offers.more] == ["3A", "3B"]
    page = read_page(sign_in(lead).get(reverse("plan", args=[trust.slug, assessment.pk])))
    [more] = [one for one in page.find("details") if "Show all 8" in one.text]
    assert [one.one("b").text[:2] for one in more.find("li")] == ["3A", "3B"]


def test_the_examples_are_the_frameworks(framework, assessment):
    examples = examples_of(assessment.tree)
    assert [(e.element.code, [i.cited for i in e.issues]) for e in examples] == [
        ("1C", ["(i)", "(ii) and (iii)", "(iv)"]),
        ("2B", ["(i)", "(ii) and (iii)"]),
        ("3B", ["(i) and (ii)"]),
        ("3C", ["(ii) and (iii)", "(v)"]),
    ]
    assert [issue["text"] for e in framework.examples for issue in e["issues"]] == [
        issue.text for example in examples for issue in example.issues
    ]
