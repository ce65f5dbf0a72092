"""Who the trusts are: their schools, and the people in them."""

from .people import Membership
from .schools import Phase, School
from .trusts import Trust

__all__ = ["Membership", "Phase", "School", "Trust"]
