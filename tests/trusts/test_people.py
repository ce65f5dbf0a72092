"""Who is in a trust: the rules of changing it, the page, and the log of it."""

import datetime
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matcap.accounts.actions import open_account
from matcap.assessments.models import Rating
from matcap.trusts.actions import add_school, grant_role, open_trust, remove_member
from matcap.trusts.models import Activity, Membership
from matcap.trusts.roles import Permission, Role
from matcap.ui.refusal import Refused

from ..conftest import begin, person, rate, rating_of
from ..pages import read

TODAY = datetime.date(2026, 11, 21)
LATER = datetime.date(2099, 7, 31)


@pytest.fixture
def second_lead(trust):
    return person(trust, "Lea Second", Role.LEAD)


def of(user) -> Membership:
    return user.memberships.get()


def log(trust) -> list[str]:
    """Sentences, oldest first."""
    return [row.sentence for row in trust.activity.order_by("pk")]


def test_each_role_carries_what_the_issue_says():
    """The whole table, written out: a change of it is a decision."""
    others = {
        "contributor": "read read-agreed read-open all-schools rate rate-schools",
        "school-lead": "read read-agreed rate-schools",
        "board": "read read-agreed all-schools",
        "reviewer": "read read-shared all-schools",
        "facilitator": "read",
    }
    carried = {role.value: {str(one) for one in role.permissions} for role in Role}
    assert carried.pop("lead") == {str(one) for one in Permission} - {"read-shared"}
    assert carried == {role: set(words.split()) for role, words in others.items()}


def test_what_goes_with_a_role_must_be_there(trust, schools, assessment):
    user = open_account(email="x@example.org", name="X")
    for wrong, said in (
        ({"role": Role.SCHOOL_LEAD}, "Choose the schools"),
        ({"role": Role.REVIEWER, "assessments": [assessment]}, "last day"),
        ({"role": Role.REVIEWER, "expires_on": LATER}, "Choose the assessments"),
        (
            {
                "role": Role.REVIEWER,
                "assessments": [assessment],
                "expires_on": datetime.date(2020, 1, 1),
            },
            "over already",
        ),
    ):
        with pytest.raises(Refused, match=said):
            grant_role(trust=trust, user=user, **wrong)
    assert not user.memberships.exists()


def test_schools_and_assessments_of_another_trust_are_refused(
    trust, rival, rival_lead, assessment, framework
):
    theirs = add_school(trust=rival, name="Rival School", phase="primary")
    shared = begin(rival, framework, rival_lead)
    user = open_account(email="x@example.org", name="X")
    for terms in (
        {"role": Role.SCHOOL_LEAD, "schools": [theirs]},
        {"role": Role.REVIEWER, "expires_on": LATER, "assessments": [shared]},
    ):
        with pytest.raises(Refused, match="this trust's own"):
            grant_role(trust=trust, user=user, **terms)
    assert not user.memberships.exists()


def test_the_last_lead_stays_a_lead(trust, lead, contributor):
    for by in (lead, None):
        with pytest.raises(Refused, match="last lead"):
            grant_role(trust=trust, user=lead, role=Role.BOARD, by=by)
        with pytest.raises(Refused, match="last lead"):
            remove_member(membership=of(lead), by=by)
    assert of(lead).role == Role.LEAD
    grant_role(trust=trust, user=contributor, role=Role.LEAD, by=lead)
    grant_role(trust=trust, user=lead, role=Role.BOARD, by=contributor)
    assert of(lead).role == Role.BOARD
    with pytest.raises(Refused, match="last lead"):
        remove_member(membership=of(contributor), by=contributor)


@pytest.mark.django_db(transaction=True)
def test_two_leads_who_remove_each_other_at_once_leave_one():
    trust = open_trust(name="Fernleigh Trust")
    pair = [person(trust, f"{name} Lead", Role.LEAD) for name in ("Ann", "Ben")]
    told, ready = [], Barrier(2)

    def remove(who, by):
        membership = of(who)
        ready.wait(timeout=10)
        try:
            remove_member(membership=membership, by=by)
        except Refused as refused:
            told.append(str(refused))
        finally:
            connections.close_all()

    threads = [Thread(target=remove, args=(one, other)) for one, other in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert Membership.objects.leads(trust).count() == 1
    assert [words[:30] for words in told] == ["This is the trust's last lead."]


def test_every_grant_change_and_removal_is_in_the_log(trust, lead, schools, agreed):
    before = len(log(trust))
    user = open_account(email="sam@example.org", name="Sam")
    as_reviewer = {"role": Role.REVIEWER, "expires_on": LATER, "assessments": [agreed]}
    grant_role(trust=trust, user=user, role=Role.SCHOOL_LEAD, schools=schools, by=lead)
    for _ in range(2):
        grant_role(trust=trust, user=user, by=lead, **as_reviewer)
    remove_member(membership=of(user), by=lead)
    assert log(trust)[before:] == [
        "Let Sam (sam@example.org) in as school lead of Ashdown and Birchfield.",
        "Changed Sam (sam@example.org) from school lead of Ashdown and Birchfield to "
        "peer reviewer, to read Autumn 2025 until 31 July 2099.",
        "Removed Sam (sam@example.org), who was peer reviewer.",
    ]
    assert {row.by for row in trust.activity.order_by("pk")[before:]} == {lead}


def test_a_change_leaves_nothing_of_the_role_before(trust, lead, schools):
    user = person(trust, "Sam School", Role.SCHOOL_LEAD, schools=schools)
    grant_role(trust=trust, user=user, role=Role.CONTRIBUTOR, by=lead)
    assert not of(user).schools.exists()


def test_ratings_of_a_removed_person_keep_their_name(trust, lead, contributor, assessment):
    rate(assessment, "1A", "G", contributor, evidence="Mine.")
    remove_member(membership=of(contributor), by=lead)
    rating = rating_of(assessment, "1A")
    assert rating.changed_by == contributor
    assert Rating.history.filter(history_user=contributor).exists()


def test_a_membership_is_over_after_its_last_day(trust, agreed, sign_in):
    reviewer = person(trust, "Pia Peer", Role.REVIEWER, expires_on=LATER, assessments=[agreed])
    client, address = sign_in(reviewer), reverse("trust", args=[trust.slug])
    today = datetime.date.today()
    for last_day, status in ((today, 200), (today - datetime.timedelta(days=1), 404)):
        Membership.objects.filter(user=reviewer).update(expires_on=last_day)
        assert client.get(address).status_code == status
    assert "You are not in a trust yet" in client.get("/").content.decode()


def test_a_removed_person_is_out_at_their_next_click(trust, lead, contributor, assessment, sign_in):
    theirs, mine = sign_in(contributor), sign_in(lead)
    rate_1a = reverse("rate", args=[trust.slug, assessment.pk, "1A"])
    assert theirs.get(rate_1a).status_code == 200
    address = reverse("remove_person", args=[trust.slug, of(contributor).pk])
    page = read(mine.get(address))
    assert "loses sight of Fernleigh Trust at the next click" in page.text
    answer = mine.post(address, follow=True)
    assert "Bob Contributor is no longer in Fernleigh Trust." in answer.content.decode()
    assert theirs.get(rate_1a).status_code == 404
    typed = {"version": "1", "level": "G", "evidence": "Typed before.", "reason": ""}
    assert theirs.post(rate_1a, typed).status_code == 404
    assert rating_of(assessment, "1A").evidence == ""


def test_removing_yourself_leads_to_the_front_door(trust, lead, second_lead, sign_in):
    client = sign_in(lead)
    answer = client.post(reverse("remove_person", args=[trust.slug, of(lead).pk]))
    assert answer.url == "/"
    assert not lead.memberships.exists()


def test_the_last_lead_is_told_on_the_page(trust, lead, sign_in):
    client = sign_in(lead)
    removal = client.post(reverse("remove_person", args=[trust.slug, of(lead).pk]))
    demotion = client.post(reverse("person", args=[trust.slug, of(lead).pk]), {"role": "board"})
    assert (removal.status_code, demotion.status_code) == (409, 422)
    for answer in (removal, demotion):
        assert "This is the trust&#x27;s last lead." in answer.content.decode()
    assert of(lead).role == Role.LEAD


def test_change_a_role_on_the_page(trust, lead, contributor, schools, sign_in):
    address = reverse("person", args=[trust.slug, of(contributor).pk])
    client = sign_in(lead)
    refused = client.post(address, {"role": "school-lead"})
    assert "Choose the schools that the school lead is for." in refused.content.decode()
    sent = {"role": "school-lead", "schools": [schools[0].pk], "expires_on": "2099-01-01"}
    answer = client.post(address, sent, follow=True)
    assert "Bob Contributor is now school lead of Ashdown." in answer.content.decode()
    changed = of(contributor)
    assert (changed.role, changed.expires_on) == (Role.SCHOOL_LEAD, None)
    assert list(changed.schools.all()) == schools[:1]


def test_the_page_says_what_each_can_do(trust, lead, contributor, board, sign_in):
    as_lead, as_member = (
        read(sign_in(user).get(reverse("people", args=[trust.slug])))
        for user in (lead, contributor)
    )
    for page in (as_lead, as_member):
        members = page.one("section", aria_labelledby="members-heading")
        assert [item.one("h3").text for item in members.find("li")] == [
            "Alice Lead",
            "Bea Board",
            "Bob Contributor",
        ]
        assert "May read the framework, read what is agreed and see every school's" in members.text
    assert contributor.email in as_lead.text
    assert contributor.email not in as_member.one("main").text
    assert as_lead.find("a", href=f"/t/{trust.slug}/people/invite/")
    assert not as_member.find("a", href=f"/t/{trust.slug}/people/invite/")


def test_names_are_text_on_the_page(trust, lead, sign_in):
    person(trust, "<script>alert(1)</script>", Role.BOARD)
    page = sign_in(lead).get(reverse("people", args=[trust.slug])).content.decode()
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("name", ["people", "activity"])
def test_the_same_queries_for_one_and_for_fifty(
    trust, lead, schools, agreed, sign_in, django_assert_num_queries, name
):
    client, address = sign_in(lead), reverse(name, args=[trust.slug])
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= 10
    for number in range(50):
        person(trust, f"p{number} School", Role.SCHOOL_LEAD, schools=schools)
    with django_assert_num_queries(len(queries)):
        client.get(address)


def test_the_log_as_a_spreadsheet_is_harmless(trust, lead, sign_in):
    person(trust, "=HYPERLINK(1) Person", Role.BOARD)
    evil = open_account(email="e@example.org", name="=1+1")
    grant_role(trust=trust, user=evil, role=Role.LEAD, by=evil)
    answer = sign_in(lead).get(reverse("activity_csv", args=[trust.slug]))
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert answer["Content-Disposition"].endswith('"fernleigh-trust-activity.csv"')
    assert rows[0] == "When,Who,Email,What"
    assert rows[1].endswith("'=1+1,e@example.org,Joined as trust lead.")
    assert "Let =HYPERLINK(1) Person" in rows[2]
    assert len(rows) == 1 + Activity.objects.filter(trust=trust).count()


def test_the_log_of_another_trust_is_not_in_it(trust, lead, rival_lead, sign_in):
    page = sign_in(lead).get(reverse("activity", args=[trust.slug])).content.decode()
    assert "Alice Lead" in page
    assert "Rita Rival" not in page


def test_a_long_log_has_pages(trust, lead, sign_in):
    Activity.objects.bulk_create(
        Activity(trust=trust, by=lead, sentence=f"Thing {number}.") for number in range(150)
    )
    client, address = sign_in(lead), reverse("activity", args=[trust.slug])
    first, second = client.get(address), client.get(address, {"page": "2"})
    assert "Thing 149." in first.content.decode()
    assert "Thing 49." not in first.content.decode()
    assert "Thing 49." in second.content.decode()
    assert client.get(address, {"page": "a lot"}).status_code == 200


# ── several trusts, and none ──────────────────────────────────────────────────────────────


def test_change_between_trusts_in_the_header(trust, rival, lead, sign_in):
    at_ours = reverse("trust", args=[trust.slug])
    assert not read(sign_in(lead).get(at_ours)).find("details", class_="switcher")
    grant_role(trust=rival, user=lead, role=Role.BOARD)
    client = sign_in(lead)
    switcher = read(client.get(at_ours)).one("details", class_="switcher")
    assert [link.attrs["href"] for link in switcher.find("a")] == [
        at_ours,
        reverse("trust", args=[rival.slug]),
    ]
    assert "Which trust?" in client.get("/").content.decode()


def test_somebody_without_a_trust_opens_one_and_leads_it(db, sign_in, settings):
    settings.OPEN_TRUSTS = True
    user = open_account(email="new@example.org", name="New Lead")
    client = sign_in(user)
    page = read(client.get("/"))
    assert page.find("a", href=reverse("open_trust"))
    assert client.post(reverse("open_trust"), {"name": " "}).status_code == 422
    answer = client.post(reverse("open_trust"), {"name": "Tamar Trust"})
    assert answer.url == "/t/tamar-trust/"
    assert of(user).role == Role.LEAD
    assert log(of(user).trust) == ["Opened the trust.", "Joined as trust lead."]
    again = client.post(reverse("open_trust"), {"name": "tamar trust "})
    assert "You lead a trust called tamar trust already." in read(again).text
    assert Membership.objects.get().trust.slug == "tamar-trust"


def test_an_installation_can_keep_that_to_itself(db, sign_in, settings):
    settings.OPEN_TRUSTS = False
    client = sign_in(open_account(email="new@example.org", name="New Lead"))
    assert "Create your trust" not in client.get("/").content.decode()
    for answer in (
        client.get(reverse("open_trust")),
        client.post(reverse("open_trust"), {"name": "Tamar Trust"}),
    ):
        assert answer.status_code == 404
