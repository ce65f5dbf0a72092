"""What every change of an assessment does: hold it, and keep what befell it in its history."""

from matcap.ui.moment import now

from .models import TO_ITS_TREES, Assessment, Rating, Response


def hold(assessment: Assessment) -> Assessment:
    """Let nobody else move or staff this assessment until the transaction is over."""
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    return Assessment.objects.select_related("trust", *TO_ITS_TREES).get(pk=assessment.pk)


def record(assessment: Assessment, by, event: str, *, to_ratings: bool = True) -> Assessment:
    """Save an assessment; its history keeps the event, and so does that of each rating in it.

    A contributor's own ratings are theirs: what befalls the assessment is not in their history.
    """
    at = now()
    assessment._history_user, assessment._history_date = by, at
    assessment._change_reason = event
    assessment.save()
    if to_ratings:
        shared = Rating.objects.filter(response__assessment=assessment).exclude(
            response__kind=Response.Kind.CONTRIBUTOR
        )
        Rating.history.bulk_history_create(
            list(shared),
            update=True,
            default_user=by,
            default_change_reason=event,
            default_date=at,
        )
    return assessment
