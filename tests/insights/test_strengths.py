"""Who is strong and who needs help, and where a school and the trust part."""

import pytest
from django.urls import reverse

from matcap.assessments import actions
from matcap.assessments.models import Response
from matcap.trusts.actions import make_cluster, move_schools
from matcap.trusts.roles import Role

from ..conftest import begin, person, rate, rate_all, rating_of
from ..pages import read


def view(assessment, code, level, by, school):
    rating = rating_of(assessment, code, school, kind=Response.Kind.VIEW)
    level = assessment.tree.level_by_code[level].pk
    return actions.rate(rating=rating, version=rating.version, by=by, level=level)


@pytest.fixture
def rated(trust, framework, lead, schools):
    """Ashdown is strong in 1A and needs help with 1B; Birchfield needs help with 1A."""
    ashdown, birchfield = schools
    assessment = begin(trust, framework, lead, schools=schools)
    given = ("1A", "G", ashdown), ("1B", "R", ashdown), ("1A", "AR", birchfield)
    for code, level, school in given:
        rate(assessment, code, level, lead, school=school)
    return assessment


def register(client, assessment, **asked):
    path = reverse("register_of_strength", args=[assessment.trust.slug, assessment.pk])
    page = read(client.get(path, asked))
    rows = page.one("tbody").find("tr")
    return {
        row.one("th").text.split()[0]: tuple(cell.text for cell in row.find("td")) for row in rows
    }


def test_each_element_names_the_strong_and_those_who_need_help(sign_in, lead, rated):
    rows = register(sign_in(lead), rated)
    assert rows["1A"] == ("G Ashdown Primary", "AR Birchfield Primary")
    assert rows["1B"] == ("None", "R Ashdown Primary")
    assert rows["5B"] == ("None", "None")


def test_by_cluster_and_phase(sign_in, trust, lead, rated, schools):
    north = make_cluster(trust=trust, name="North", by=lead)
    move_schools(trust=trust, schools=schools[:1], cluster=north, by=lead)
    client = sign_in(lead)
    assert register(client, rated, cluster="North")["1A"] == ("G Ashdown Primary, North", "None")
    assert register(client, rated, phase="Primary")["1A"][1] == "AR Birchfield Primary"
    assert register(client, rated, phase="Secondary")["1A"] == ("None", "None")


def test_before_a_school_has_rated_it_says_so(sign_in, trust, framework, lead, schools):
    assessment = begin(trust, framework, lead, schools=schools)
    path = reverse("register_of_strength", args=[trust.slug, assessment.pk])
    assert "No school has rated itself yet." in read(sign_in(lead).get(path)).text


def test_it_is_not_for_a_school_lead(sign_in, trust, rated, schools):
    head = person(trust, "Sam School", Role.SCHOOL_LEAD, schools=schools[:1])
    path = reverse("register_of_strength", args=[trust.slug, rated.pk])
    assert sign_in(head).get(path).status_code == 403


def row_of(client, assessment, school):
    path = reverse("heat_map", args=[assessment.trust.slug, assessment.pk])
    table = read(client.get(path)).one("table", class_="school-rows")
    return next(row for row in table.find("tr") if row.text.startswith(school))


def rings(row) -> list[str]:
    return [cell.text for cell in row.find("td") if "parts" in cell.attrs["class"].split()]


def test_a_ring_where_they_part_by_two_steps(sign_in, lead, rated, schools):
    client, ashdown = sign_in(lead), schools[0]
    view(rated, "1A", "AG", lead, ashdown)
    assert rings(row_of(client, rated, "Ashdown")) == []
    view(rated, "1A", "AR", lead, ashdown)
    view(rated, "1B", "AR", lead, ashdown)
    view(rated, "2A", "G", lead, ashdown)
    assert rings(row_of(client, rated, "Ashdown")) == ["G, the trust sees Amber Red"]
    assert rings(row_of(client, rated, "Birchfield")) == []


def test_others_see_the_ring_once_it_is_agreed(sign_in, trust, lead, contributor, rated, schools):
    head = person(trust, "Sam School", Role.SCHOOL_LEAD, schools=schools[:1])
    view(rated, "1A", "R", lead, schools[0])
    assert rings(row_of(sign_in(contributor), rated, "Ashdown")) == []
    rate_all(rated, lead)
    actions.agree(assessment=rated, by=lead)
    for user in (contributor, head):
        assert rings(row_of(sign_in(user), rated, "Ashdown")) == ["G, the trust sees Red"]
