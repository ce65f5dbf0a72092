"""The one door: who gets through it, and what the others are told."""

from django.urls import reverse

from matcap.trusts.actions import grant_role
from matcap.trusts.models import Membership
from matcap.trusts.roles import Role

from ..conftest import person

NOTHING = "The address may be mistyped, or it belongs to a trust that you are not in."


def test_a_member_comes_in(sign_in, trust, lead):
    page = sign_in(lead).get(reverse("trust", args=[trust.slug]))
    assert page.status_code == 200
    assert "<h1>Fernleigh Trust</h1>" in page.content.decode()


def test_a_stranger_is_told_that_nothing_is_there(sign_in, trust, rival_lead):
    found = sign_in(rival_lead).get(reverse("trust", args=[trust.slug]))
    missing = sign_in(rival_lead).get(reverse("trust", args=["no-such-trust"]))
    assert (found.status_code, missing.status_code) == (404, 404)
    assert NOTHING in found.content.decode()
    assert found.content == missing.content


def test_a_member_without_the_right_is_told_so_by_name(sign_in, trust, board):
    page = sign_in(board).get(reverse("start", args=[trust.slug]))
    assert page.status_code == 403
    said = "Your role does not let you start an assessment. A trust lead can change your role."
    assert said in page.content.decode()


def test_to_write_asks_for_more_than_to_read(sign_in, trust, board, agreed):
    address = reverse("rate", args=[trust.slug, agreed.pk, "1A"])
    client = sign_in(board)
    assert "What we saw of 1A." in client.get(address).content.decode()
    refused = client.post(address, {"version": "3", "evidence": "Mine."})
    assert refused.status_code == 403
    said = "Your role does not let you rate the trust&#x27;s elements and give evidence."
    assert said in refused.content.decode()


def test_a_role_counts_in_its_own_trust_only(sign_in, trust, rival, lead):
    grant_role(trust=rival, user=lead, role=Role.BOARD)
    client = sign_in(lead)
    assert client.get(reverse("start", args=[trust.slug])).status_code == 200
    assert client.get(reverse("start", args=[rival.slug])).status_code == 403


def test_whoever_leaves_a_trust_is_out_at_once(sign_in, trust, lead):
    client, address = sign_in(lead), reverse("trust", args=[trust.slug])
    assert client.get(address).status_code == 200
    Membership.objects.filter(user=lead).delete()
    assert client.get(address).status_code == 404


def test_a_role_that_is_changed_counts_at_once(sign_in, trust, lead):
    person(trust, "Lara Lead", Role.LEAD)
    client, address = sign_in(lead), reverse("start", args=[trust.slug])
    assert client.get(address).status_code == 200
    grant_role(trust=trust, user=lead, role=Role.CONTRIBUTOR)
    assert Membership.objects.filter(user=lead).count() == 1
    assert client.get(address).status_code == 403


def test_an_account_that_is_closed_is_signed_out(sign_in, trust, lead):
    client, address = sign_in(lead), reverse("trust", args=[trust.slug])
    lead.is_active = False
    lead.save()
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.url == f"/account/login/?next={address}"


def test_an_address_says_which_methods_it_takes(sign_in, trust, lead, assessment):
    client = sign_in(lead)
    for name, taken in (("agree", "POST"), ("heat_map", "GET, HEAD"), ("assessment", "GET, HEAD")):
        answer = client.put(reverse(name, args=[trust.slug, assessment.pk]))
        assert (answer.status_code, answer["Allow"]) == (405, taken)


def test_browsers_keep_no_copy_of_a_trusts_pages(sign_in, trust, lead, assessment):
    client = sign_in(lead)
    for name, *numbers in (("trust",), ("people",), ("rate", assessment.pk, "1A")):
        page = client.get(reverse(name, args=[trust.slug, *numbers]))
        assert page["Cache-Control"] == "private, no-store", name
