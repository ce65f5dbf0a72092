"""Inviting people: the list, the emails, and who may join by a link."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matcap.accounts.actions import open_account
from matcap.accounts.models import User
from matcap.trusts.actions import accept, grant_role, invite, remove_member, resend, withdraw
from matcap.trusts.models import Invitation, Membership
from matcap.trusts.roles import Role
from matcap.trusts.terms import Terms
from matcap.ui.refusal import Refused

from ..conftest import PASSWORD, person
from ..pages import read, sent

NORA = "nora@example.org"
PASTE = """Nora New <NORA@example.org>
bob@fernleigh-trust.example
Wanda Waiting,wanda@example.org
nobody
al@example.org
AL@example.org
"""


@pytest.fixture
def invitation(trust, lead) -> Invitation:
    return asked(trust, lead, NORA)


def asked(trust, by, email, terms=None) -> Invitation:
    people = [(email, "Nora New")]
    (made,) = invite(trust=trust, people=people, terms=terms or Terms(Role.BOARD), by=by)
    return made


def path_of(invitation) -> str:
    return reverse("join", args=[invitation.token])


def age(invitation, by: timedelta) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(asked_at=timezone.now() - by)


# ── the list ──────────────────────────────────────────────────────────────────────────────


def test_paste_look_over_and_send(trust, lead, contributor, schools, sign_in):
    asked(trust, lead, "wanda@example.org")
    mail.outbox.clear()
    client, address = sign_in(lead), reverse("invite", args=[trust.slug])
    form = {"people": PASTE, "role": "school-lead", "schools": [schools[1].pk]}
    page = read(client.post(address, form))
    assert page.one("h1").text == "Invite 2 people as school lead of Birchfield?"
    assert [(row.attrs["value"], row.one("p").text) for row in page.one("ol").find("li")] == [
        ("1", "nora@example.org gets an invitation."),
        ("2", "Left out. bob@fernleigh-trust.example is in the trust already."),
        ("3", "Left out. wanda@example.org is invited already. You can send it again."),
        ("4", "Left out. There is no email address in this line."),
        ("5", "al@example.org gets an invitation."),
        ("6", "Left out. al@example.org is further up in the list."),
    ]
    assert (Invitation.objects.count(), mail.outbox) == (1, [])
    confirm = sent(page.one("main").one("form"), press=("send", "yes"))
    told = client.post(address, confirm, follow=True).content.decode()
    assert "2 people are invited. The emails are on their way." in told
    made = Invitation.objects.exclude(email="wanda@example.org")
    assert {one.email: one.name for one in made} == {NORA: "Nora New", "al@example.org": ""}
    assert {tuple(one.schools.all()) for one in made} == {(schools[1],)}
    assert sorted(email.to for email in mail.outbox) == [["al@example.org"], [NORA]]
    assert trust.activity.first().sentence == (
        "Invited al@example.org as school lead of Birchfield."
    )


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"people": "", "role": "board"}, "This field is required."),
        ({"people": NORA}, "This field is required."),
        ({"people": NORA, "role": "owner"}, "owner is not one of the available choices."),
        ({"people": NORA, "role": "school-lead"}, "Choose the schools"),
        ({"people": NORA, "role": "reviewer"}, "Give the peer reviewer"),
        ({"people": "a@example.org\n" * 101, "role": "board"}, "There are more than 100 lines."),
        ({"people": "a" * 30_001, "role": "board"}, "at most 30000 characters"),
    ],
)
def test_a_form_that_is_not_right_says_so(trust, lead, schools, sign_in, form, said):
    address = reverse("invite", args=[trust.slug])
    answer = sign_in(lead).post(address, form | {"send": "yes"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Invitation.objects.exists()


def test_a_list_of_nobody_sends_nothing(trust, lead, sign_in):
    address = reverse("invite", args=[trust.slug])
    answer = sign_in(lead).post(address, {"people": "Jo", "role": "board", "send": "yes"})
    assert "Nobody can be invited by this list" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_a_peer_reviewer_is_invited_for_a_time_to_what_is_shared(
    trust, lead, agreed, assessment, sign_in
):
    form = {
        "people": NORA,
        "role": "reviewer",
        "assessments": [agreed.pk],
        "expires_on": "2099-07-31",
        "send": "yes",
    }
    hers, address = sign_in(lead), reverse("invite", args=[trust.slug])
    assert f"{agreed.title}, {agreed.framework}" in read(hers.get(address)).text
    hers.post(address, form)
    user = open_account(email=NORA, name="Nora")
    membership = accept(invitation=Invitation.objects.get(), user=user)
    assert membership.expires_on == date(2099, 7, 31)
    assert list(membership.shared_assessments.all()) == [agreed]
    client = sign_in(user)
    for one, status in ((agreed, 200), (assessment, 404)):
        assert client.get(reverse("assessment", args=[trust.slug, one.pk])).status_code == status


def test_two_lists_with_one_address_invite_it_once(trust, lead, invitation):
    with pytest.raises(Refused, match="In the trust or invited already: nora@"):
        asked(trust, lead, NORA)
    assert Invitation.objects.count() == 1


def test_not_more_than_two_hundred_in_an_hour(trust, lead, rival):
    many = [(f"p{number}@example.org", "") for number in range(200)]
    invite(trust=trust, people=many, terms=Terms(Role.BOARD), by=lead)
    grant_role(trust=rival, user=lead, role=Role.LEAD)
    for where in (trust, rival):
        with pytest.raises(Refused, match="more than 200 invitations within an hour"):
            asked(where, lead, NORA)
    Invitation.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    assert asked(trust, lead, NORA)


def test_the_same_queries_for_one_and_for_fifty_invitations(
    trust,
    lead,
    schools,
    invitation,
    sign_in,
    django_assert_num_queries,
    django_assert_max_num_queries,
):
    client, address = sign_in(lead), reverse("people", args=[trust.slug])
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= 12
    terms = Terms(Role.SCHOOL_LEAD, tuple(schools))
    many = [(f"p{number}@example.org", "") for number in range(50)]
    invite(trust=trust, people=many, terms=terms, by=lead)
    with django_assert_num_queries(len(queries)):
        client.get(address)


# ── the email ─────────────────────────────────────────────────────────────────────────────


def test_the_email_says_who_what_and_until_when(invitation):
    (email,) = mail.outbox
    assert email.subject == "Alice Lead invites you to Fernleigh Trust on matcap"
    assert email.body.startswith("Hello Nora New,\n\nAlice Lead invites you to Fernleigh Trust")
    assert "as board member" in email.body
    assert f"http://127.0.0.1:8000{path_of(invitation)}\n" in email.body
    invitation.refresh_from_db()
    assert invitation.sent_at


def test_the_secret_of_the_link_is_not_in_the_database(invitation):
    secret = invitation.token.rpartition(":")[2]
    assert len(secret) >= 40
    row = Invitation.objects.values().get()
    assert secret not in str(row)


def test_send_again_and_withdraw_on_the_page(trust, lead, invitation, sign_in):
    client, first = sign_in(lead), mail.outbox[0].body
    again = reverse("resend_invitation", args=[trust.slug, invitation.pk])
    soon = client.post(again, follow=True).content.decode()
    assert "less than ten minutes ago" in soon
    age(invitation, timedelta(days=15))
    assert client.get(path_of(invitation)).status_code == 410
    assert (
        "Too old to be accepted"
        in client.get(reverse("people", args=[trust.slug])).content.decode()
    )
    client.post(again)
    assert [email.body for email in mail.outbox] == [first, first], "the link stays the same"
    assert Client().get(path_of(invitation)).status_code == 200
    client.post(reverse("withdraw_invitation", args=[trust.slug, invitation.pk]))
    gone = Client().get(path_of(invitation))
    assert gone.status_code == 410
    assert "This invitation was withdrawn." in gone.content.decode()
    late = client.post(again, follow=True).content.decode()
    assert "This invitation was withdrawn." in late
    assert asked(trust, lead, NORA), "and the address can be invited anew"


def test_a_removed_persons_other_invitation_goes_with_them(trust, lead, contributor):
    remove_member(membership=contributor.memberships.get(), by=lead)
    waiting = asked(trust, lead, contributor.email)
    grant_role(trust=trust, user=contributor, role=Role.BOARD, by=lead)
    remove_member(membership=contributor.memberships.get(), by=lead)
    with pytest.raises(Refused, match="withdrawn"):
        accept(invitation=waiting, user=contributor)


# ── the link ──────────────────────────────────────────────────────────────────────────────


def test_somebody_with_an_account_signs_in_and_joins(trust, invitation):
    user = open_account(email=NORA, name="Nora", password=PASSWORD)
    client = Client()
    page = read(client.get(path_of(invitation)))
    (sign_in_link,) = [link for link in page.find("a") if link.text == "Sign in"]
    form = {"login": "Nora@Example.ORG", "password": PASSWORD}
    arrived = client.post(sign_in_link.attrs["href"], form)
    assert arrived.url == path_of(invitation)
    page = client.get(arrived.url).content.decode()
    assert "Join Fernleigh Trust" in page
    assert not user.memberships.exists(), "a link that is only looked at joins nobody"
    joined = client.post(arrived.url, follow=True)
    assert "You are in Fernleigh Trust." in joined.content.decode()
    assert user.memberships.get().role == Role.BOARD
    assert trust.activity.first().sentence == "Joined as board member."


def test_somebody_new_signs_up_and_joins(trust, invitation):
    client = Client()
    page = read(client.get(path_of(invitation)))
    (sign_up,) = [link for link in page.find("a") if link.text == "Make an account"]
    mail.outbox.clear()
    form = {"email": NORA, "name": "Nora New", "password1": "a good long passphrase"}
    arrived = client.post(sign_up.attrs["href"], form)
    assert arrived.url == path_of(invitation)
    assert mail.outbox == [], "the link has proved the address"
    client.post(arrived.url)
    membership = Membership.objects.get(user__email=NORA)
    assert (membership.trust, membership.role) == (trust, Role.BOARD)


def test_a_stranger_is_shown_the_same_with_an_account_and_without(invitation):
    without = Client().get(path_of(invitation)).content
    open_account(email=NORA, name="Nora", password=PASSWORD)
    token = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
    assert token.sub(b"", Client().get(path_of(invitation)).content) == token.sub(b"", without)


def test_somebody_else_is_told_and_can_sign_out(trust, invitation, rival_lead, sign_in):
    client = sign_in(rival_lead)
    answer = client.get(path_of(invitation))
    assert "You are signed in as Rita Rival" in answer.content.decode()
    assert client.post(path_of(invitation)).status_code == 200
    assert not rival_lead.memberships.filter(trust=trust).exists()
    out = client.post("/account/logout/", sent(read(answer).one("main").one("form")))
    assert out.url == path_of(invitation)
    assert "Make an account" in client.get(out.url).content.decode()


def test_accepting_twice_says_so(invitation, sign_in):
    user = open_account(email=NORA, name="Nora")
    client = sign_in(user)
    client.post(path_of(invitation))
    for answer in (client.post(path_of(invitation)), client.get(path_of(invitation))):
        assert answer.status_code == 410
        assert "This invitation was accepted already." in answer.content.decode()
    assert user.memberships.count() == 1


def test_a_member_keeps_the_role_they_have(trust, lead, invitation, sign_in):
    user = open_account(email=NORA, name="Nora")
    grant_role(trust=trust, user=user, role=Role.CONTRIBUTOR, by=lead)
    answer = sign_in(user).post(path_of(invitation))
    assert answer.status_code == 409
    assert "You are in Fernleigh Trust already." in answer.content.decode()
    assert user.memberships.get().role == Role.CONTRIBUTOR


def test_a_reviewer_whose_time_is_over_comes_back(trust, lead, agreed):
    last_year = date(2099, 1, 1)
    user = person(trust, "Pia Peer", Role.REVIEWER, expires_on=last_year, assessments=[agreed])
    Membership.objects.filter(user=user).update(expires_on=date(2026, 1, 1))
    accept(invitation=asked(trust, lead, user.email), user=user)
    membership = user.memberships.get()
    assert (membership.role, membership.expires_on) == (Role.BOARD, None)
    assert not membership.shared_assessments.exists()


@pytest.mark.parametrize("change", [str.upper, lambda token: token[:-1], lambda token: "1" + token])
def test_a_link_that_is_not_ours_opens_nothing(invitation, change):
    answer = Client().get(reverse("join", args=[change(invitation.token)]))
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "This link is not complete." in page
    assert invitation.trust.name not in page


def test_the_actions_refuse_what_the_pages_do(trust, lead, invitation, rival_lead):
    with pytest.raises(Refused, match="not your address"):
        accept(invitation=invitation, user=rival_lead)
    user = User.objects.create_user(email=NORA, name="Nora")
    age(invitation, timedelta(days=14))
    with pytest.raises(Refused, match="too old"):
        accept(invitation=invitation, user=user)
    withdraw(invitation=invitation, by=lead)
    for verb, who in ((accept, {"user": user}), (resend, {"by": lead}), (withdraw, {"by": lead})):
        with pytest.raises(Refused, match="This invitation was withdrawn"):
            verb(invitation=invitation, **who)
    assert not user.memberships.exists()


def test_a_proved_second_address_will_do(trust, invitation):
    user = open_account(email="home@example.org", name="Nora")
    for verified in (False, True):
        user.emailaddress_set.update_or_create(email=NORA, defaults={"verified": verified})
        if verified:
            assert accept(invitation=invitation, user=user).trust == trust
        else:
            with pytest.raises(Refused, match="not your address"):
                accept(invitation=invitation, user=user)
