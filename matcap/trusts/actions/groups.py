"""What changes a trust's groups: those in which people rate."""

from django.db import transaction
from django.db.models import Max

from matcap.ui.refusal import Refused

from ..activity import note
from ..models import Group, Trust


@transaction.atomic
def make_group(*, trust: Trust, name: str, by) -> Group:
    """Make a group, after those that there are. Raises ValidationError when the name is taken."""
    last = trust.groups.aggregate(last=Max("position"))["last"]
    group = _named(Group(trust=trust, position=(last or 0) + 1), name)
    note(trust=trust, by=by, sentence=f"Made the group {group}.")
    return group


@transaction.atomic
def rename_group(*, group: Group, name: str, by) -> Group:
    """Give a group another name. Raises ValidationError when it is another's."""
    before = group.name
    _named(group, name)
    if group.name != before:
        note(trust=group.trust, by=by, sentence=f"Renamed the group {before} to {group}.")
    return group


def _named(group: Group, name: str) -> Group:
    group.name = " ".join(name.split())
    group.full_clean()
    group.save()
    return group


@transaction.atomic
def delete_group(*, group: Group, by) -> None:
    """Delete a group that nobody has rated in. Raises Refused when somebody has."""
    if group.responses.exists():
        raise Refused(f"People rate in {group}, so it stays. You can rename it.")
    note(trust=group.trust, by=by, sentence=f"Deleted the group {group}.")
    group.delete()
