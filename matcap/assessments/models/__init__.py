"""What a trust judges: its assessments, and in them the ratings with their evidence."""

from .answered import IS_ANSWERED, answered
from .assessments import Assessment, Response
from .ratings import EvidenceItem, Mark, Rating, web_address

__all__ = [
    "IS_ANSWERED",
    "Assessment",
    "EvidenceItem",
    "Mark",
    "Rating",
    "Response",
    "answered",
    "web_address",
]
