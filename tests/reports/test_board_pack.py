"""What a trustee finds in the board pack."""

import pytest

from matcap.assessments.actions import rate
from matcap.planning.actions import add_priority
from matcap.reports import documents
from matcap.reports.contents import GENERAL_QUESTION, heat_map_of, questions_of
from matcap.reports.record import read
from tests.reports.conftest import paper
from tests.reports.sample import lead_of, own_rating

pytestmark = pytest.mark.once


def test_first_page_says_it_all(pack):
    first = pack.pages[0]
    for part in (
        "Tamar Valley Trust · 4 December 2026 MAT Improvement Capacity Framework "
        "Autumn 2026, agreed on 12 November 2026. "
        "Green is a strength to build on; Red is where to build first.",
        "R Red AR Amber Red AG Amber Green G Green ▲ stronger, ▼ weaker, = the same as Autumn 2025",
        "1 Vision, culture and ethos",
        "What changed since Autumn 2025",
        "▼ 2B from AR: Five maths posts were unfilled at two terms.",
        "▲ 3A from AG",
        "Questions trustees may want to ask 2B Why do good people join us",
        "Priorities Focus area Key issues What we will do Progress we want in 12 months",
        "A R 2B Recruiting, developing and retaining talent",
        "(ii) and (iii) Staff cannot describe how to progress.",
        f"Tamar Valley Trust · Board pack, Autumn 2026 Page 1 of {len(pack.pages)}",
    ):
        assert part in first
    for element in ("1A · AG", "2B · R", "5B · AG"):
        assert element in first
    assert "Draft" not in pack.text


def test_each_element_with_its_evidence_marks_and_change(pack):
    from_second = " ".join(pack.pages[1:])
    assert (
        "2B Recruiting, developing and retaining talent Recruiting to the MAT · Staff Progression "
        "· Talent Management R Red ▼ weaker than Autumn 2025, when it was Amber Red "
        "Why this rating: Five maths posts were unfilled at two terms. Key evidence We talked"
    ) in from_second
    assert "- two schools share one lead for English; - one has no deputy" in from_second
    assert "Link: Notes of the autumn reviews https://files.tamar.example/reviews/2b" in from_second
    assert "The plan in full A · 2B Recruiting" in from_second
    assert "How to read this pack" in from_second
    assert (
        "Not rated: no level has been chosen yet, which is neither strong nor weak" in from_second
    )


def test_no_page_is_nearly_empty_and_no_heading_stands_alone_at_its_foot(pack):
    headings = [title for title in pack.outline if title != "Priorities"]
    for page in pack.pages[:-1]:
        body = page.rsplit("Tamar Valley Trust ·", 1)[0].strip()
        assert len(body) > 1200
        assert not any(body.endswith(heading) for heading in headings)


@pytest.fixture
def draft_pack(draft):
    """The pack of a draft in which 2B is not rated."""
    rating = own_rating(draft, "2B")
    rate(rating=rating, version=rating.version, by=lead_of(draft.trust), level=None)
    return paper(documents.board_pack, draft)


def test_draft_says_so_on_its_first_page_and_on_every_foot(draft_pack):
    assert (
        "Draft: not yet agreed. Autumn 2026, as it stands on 4 December 2026."
        in draft_pack.pages[0]
    )
    for number, page in enumerate(draft_pack.pages, start=1):
        assert (
            "Tamar Valley Trust · Board pack, Autumn 2026 · Draft: not yet agreed "
            f"Page {number} of {len(draft_pack.pages)}" in page
        )


def test_not_rated_is_a_state_of_its_own(draft_pack):
    assert "2B · –" in draft_pack.pages[0]
    assert "– Not rated" in draft_pack.pages[0]
    assert "▼ 2B" not in draft_pack.pages[0]
    assert "– Not rated Why this rating: Five maths posts" in draft_pack.text


@pytest.mark.parametrize("reason", ["Because it is so.", "A long reason with many words. " * 40])
def test_first_page_stays_one_page_however_much_changed(draft, reason):
    lead = lead_of(draft.trust)
    tree = draft.tree
    for element in tree.elements:
        rating = own_rating(draft, element.code)
        level = tree.level_by_code["R" if rating.level_id != tree.levels[0].pk else "G"]
        rate(rating=rating, version=rating.version, by=lead, level=level.pk, reason=reason)
        if element.code not in ("2B", "1C"):
            add_priority(assessment=draft, element=element.pk, by=lead)
    pack = paper(documents.board_pack, draft)
    assert "Priorities Focus area" in pack.pages[0]
    assert "The first three of 12" in pack.pages[0]
    assert pack.pages[1].startswith("Element by element")


def test_questions_weaker_first_then_the_weakest_and_four_at_most(assessment):
    heat_map = heat_map_of(read(assessment.trust, assessment))
    assert [cell.element.code for cell, _ in questions_of(heat_map)] == ["2B", "1C", "3B", "3C"]


def test_a_framework_without_questions_still_has_one(assessment):
    from dataclasses import replace

    heat_map = heat_map_of(read(assessment.trust, assessment))
    bare = replace(
        heat_map,
        columns=tuple(
            replace(
                column,
                cells=tuple(
                    replace(cell, element=replace(cell.element, trustee_question=""))
                    for cell in column.cells
                ),
            )
            for column in heat_map.columns
        ),
    )
    assert [question for _, question in questions_of(bare)] == [GENERAL_QUESTION]


def test_a_first_assessment_has_nothing_to_compare(draft):
    first = draft.previous
    first.previous = None
    pack = paper(documents.board_pack, first)
    assert "What changed There is no earlier agreed assessment" in pack.pages[0]
    assert "No priorities are written yet." in pack.pages[0]
    assert "stronger" not in pack.pages[0]
