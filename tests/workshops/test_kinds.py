"""Workshops on choices without order, and none on examples."""

import pytest
from django.test import Client
from django.urls import reverse

from matcap.ui.refusal import Refused
from matcap.workshops import actions

from ..assessments.kinds import CHOICES, EXAMPLES, GUIDE, TARGET, together
from ..conftest import rating_of
from ..pages import read, sent


@pytest.fixture
def shown(trust, lead):
    """A workshop at D1, open to guests, with one vote."""
    decisions = together(trust, CHOICES, lead)
    element = decisions.tree.elements[0].pk
    begun = actions.start(assessment=decisions, element=element, allows_guests=True, by=lead)
    actions.vote(shown=begun, voter="somebody", level=decisions.tree.levels[0].pk)
    return begun


def pages(client, shown) -> list[str]:
    """The big screen and a phone, in that order."""
    trust = shown.workshop.assessment.trust
    screen = client.get(reverse("workshop", args=[trust.slug, shown.workshop.pk]))
    phone = Client().get(reverse("vote", args=[shown.workshop.code]))
    return [read(screen).text, read(phone).text]


def test_the_guide_is_told_with_the_votes_and_not_before(shown, lead, sign_in):
    client = sign_in(lead)
    assert not [page for page in pages(client, shown) if GUIDE in page]
    actions.reveal(workshop=shown.workshop, at=shown.pk, by=lead)
    assert all(f"{GUIDE} Align." in page for page in pages(client, shown))
    actions.vote_again(workshop=shown.workshop, at=shown.pk, by=lead)
    assert not [page for page in pages(client, shown) if GUIDE in page]


def test_its_words_are_of_choices(shown, lead, sign_in):
    screen, phone = pages(sign_in(lead), shown)
    assert "What would you choose? Nobody sees what you choose." in phone
    actions.reveal(workshop=shown.workshop, at=shown.pk, by=lead)
    screen, phone = pages(sign_in(lead), shown)
    assert "Why this choice" in screen
    assert "rating" not in phone.lower()


def test_no_workshop_is_held_on_examples(trust, lead, sign_in):
    examples = together(trust, EXAMPLES, lead)
    element = examples.tree.elements[0].pk
    with pytest.raises(Refused, match="nothing to vote on"):
        actions.start(assessment=examples, element=element, allows_guests=True, by=lead)
    address = reverse("start_workshop", args=[trust.slug, examples.pk])
    page = read(sign_in(lead).get(address))
    assert "so there is nothing to vote on" in page.text
    assert page.one("main").find("form") == []
    sent = {"element": "N1", "allows_guests": ""}
    assert "nothing to vote on" in read(sign_in(lead).post(address, sent)).text
    assert not examples.workshops.exists()


def test_no_page_of_examples_leads_to_one(trust, lead, sign_in):
    examples = together(trust, EXAMPLES, lead)
    address = reverse("start_workshop", args=[trust.slug, examples.pk])
    for name, code in (("assessment", []), ("rate", ["N1"]), ("workshop_outcomes", [])):
        page = sign_in(lead).get(reverse(name, args=[trust.slug, examples.pk, *code]))
        assert address not in page.content.decode()


def test_a_target_is_kept_with_the_level_and_the_reason(trust, lead, sign_in):
    choir = together(trust, TARGET, lead)
    element, levels = choir.tree.elements[0], choir.tree.level_by_code
    shown = actions.start(assessment=choir, element=element.pk, allows_guests=True, by=lead)
    actions.vote(shown=shown, voter="somebody", level=levels["HUM"].pk)
    actions.reveal(workshop=shown.workshop, at=shown.pk, by=lead)
    client, here = sign_in(lead), [trust.slug, shown.workshop_id]
    page = read(client.get(reverse("workshop", args=here)))
    [form] = [one for one in page.find("form") if one.find("textarea")]
    assert choir.tree.target in [legend.text for legend in form.find("legend")]
    asked = sent(form) | {"level": "HUM", "target": "PARTS", "reason": "We rehearse."}
    refused = client.post(form.attrs["action"], asked | {"target": "LOUD"})
    assert "That level is not on this framework's scale." in read(refused).text
    page = read(client.post(form.attrs["action"], asked, follow=True))
    assert f"Kept: HUM Humming, {choir.tree.target}: PARTS In parts. We rehearse." in page.text
    rating = rating_of(choir, element.code)
    assert (rating.level.code, rating.target_level.code) == ("HUM", "PARTS")
    assert rating.version == 2
    outcomes = read(client.get(reverse("workshop_outcomes", args=[trust.slug, choir.pk])))
    assert f"{choir.tree.target}: PARTS In parts. We rehearse." in outcomes.text
    [form] = [one for one in page.find("form") if one.find("textarea")]
    again = sent(form)
    assert again["target"] == ["PARTS"]
    client.post(form.attrs["action"], again | {"target": ""})
    assert rating_of(choir, element.code).target_level is None
