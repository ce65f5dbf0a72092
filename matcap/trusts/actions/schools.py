"""What changes a trust's schools."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from matcap.ui.refusal import Refused

from ..activity import note
from ..models import Cluster, School, Trust
from .people import hold

EDITABLE = (
    "name",
    "urn",
    "la_code",
    "establishment_number",
    "phase",
    "kind",
    "state",
    "cluster",
    "joined_on",
    "left_on",
)


@transaction.atomic
def add_school(
    *, trust: Trust, name: str, phase: str, urn: str = "", joined_on=None, by=None, **fields
) -> School:
    """Add a school to `trust`. Raises ValidationError when its URN is in a trust already, or when
    it has none and the trust has a school of that name.

    `fields` are others of EDITABLE.
    """
    hold(trust)
    if not urn and trust.schools.filter(left_on=None, name__iexact=name.strip()).exists():
        raise ValidationError(
            f"{name.strip()} is in the list already. Is it another? Give its URN."
        )
    school = School(trust=trust, name=name.strip(), phase=phase, urn=urn, joined_on=joined_on)
    _set(school, fields)
    note(trust=trust, by=by, sentence=f"Added the school {school.name}.")
    return school


@transaction.atomic
def edit_school(*, school: School, by, **fields) -> School:
    """Change `fields`, some of EDITABLE. Raises ValidationError where they break a rule."""
    _set(school, fields)
    note(trust=school.trust, by=by, sentence=f"Changed the details of {school.name}.")
    return school


def _set(school: School, fields: dict) -> None:
    for name in fields.keys() & set(EDITABLE):
        setattr(school, name, fields[name])
    school.full_clean()
    school.save()


@transaction.atomic
def record_leaving(*, school: School, on: date, by) -> School:
    """Say that a school left the trust. Its row stays, with all that hangs on it.

    Raises Refused when it has left already, ValidationError when it joined later.
    """
    if school.left_on:
        raise Refused(f"{school.name} has left already.")
    _set(school, {"left_on": on})
    note(trust=school.trust, by=by, sentence=f"Recorded that {school.name} left on {on}.")
    return school


@transaction.atomic
def move_schools(*, trust: Trust, schools: list[School], cluster: Cluster | None, by) -> int:
    """Put schools of `trust` into one of its clusters, or in none; return how many moved."""
    moving = [school for school in schools if school.cluster_id != (cluster and cluster.pk)]
    trust.schools.filter(pk__in=[school.pk for school in moving]).update(cluster=cluster)
    if moving:
        names = ", ".join(school.name for school in moving)
        where = f"into the cluster {cluster}" if cluster else "out of their clusters"
        note(trust=trust, by=by, sentence=f"Moved {names} {where}.")
    return len(moving)
