"""The plan's page: what it says, to whom, at what cost."""

from django.urls import reverse

from frameworks.loader import load
from frameworks.models import Framework
from matcap.assessments.actions import agree
from matcap.planning import actions

from ..conftest import begin, rate, rate_all
from ..frameworks.instruments import DATA
from ..pages import read
from .conftest import add, strands_of
from .reading import table, words

HEADINGS = ["Focus area", "Key issues", "What we will do", "Progress we want in 12 months"]
TALENT = "2B Recruiting, developing and retaining talent"


def test_the_table_says_what_was_written(sign_in, contributor, lead, assessment, culture, here):
    page = read(sign_in(contributor).get(here))
    assert table(page) == [
        HEADINGS,
        [
            f"A {TALENT} R",
            "(i) Posts stay empty. (ii) and (iii) Paths are unclear.",
            "Recruit together.",
            "Every post is filled by June.",
        ],
        [
            "B 1C Leading a culture of improvement AR",
            "None written yet.",
            "Not written yet.",
            "Not written yet.",
        ],
    ]
    (found,) = page.find("table")
    assert found.find("caption")[0].text == "Autumn 2026: the priorities, in order"
    assert [th.attrs["scope"] for th in found.find("th")] == ["col"] * 4 + ["row"] * 2
    assert page.find("h1")[0].text == "Priorities for the next 12 months"
    assert page.find("title")[0].text == "Plan · Autumn 2026 · matcap"


def test_its_roles_are_spelt_out(sign_in, lead, culture, here):
    (found,) = read(sign_in(lead).get(here)).find("table")
    assert found.attrs["role"] == "table"
    assert {row.attrs.get("role") for row in found.find("tr")} == {"row"}
    assert {cell.attrs.get("role") for cell in found.find("td")} == {"cell"}
    assert [cell.attrs.get("role") for cell in found.find("th")] == [
        *["columnheader"] * 5,
        *["rowheader"] * 2,
    ]
    labels = [cell.attrs.get("data-label") for cell in found.find("tr")[1].find("td")]
    assert labels == [*HEADINGS[1:], None]


def test_a_lead_has_the_buttons_that_make_sense(sign_in, lead, culture, here):
    rows = table(read(sign_in(lead).get(here)))
    talent, leading = TALENT, "1C Leading a culture of improvement"
    stamp = rows[1][4].partition("Alice Lead")[2]
    assert rows[1][4] == (f"Edit {talent} Move down {talent} Remove {talent} Alice Lead{stamp}")
    assert rows[2][4].startswith(f"Edit {leading} Move up {leading} Remove {leading}")


def test_markup_in_words_is_shown_as_words(sign_in, lead, assessment, talent, here):
    words = "<script>alert(1)</script> 🦉 مرحبا"
    actions.edit_priority(
        priority=talent, version=2, by=lead, what_we_will_do=words, issues=[(None, words, ())]
    )
    response = sign_in(lead).get(here)
    row = table(read(response))[1]
    assert row[2] == words
    assert row[1].endswith(words)
    assert b"<script>alert" not in response.content


def test_a_board_member_reads_the_plan_of_an_agreed_assessment(
    sign_in, board, lead, assessment, talent, here
):
    client = sign_in(board)
    assert client.get(here).status_code == 404
    rate_all(assessment, lead)
    agree(assessment=assessment, by=lead)
    page = read(client.get(here))
    assert table(page)[1][2] == "Recruit together."
    assert page.find("form", method="post")[0].attrs["action"] == reverse("account_logout")
    assert len(page.find("form")) == 1
    opened = client.get(here, {"edit": talent.pk})
    assert len(read(opened).find("textarea")) == 0


def test_readers_of_an_empty_plan_are_told_so(sign_in, contributor, here):
    page = read(sign_in(contributor).get(here))
    assert page.find("table") == []
    assert page.find("p", **{"class": "notice"})[0].text == "No priorities are written yet."


def test_an_empty_plan_shows_the_frameworks_examples(sign_in, lead, framework, here):
    page = read(sign_in(lead).get(here))
    rows = table(page)
    assert rows[0] == HEADINGS
    assert [row[0] for row in rows[1:]] == [
        "Example 1C Leading a culture of improvement",
        f"Example {TALENT}",
        "Example 3B Leadership of teaching",
        "Example 3C Evidence based professional learning models",
    ]
    first = framework.examples[0]["issues"]
    assert rows[1][1:] == [
        f"(i) {first[0]['text']} (ii) and (iii) {first[1]['text']} (iv) {first[2]['text']}",
        "Yours to write.",
        "Yours to write.",
    ]
    assert page.find("caption")[0].text == "Examples from the framework"


def test_the_examples_go_with_the_first_priority(sign_in, lead, talent, here):
    assert "Examples from the framework" not in sign_in(lead).get(here).content.decode()


def test_where_to_build_first_shows_the_evidence(sign_in, lead, assessment, here):
    rate(assessment, "1C", "AR", lead)
    rate(assessment, "2B", "R", lead, evidence="Nine posts were empty.")
    rate(assessment, "5A", "AR", lead, evidence="Long. " * 50)
    (offers, others) = read(sign_in(lead).get(here)).find("section", **{"class": "panel offers"})
    add_2b = f"Add as a priority: {TALENT}"
    assert [words(item) for item in offers.find("li")] == [
        f"{TALENT} R Nine posts were empty. {add_2b}",
        "1C Leading a culture of improvement AR No key evidence was written. "
        "Add as a priority: 1C Leading a culture of improvement",
        f"5A Knowing schools quantitatively AR Key evidence of 5A {('Long. ' * 50).strip()} "
        "Add as a priority: 5A Knowing schools quantitatively",
    ]
    assert len(offers.find("details")) == 1
    options = [option.text for option in others.find("option")]
    assert options[:2] == ["Choose…", "1A Clarity of purpose (not rated)"]
    assert len(options) == 10


def test_without_an_order_nothing_is_weak(sign_in, trust, lead):
    load([DATA / "three-choices.yaml"])
    assessment = begin(trust, Framework.objects.get(slug="who-decides"), lead)
    for element in assessment.tree.elements:
        rate(assessment, element.code, element.guide.code, lead)
    page = read(sign_in(lead).get(reverse("plan", args=[trust.slug, assessment.pk])))
    assert "Where to build first" not in words(page)
    assert len(page.find("option")) == len(assessment.tree.elements) + 1


def test_ten_queries_whatever_the_size(
    sign_in, lead, assessment, talent, here, django_assert_max_num_queries
):
    client = sign_in(lead)
    counts = []

    def count(address=here):
        with django_assert_max_num_queries(10) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))

    client.get(here)
    count()
    rate_all(assessment, lead)
    count()  # more elements are low, with evidence
    for element in assessment.tree.elements[:8]:
        if element.code not in ("2B", "1A"):
            add(assessment, element.code, lead)
    count()  # more priorities
    issues = [(None, f"Issue {n}", strands_of(assessment, "2B", "i", "iv")) for n in range(30)]
    actions.edit_priority(priority=talent, version=2, by=lead, issues=issues)
    count()  # more issues
    gone = add(assessment, "1A", lead)
    actions.remove_priority(priority=gone, by=lead)
    count(f"{here}?did=removed&priority={gone.pk}")  # one removed
    count(f"{here}?edit={talent.pk}")  # a form open
    assert set(counts) == {7}
