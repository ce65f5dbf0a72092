"""What a trust judges: its assessments, and in them the ratings with their evidence."""

from .assessments import Assessment, Response
from .ratings import EvidenceItem, Mark, Rating, web_address

__all__ = ["Assessment", "EvidenceItem", "Mark", "Rating", "Response", "web_address"]
