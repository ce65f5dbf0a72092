"""A trust's activity log: who was let in, what was changed, and by whom."""

from .models import Activity, Trust


def note(*, trust: Trust, by, sentence: str) -> Activity:
    """Add what `by` (None: the installation's own command) did, as a sentence without their name.

    Call it inside the transaction that does the thing: "Invited jo@example.org as a contributor."
    """
    return Activity.objects.create(trust=trust, by=by, sentence=sentence)
