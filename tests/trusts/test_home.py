"""The front door: to the one trust, or a choice of several."""

from django.urls import reverse

from matcap.trusts.actions import grant_role
from matcap.trusts.roles import Role

from ..pages import read


def test_a_member_of_one_trust_goes_straight_there(sign_in, trust, rival, lead):
    answer = sign_in(lead).get("/")
    assert (answer.status_code, answer.url) == (302, reverse("trust", args=[trust.slug]))


def test_a_member_of_two_trusts_chooses(sign_in, trust, rival, lead):
    grant_role(trust=rival, user=lead, role=Role.BOARD)
    page = read(sign_in(lead).get("/"))
    assert page.one("h1").text == "Which trust?"
    links = [(link.text, link.attrs["href"]) for link in page.one("main").find("a")]
    assert links == [
        ("Fernleigh Trust", "/t/fernleigh-trust/"),
        ("Rival Trust", "/t/rival-trust/"),
    ]


def test_whoever_is_in_no_trust_is_told_whom_to_ask(sign_in, rival, lead):
    lead.memberships.all().delete()
    page = read(sign_in(lead).get("/"))
    assert page.one("h1").text == "You are not in a trust yet"
    assert page.one("main").find("p")[-2].text == "If it does not yet, you can begin."
    assert (
        "If your trust works with matcap, ask its trust lead to invite "
        "alice@fernleigh-trust.example."
    ) in page.one("main").text
    assert "Rival" not in page.text
