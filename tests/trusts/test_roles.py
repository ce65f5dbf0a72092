"""The table of what each role may do, spelt out a second time on purpose."""

import pytest

from matcap.trusts.roles import Permission, Role
from matcap.trusts.templatetags.trusts import may

READ_AGREED, READ_OPEN, RATE = Permission.READ_AGREED, Permission.READ_OPEN, Permission.RATE
START, AGREE, PLAN = Permission.START, Permission.AGREE, Permission.PLAN

TABLE = {
    Role.LEAD: {READ_AGREED, READ_OPEN, RATE, START, AGREE, PLAN},
    Role.CONTRIBUTOR: {READ_AGREED, READ_OPEN, RATE},
    Role.BOARD: {READ_AGREED},
}


def test_each_role_carries_these_permissions_and_no_others():
    assert {role: set(role.permissions) for role in Role} == TABLE


def test_no_permission_is_left_out_of_the_table():
    assert set().union(*TABLE.values()) == set(Permission)


@pytest.mark.parametrize("role", Role)
def test_a_membership_allows_what_its_role_carries(trust, role):
    from matcap.trusts.models import Membership

    membership = Membership(trust=trust, role=role)
    assert {one for one in Permission if membership.allows(one)} == TABLE[role]
    assert {one for one in Permission if may(membership, one.value)} == TABLE[role]


def test_a_template_that_asks_for_an_unknown_permission_fails(trust):
    from matcap.trusts.models import Membership

    with pytest.raises(ValueError, match="'fly' is not a valid Permission"):
        may(Membership(trust=trust, role=Role.LEAD), "fly")
