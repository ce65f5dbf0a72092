"""Schools rate themselves, and the trust rates them too."""

import datetime

import pytest
from django.urls import reverse

from matcap.assessments import actions
from matcap.assessments.models import Response
from matcap.trusts.actions import record_leaving
from matcap.trusts.roles import Role
from matcap.ui.refusal import Refused

from ..conftest import begin, person, rate, rate_all, rating_of
from ..pages import read


def _page_of(assessment, name, school) -> str:
    return reverse(name, args=[assessment.trust.slug, assessment.pk, school.pk, "1A"])


def test_a_school_rates_itself_and_reads_the_trusts_view_once_it_is_agreed(
    trust, framework, lead, contributor, schools, sign_in
):
    assessment = begin(trust, framework, lead, schools=schools)
    sam = person(trust, "Sam School", Role.SCHOOL_LEAD, schools=schools[:1])
    own, view = (_page_of(assessment, name, schools[0]) for name in ("rate_school", "rate_view"))
    school, leads = sign_in(sam), sign_in(lead)
    assert school.post(own, {"version": "1", "level": "G", "evidence": "Ours."}).status_code == 302
    told = {"version": "1", "level": "R", "evidence": "We see it otherwise."}
    assert leads.post(view, told).status_code == 302
    assert rating_of(assessment, "1A", schools[0]).level.code == "G"
    assert rating_of(assessment, "1A", schools[0], kind=Response.Kind.VIEW).level.code == "R"
    assert school.get(view).status_code == 404
    assert sign_in(contributor).get(view).status_code == 404
    assert school.post(view, told).status_code == 403
    assert "otherwise" not in school.get(own).content.decode()
    rate_all(assessment, lead)
    actions.agree(assessment=assessment, by=lead)
    assert "We see it otherwise." in school.get(view).content.decode()
    other = _page_of(assessment, "rate_view", schools[1])
    assert school.get(other).status_code == 404
    assert sign_in(contributor).get(other).status_code == 200


def test_a_school_that_leaves_in_mid_cycle_stays_as_it_was(
    sign_in, trust, framework, lead, schools
):
    assessment = begin(trust, framework, lead, schools=schools)
    rate(assessment, "1A", "G", lead, school=schools[0])
    record_leaving(school=schools[0], on=datetime.date(2026, 10, 1), by=lead)
    with pytest.raises(Refused, match="This school has left the trust"):
        rate(assessment, "1A", "R", lead, school=schools[0])
    page = read(sign_in(lead).get(reverse("heat_map", args=[trust.slug, assessment.pk])))
    [row] = [row for row in page.find("tr") if row.text.startswith("Ashdown (has left)")]
    assert row.find("td")[0].text == "G"
