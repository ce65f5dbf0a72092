"""A workshop on the trust's open assessment, and phones in it."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from matcap.workshops.actions import start


@pytest.fixture(autouse=True)
def _forget_tries(db):
    """How many wrong codes were typed is in no model's table."""
    cache.clear()


def element_of(assessment, code: str) -> int:
    return assessment.tree.element_by_code[code].pk


def level_of(assessment, code: str) -> int:
    return assessment.tree.level_by_code[code].pk


@pytest.fixture
def shown(assessment, lead):
    """The first round of a workshop on 2B that lets guests in."""
    element = element_of(assessment, "2B")
    return start(assessment=assessment, element=element, allows_guests=True, by=lead)


@pytest.fixture
def members_shown(assessment, lead):
    """The first round of a workshop on 2B for people of the trust."""
    element = element_of(assessment, "2B")
    return start(assessment=assessment, element=element, allows_guests=False, by=lead)


class Phone:
    """A browser in the room, as htmx is in it."""

    def __init__(self, shown, client: Client | None = None):
        self.client = client or Client()
        self.address = reverse("vote", args=[shown.workshop.code])

    def opens(self):
        return self.client.get(self.address)

    def looks(self, seen: str = ""):
        return self.client.get(self.address, {"seen": seen}, headers={"HX-Request": "true"})

    def votes(self, shown, level: str, **instead):
        sent = {"at": shown.pk, "level": level} | instead
        return self.client.post(self.address, sent, headers={"HX-Request": "true"})


@pytest.fixture
def phone(shown):
    """A phone that has come in."""
    phone = Phone(shown)
    phone.opens()
    return phone
