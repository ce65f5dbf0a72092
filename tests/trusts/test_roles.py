"""The table of what each role may do, spelt out a second time on purpose."""

import pytest

from matcap.trusts.roles import Permission, Role
from matcap.trusts.templatetags.trusts import may

P = Permission
READS = {P.READ, P.READ_AGREED, P.ALL_SCHOOLS}
TABLE = {
    Role.LEAD: {
        *READS,
        P.READ_OPEN,
        P.RATE,
        P.RATE_SCHOOLS,
        P.START,
        P.AGREE,
        P.PLAN,
        P.EDIT_FRAMEWORKS,
        P.SCHOOLS,
        P.PEOPLE,
        P.ACTIVITY,
    },
    Role.CONTRIBUTOR: {*READS, P.READ_OPEN, P.RATE, P.RATE_SCHOOLS},
    Role.SCHOOL_LEAD: {P.READ, P.READ_AGREED, P.RATE_SCHOOLS},
    Role.BOARD: READS,
    Role.REVIEWER: {P.READ, P.READ_SHARED, P.ALL_SCHOOLS},
    Role.FACILITATOR: {P.READ},
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
