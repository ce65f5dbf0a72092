"""Groups in which people rate: kept on a page, offered in invitations, chosen for members."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from matcap.accounts.actions import open_account
from matcap.assessments.actions import choose_contributors, start
from matcap.trusts.actions import (
    accept,
    delete_group,
    grant_role,
    invite,
    make_group,
    rename_group,
)
from matcap.trusts.models import Group
from matcap.trusts.roles import Role
from matcap.trusts.terms import Terms
from matcap.ui.refusal import Refused

from ..pages import read, sent


@pytest.fixture
def heads(trust, lead):
    return make_group(trust=trust, name="Headteachers", by=lead)


@pytest.fixture
def theirs(rival, rival_lead):
    return make_group(trust=rival, name="Headteachers", by=rival_lead)


@pytest.fixture
def in_use(trust, framework, lead, contributor, heads):
    """A group in which somebody is to rate."""
    assessment = start(
        trust=trust,
        framework=framework,
        title="Autumn 2026",
        opened_on=datetime.date(2026, 9, 7),
        rated_apart=True,
        by=lead,
    )
    groups = {contributor.pk: heads}
    choose_contributors(assessment=assessment, groups=groups, by=lead, shows_names=False)
    return heads


def said(trust) -> str:
    return trust.activity.first().sentence


def test_a_group_has_a_name_of_its_own_within_its_trust(trust, lead, heads, theirs):
    assert [str(group) for group in trust.groups.all()] == ["Headteachers"]
    assert said(trust) == "Made the group Headteachers."
    with pytest.raises(ValidationError, match="with this name already"):
        make_group(trust=trust, name=" headTEACHERS ", by=lead)
    team = make_group(trust=trust, name="Central   team", by=lead)
    assert (team.name, team.position) == ("Central team", heads.position + 1)
    with pytest.raises(ValidationError, match="with this name already"):
        rename_group(group=team, name="Headteachers", by=lead)
    rename_group(group=Group.objects.get(pk=team.pk), name="Office", by=lead)
    assert said(trust) == "Renamed the group Central team to Office."


def test_a_group_in_which_somebody_rates_stays(trust, lead, contributor, board, in_use):
    with pytest.raises(Refused, match="People rate in Headteachers, so it stays"):
        delete_group(group=in_use, by=lead)
    spare = make_group(trust=trust, name="Spare", by=lead)
    grant_role(trust=trust, user=board, role=Role.BOARD, group=spare)
    delete_group(group=spare, by=lead)
    assert board.memberships.get().group is None
    assert list(trust.groups.all()) == [in_use]
    assert said(trust) == "Deleted the group Spare."


def test_groups_are_kept_with_plain_forms(trust, lead, sign_in, in_use):
    client, address = sign_in(lead), reverse("groups", args=[trust.slug])
    offered = [one.attrs["value"] for one in read(client.get(address)).find("button", name="name")]
    assert offered == ["Executives", "Middle leaders", "Trustees"], "Headteachers is there already"
    assert (
        "The group Trustees is made."
        in read(client.post(address, {"name": "Trustees"}, follow=True)).text
    )
    taken = client.post(address, {"name": "trustees"})
    assert taken.status_code == 422
    assert "There is a group with this name already." in read(taken).text
    trustees = trust.groups.get(name="Trustees")

    def post(name, group, /, **form):
        path = reverse(name, args=[trust.slug, group.pk])
        return read(client.post(path, form, follow=True)).text

    assert "The group is called Governors now." in post("rename_group", trustees, name="Governors")
    assert "with this name already" in post("rename_group", trustees, name="Headteachers")
    assert "at most 60 characters" in post("rename_group", trustees, name=" ")
    assert "at most 60 characters" in post("rename_group", trustees, name="x" * 61)
    assert "People rate in Headteachers" in post("delete_group", in_use)
    assert "The group Governors is deleted." in post("delete_group", trustees)
    assert [group.name for group in trust.groups.all()] == ["Headteachers"]


def test_an_invitation_carries_its_group(trust, lead, heads, sign_in):
    address = reverse("invite", args=[trust.slug])
    form = {"people": "nora@example.org", "role": "board", "group": heads.pk, "send": "yes"}
    sign_in(lead).post(address, form)
    invitation = trust.invitations.get()
    assert invitation.group == heads
    assert said(trust) == "Invited nora@example.org as board member, in the group Headteachers."
    nora = open_account(email="nora@example.org", name="Nora")
    assert accept(invitation=invitation, user=nora).group == heads
    assert said(trust) == "Joined as board member, in the group Headteachers."


def test_the_looked_over_list_sends_the_group_again(trust, lead, heads, sign_in):
    address = reverse("invite", args=[trust.slug])
    form = {"people": "nora@example.org", "role": "board", "group": heads.pk}
    page = read(sign_in(lead).post(address, form))
    assert trust.invitations.count() == 0
    forms = [sent(one) for one in page.find("form") if "group" in sent(one)]
    assert [str(heads.pk)] in [one["group"] for one in forms]


def test_a_persons_group_is_changed_on_their_page(trust, lead, board, heads, sign_in):
    client = sign_in(lead)
    address = reverse("person", args=[trust.slug, board.memberships.get().pk])
    assert client.post(address, {"role": "board", "group": heads.pk}).status_code == 302
    assert board.memberships.get().group == heads
    assert "in the group Headteachers" in said(trust)
    (form,) = [one for one in read(client.get(address)).find("form") if one.find("select")]
    assert sent(form)["group"] == [str(heads.pk)]
    client.post(address, {"role": "board", "group": ""})
    assert board.memberships.get().group is None


def test_a_group_of_another_trust_is_refused(trust, lead, board, heads, theirs, sign_in):
    terms = Terms(Role.BOARD, group=theirs)
    people = [("nora@example.org", "")]
    with pytest.raises(Refused, match="this trust's own"):
        invite(trust=trust, people=people, terms=terms, by=lead)
    with pytest.raises(Refused, match="this trust's own"):
        grant_role(trust=trust, user=board, role=Role.BOARD, group=theirs)
    address = reverse("person", args=[trust.slug, board.memberships.get().pk])
    answer = sign_in(lead).post(address, {"role": "board", "group": theirs.pk})
    assert "not one of the available choices" in read(answer).text
    assert board.memberships.get().group is None
