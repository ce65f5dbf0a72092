"""What addresses and htmx are answered with."""

import re

import pytest

from ..pages import read
from .conftest import add
from .reading import HTMX, at, focused, said

TALENT = "2B Recruiting, developing and retaining talent"


def test_the_row_address_opens_its_form(by_lead, trust, talent, here):
    answer = by_lead.get(at("priority", trust, talent))
    assert answer["Location"] == f"{here}?edit={talent.pk}"
    piece = read(by_lead.get(at("priority", trust, talent), headers=HTMX))
    assert piece.find("html") == []
    assert len(piece.find("form", id=f"edit-{talent.pk}")) == 1


@pytest.mark.parametrize("query", ["edit=999", "edit=x", "did=nonsense&priority=1", "did=saved"])
def test_an_address_made_up_shows_the_page(by_lead, talent, here, query):
    page = read(by_lead.get(f"{here}?{query}"))
    assert (said(page), focused(page), page.find("textarea")) == ("", [], [])


def test_what_an_old_address_says_is_not_said_when_untrue(by_lead, trust, talent, here):
    page = read(by_lead.get(f"{here}?did=removed&priority={talent.pk}"))
    assert said(page) == ""


def test_htmx_gets_the_region_that_the_page_would_show(by_lead, trust, talent, culture, here):
    page, piece = (
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        for answer in (by_lead.get(here), by_lead.get(here, headers=HTMX))
    )
    assert piece.split('<p id="plan-said"')[0].strip() in page


def test_forms_that_are_open_elsewhere_are_kept(by_lead, trust, assessment, talent, culture, here):
    third = add(assessment, "3A", talent.changed_by)
    answer = by_lead.post(
        at("move_priority", trust, third),
        {"to": "up", "open": ["", talent.pk, third.pk, 999]},
        headers=HTMX,
    )
    page = read(answer)
    (kept,) = page.find("form", id=f"edit-{talent.pk}")
    assert "hx-preserve" in kept.attrs
    assert page.find("form", id=f"edit-{third.pk}") == []
    assert [t for t in page.find("textarea") if "autofocus" in t.attrs] == []


def test_the_form_that_is_sent_is_not_kept(by_lead, trust, talent, opened):
    sent = opened(talent)
    page = read(by_lead.post(at("priority", trust, talent), sent | {"do": "another"}, headers=HTMX))
    assert "hx-preserve" not in page.find("form", id=f"edit-{talent.pk}")[0].attrs
    page = read(by_lead.post(at("priority", trust, talent), sent | {"do": "save"}, headers=HTMX))
    assert page.find("form", id=f"edit-{talent.pk}") == []
    assert said(page) == f"Saved priority A, {TALENT}."
