"""What changes a trust's schools."""

from django.db import transaction

from ..models import School, Trust


@transaction.atomic
def add_school(*, trust: Trust, name: str, phase: str, urn: str = "", joined_on=None) -> School:
    """Add a school to `trust`. Raises ValidationError when its URN is in a trust already."""
    school = School(trust=trust, name=name.strip(), phase=phase, urn=urn, joined_on=joined_on)
    school.full_clean()
    school.save()
    return school
