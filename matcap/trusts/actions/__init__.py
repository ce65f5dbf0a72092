"""What changes trusts, their people and their schools."""

from .clusters import delete_cluster, make_cluster, merge_clusters, rename_cluster
from .groups import delete_group, make_group, rename_group
from .invitations import accept, invite, resend, withdraw
from .networks import join_network, leave_network, make_network
from .people import grant_role, remove_member
from .schools import add_school, edit_school, move_schools, record_leaving
from .trusts import open_trust, require_second_step

__all__ = [
    "accept",
    "add_school",
    "delete_cluster",
    "delete_group",
    "edit_school",
    "grant_role",
    "invite",
    "join_network",
    "leave_network",
    "make_cluster",
    "make_group",
    "make_network",
    "merge_clusters",
    "move_schools",
    "open_trust",
    "record_leaving",
    "remove_member",
    "rename_cluster",
    "rename_group",
    "require_second_step",
    "resend",
    "withdraw",
]
