"""Trusts, schools and memberships as rules."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from matcap.trusts.actions import add_school, grant_role, open_trust
from matcap.trusts.models import School, Trust
from matcap.trusts.roles import Role

from ..conftest import person


def test_two_trusts_of_one_name_have_addresses_of_their_own(db):
    slugs = [open_trust(name="St Mary's Trust").slug for _ in range(3)]
    assert slugs == ["st-marys-trust", "st-marys-trust-2", "st-marys-trust-3"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [("多学院", "trust"), ("Ysgol Gymraeg â", "ysgol-gymraeg-a"), ("x" * 90, "x" * 50)],
)
def test_every_name_gives_an_address(db, name, slug):
    assert open_trust(name=f"  {name} ").slug == slug
    assert Trust.objects.get().name == name


def test_granting_again_changes_the_role(trust, lead):
    person(trust, "Lara Lead", Role.LEAD)
    grant_role(trust=trust, user=lead, role=Role.BOARD)
    assert list(lead.memberships.values_list("trust__name", "role")) == [
        ("Fernleigh Trust", "board")
    ]


def test_a_urn_is_in_one_trust_at_a_time(trust, rival):
    add_school(trust=trust, name="Ashdown", phase="primary", urn="100001")
    with pytest.raises(ValidationError, match="A school with this URN is in a trust already"):
        add_school(trust=rival, name="Ashdown", phase="primary", urn="100001")
    School.objects.update(left_on=date(2026, 8, 31))
    assert add_school(trust=rival, name="Ashdown", phase="primary", urn="100001").trust == rival


def test_a_phase_is_one_of_the_national_registers(trust):
    with pytest.raises(ValidationError, match="is not a valid choice"):
        add_school(trust=trust, name="Ashdown", phase="infants")
    assert not School.objects.exists()


def test_a_school_does_not_leave_before_it_joins(trust):
    add_school(trust=trust, name="Ashdown", phase="primary", joined_on=date(2026, 9, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        School.objects.update(left_on=date(2026, 8, 31))
