"""Who may change a plan, and whose plan it is."""

import pytest
from django.urls import reverse

from matcap.planning.models import Issue, Priority
from matcap.planning.table import table_of

CHANGES = [
    "add_priority",
    "priority",
    "move_priority",
    "remove_priority",
    "restore_priority",
    "remove_issue",
    "restore_issue",
]
BELONGS_TO = {"add_priority": "assessment", "remove_issue": "issue", "restore_issue": "issue"}


@pytest.fixture
def address(trust, assessment, talent):
    """The address of a change, by its name, in any trust."""
    things = {"assessment": assessment, "priority": talent, "issue": Issue.objects.first()}

    def of(name, within=trust):
        return reverse(name, args=[within.slug, things[BELONGS_TO.get(name, "priority")].pk])

    return of


def standing(assessment):
    return [
        table_of(assessment),
        list(Priority.history.values()),
        list(Issue.history.values()),
    ]


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("who", ["contributor", "board"])
def test_only_leads_change_plans(request, sign_in, assessment, address, name, who):
    before = standing(assessment)
    client = sign_in(request.getfixturevalue(who))
    assert client.post(address(name), {"element": 1}).status_code == 403
    assert standing(assessment) == before


@pytest.mark.parametrize("name", CHANGES)
def test_other_trusts_find_nothing(sign_in, rival, rival_lead, assessment, address, name):
    before = standing(assessment)
    client = sign_in(rival_lead)
    assert client.post(address(name), {"element": 1}).status_code == 404
    assert client.post(address(name, within=rival), {"element": 1}).status_code == 404
    assert standing(assessment) == before


@pytest.mark.parametrize("name", CHANGES)
def test_the_signed_out_are_told_so_and_nothing_changes(client, assessment, address, name):
    before = standing(assessment)
    answer = client.post(address(name), {"element": 1})
    assert answer.status_code == 401
    assert "You are signed out, and nothing was saved" in answer.content.decode()
    answer = client.post(address(name), {"element": 1}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.content.decode() == "You are signed out. Nothing was saved."
    assert standing(assessment) == before


@pytest.mark.parametrize("name", [name for name in CHANGES if name != "priority"])
def test_changes_are_posted(sign_in, lead, assessment, address, name):
    before = standing(assessment)
    assert sign_in(lead).get(address(name)).status_code == 405
    assert standing(assessment) == before


@pytest.mark.parametrize("name", CHANGES)
def test_what_does_not_exist_is_not_found(sign_in, lead, trust, name):
    client = sign_in(lead)
    for pk in (999, 10**30):
        assert client.post(reverse(name, args=[trust.slug, pk])).status_code == 404


def test_opening_a_form_is_for_leads(sign_in, contributor, rival, rival_lead, address):
    assert sign_in(contributor).get(address("priority")).status_code == 403
    assert sign_in(rival_lead).get(address("priority", within=rival)).status_code == 404


def test_the_plan_is_its_trusts(sign_in, trust, rival, rival_lead, contributor, assessment):
    here = reverse("plan", args=[trust.slug, assessment.pk])
    there = reverse("plan", args=[rival.slug, assessment.pk])
    client = sign_in(rival_lead)
    assert (client.get(here).status_code, client.get(there).status_code) == (404, 404)
    assert sign_in(contributor).get(here).status_code == 200
