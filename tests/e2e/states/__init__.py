"""Every page in every state that looks different, each made as people come to it.

A state is a function that is given a test's fixtures, by name, and returns the page.
"""

from . import (
    assessments,
    documents,
    frameworks,
    kinds,
    maps,
    moderations,
    plans,
    ratings,
    rounds,
    rubrics,
    signing_in,
    trusts,
    versions,
    workshops,
)
from .stage import STATES, Stage

__all__ = [
    "STATES",
    "Stage",
    "assessments",
    "documents",
    "frameworks",
    "kinds",
    "maps",
    "moderations",
    "plans",
    "ratings",
    "rounds",
    "rubrics",
    "signing_in",
    "trusts",
    "versions",
    "workshops",
]
