"""What a trust judges: its assessments, and in them the ratings with their evidence."""

from .assessments import TO_ITS_TREES, Assessment, Response
from .ratings import EvidenceItem, Mark, Rating, web_address

__all__ = [
    "TO_ITS_TREES",
    "Assessment",
    "EvidenceItem",
    "Mark",
    "Rating",
    "Response",
    "web_address",
]
