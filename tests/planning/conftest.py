"""A plan to start from, and short ways to it."""

import pytest
from django.urls import reverse

from matcap.planning import actions
from matcap.planning.models import Priority
from matcap.planning.table import table_of

from ..conftest import rate
from ..pages import read
from .reading import at, form


def element_of(assessment, code: str):
    return assessment.tree.element_by_code[code]


def strands_of(assessment, code: str, *numerals: str) -> list[int]:
    """Primary keys of an element's strands."""
    return [s.pk for s in element_of(assessment, code).strands if s.numeral in numerals]


def add(assessment, code: str, by) -> Priority:
    return actions.add_priority(
        assessment=assessment, element=element_of(assessment, code).pk, by=by
    )


def in_order(assessment) -> str:
    """The table's codes and elements, such as "A 2B, B 1C"."""
    return ", ".join(f"{row.code} {row.element.code}" for row in table_of(assessment))


@pytest.fixture
def here(trust, assessment):
    """The address of the plan's page."""
    return reverse("plan", args=[trust.slug, assessment.pk])


@pytest.fixture
def by_lead(sign_in, lead):
    """The lead's browser, without JavaScript."""
    return sign_in(lead)


@pytest.fixture
def opened(by_lead, trust, here):
    """What the form of a priority's row would send, just opened."""

    def form_of(priority) -> dict:
        page = read(by_lead.get(here, {"edit": priority.pk}))
        return form(page, at("priority", trust, priority))

    return form_of


@pytest.fixture
def talent(assessment, lead):
    """Priority A, for 2B, rated Red: two issues and both words written."""
    rate(assessment, "2B", "R", lead, evidence="Nine posts were empty in September.")
    priority = add(assessment, "2B", lead)
    return actions.edit_priority(
        priority=priority,
        version=1,
        by=lead,
        what_we_will_do="Recruit together.",
        progress_sought="Every post is filled by June.",
        issues=[
            (None, "Posts stay empty.", strands_of(assessment, "2B", "i")),
            (None, "Paths are unclear.", strands_of(assessment, "2B", "ii", "iii")),
        ],
    )


@pytest.fixture
def culture(assessment, lead, talent):
    """Priority B, for 1C, rated Amber Red, with nothing written."""
    rate(assessment, "1C", "AR", lead)
    return add(assessment, "1C", lead)
