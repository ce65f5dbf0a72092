"""Gentle notes, each where it belongs and nowhere else."""

from datetime import date

import pytest

from frameworks.tree import tree_of
from matcap.moderation.checks import Judged, notes

from ..house import instruments

TODAY = date(2026, 11, 20)


@pytest.fixture
def tree(framework):
    return tree_of(framework)


def said(tree, level="AG", before=None, marks="", **more) -> list[str]:
    by_code = tree.level_by_code
    judged = Judged(
        tree.elements[0],
        by_code[level] if level else None,
        **{"evidence": "We saw it.", "reason": "", "is_priority": True} | more,
        before=by_code[before] if before else None,
        marks=tuple(by_code[code] for code in marks.split()),
    )
    return [note.sentence for note in notes(tree, [judged], TODAY)]


def test_a_rating_with_its_evidence_has_none(tree):
    assert said(tree) == said(tree, "G") == said(tree, "R") == []


def test_what_is_not_rated_has_none(tree):
    assert said(tree, None, evidence="", marks="R", dated_on=(date(2020, 1, 1),)) == []


def test_the_strongest_without_evidence(tree):
    assert said(tree, "G", evidence=" ") == ["Green with no evidence yet."]
    assert said(tree, "G", evidence="", items=1) == said(tree, "AG", evidence="") == []


@pytest.mark.parametrize(("level", "name"), [("R", "Red"), ("AR", "Amber Red")])
def test_the_weaker_half_without_a_priority(tree, level, name):
    assert said(tree, level, is_priority=False) == [f"{name} and not among the priorities."]
    assert said(tree, "AG", is_priority=False) == []


def test_two_steps_changed_without_a_reason(tree):
    assert said(tree, "G", before="AR") == [
        "Amber Red before, Green now: the reason is not written yet."
    ]
    assert said(tree, "G", before="AR", reason="New leaders.") == []
    assert said(tree, "G", before="AG") == []


def test_stronger_than_every_mark(tree):
    assert said(tree, "AG", marks="R AR AR") == [
        "Amber Green is stronger than every mark under it."
    ]
    assert said(tree, "AG", marks="R AG") == said(tree, "AG") == []


def test_evidence_that_is_all_more_than_a_year_old(tree):
    old, new = date(2025, 11, 19), date(2025, 11, 20)
    assert said(tree, dated_on=(old,)) == ["Its dated evidence is more than a year old."]
    assert said(tree, dated_on=(old, new)) == []


def test_choices_without_order_are_never_strong_or_weak(db):
    tree = tree_of(instruments()["who-decides"])
    first, *_, last = (level.code for level in tree.levels)
    assert said(tree, last, first, evidence="", is_priority=False, marks=first) == []
