"""A school lead rates their own schools, and reads no other school's."""

import pytest
from django.urls import reverse

from matcap.assessments import actions
from matcap.trusts.roles import Role

from ..conftest import begin, person, rate, rating_of
from ..pages import read

SECRET = "What only Birchfield wrote."


@pytest.fixture
def open_now(trust, framework, lead, schools):
    now = begin(trust, framework, lead, schools=schools)
    rate(now, "1A", "R", lead, school=schools[1], evidence=SECRET)
    return now


@pytest.fixture
def sam(trust, schools):
    return person(trust, "Sam School", Role.SCHOOL_LEAD, schools=schools[:1])


@pytest.fixture
def client(sign_in, sam):
    return sign_in(sam)


def at(assessment, school, code="1A"):
    return reverse("rate_school", args=[assessment.trust.slug, assessment.pk, school.pk, code])


def test_home_leads_to_their_school_and_it_can_be_rated(client, open_now, schools, trust):
    home = read(client.get(reverse("trust", args=[trust.slug])))
    (link,) = home.one("section", aria_labelledby="schools-heading").find("a")
    assert link.attrs["href"] == at(open_now, schools[0])
    typed = {"version": "1", "level": "AG", "evidence": "Ours.", "reason": ""}
    assert client.post(link.attrs["href"], typed).status_code == 302
    assert rating_of(open_now, "1A", schools[0]).evidence == "Ours."
    rating = rating_of(open_now, "1A", schools[0])
    links = reverse("attach_link", args=[trust.slug, rating.pk])
    client.post(links, {"title": "", "address": "https://example.org/"})
    item = rating.items.get()
    for name, left in (("remove_item", 0), ("restore_item", 1)):
        client.post(reverse(name, args=[trust.slug, item.pk]))
        assert rating.items.filter(removed_at=None).count() == left


def test_their_page_leads_nowhere_that_is_shut(client, open_now, schools):
    page = read(client.get(at(open_now, schools[0], "5B")))
    hrefs = {link.attrs["href"] for link in page.find("a")}
    assert not [href for href in hrefs if href.endswith(("/heat-map/", "/plan/"))]
    assert reverse("assessment", args=[open_now.trust.slug, open_now.pk]) not in hrefs
    for href in hrefs:
        if href.startswith("/t/"):
            assert client.get(href).status_code == 200, href


def test_another_schools_row_is_not_there(client, open_now, schools, trust):
    typed = {"version": "2", "level": "G", "evidence": "Theirs.", "reason": ""}
    address = at(open_now, schools[1])
    assert client.get(address).status_code == client.post(address, typed).status_code == 404
    of_trust = rating_of(open_now, "1A")
    for rating in (rating_of(open_now, "1A", schools[1]), of_trust):
        path = reverse("attach_link", args=[trust.slug, rating.pk])
        assert client.post(path, {"address": "https://example.org/"}).status_code == 404
    assert rating_of(open_now, "1A", schools[1]).evidence == SECRET


def test_an_agreed_heat_map_has_the_trust_and_their_own_school(
    client, open_now, schools, lead, trust
):
    for element in open_now.tree.elements:
        rate(open_now, element.code, "G", lead)
    actions.agree(assessment=open_now, by=lead)
    for name in ("trust", "assessment", "heat_map", "heat_map_csv"):
        kwargs = {"trust": trust.slug} | ({} if name == "trust" else {"assessment": open_now.pk})
        text = client.get(reverse(name, kwargs=kwargs)).content.decode()
        assert "Birchfield" not in text, name
        assert "Ashdown" in text, name
    assert SECRET not in text
    assert client.get(at(open_now, schools[0])).status_code == 200
    assert client.get(at(open_now, schools[1])).status_code == 404
    for name, status in (("priorities_pdf", 200), ("board_pack", 403), ("heat_map_pdf", 403)):
        path = reverse(name, args=[trust.slug, open_now.pk])
        assert client.get(path).status_code == status, name
