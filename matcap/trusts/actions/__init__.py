"""What changes trusts, their people and their schools."""

from .people import grant_role
from .schools import add_school
from .trusts import open_trust

__all__ = ["add_school", "grant_role", "open_trust"]
