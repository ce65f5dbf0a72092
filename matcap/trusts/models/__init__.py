"""Who the trusts are: their schools, and the people in them."""

from .activity import Activity
from .imports import Import, ImportPiece, ImportRow
from .networks import InNetwork, Network
from .people import Group, Invitation, Membership
from .schools import Cluster, Phase, School, State
from .trusts import Trust

__all__ = [
    "Activity",
    "Cluster",
    "Group",
    "Import",
    "ImportPiece",
    "ImportRow",
    "InNetwork",
    "Invitation",
    "Membership",
    "Network",
    "Phase",
    "School",
    "State",
    "Trust",
]
