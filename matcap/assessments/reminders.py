"""Who is reminded of what they have still to rate."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from matcap.accounts.actions import REMINDED_EVERY
from matcap.trusts.models import Membership

from .models import Assessment, Rating, Response, answered
from .told import SCHOOL_ROLES

AFTER_DUE = timedelta(days=7)  # then reminders end


def unfinished(now: datetime) -> QuerySet[Response]:
    """The responses with something to rate, in open assessments, that it is not too late for.

    Those of contributors who are in the trust, and those that schools give of themselves.
    """
    earliest = timezone.localdate(now) - AFTER_DUE
    kind = Response.Kind
    members = Membership.objects.current().filter(
        user=OuterRef("contributor"), trust=OuterRef("assessment__trust")
    )
    return Response.objects.filter(
        Q(kind=kind.CONTRIBUTOR) & Exists(members) | Q(kind=kind.SCHOOL, school__left_on=None),
        Q(assessment__due_on=None) | Q(assessment__due_on__gte=earliest),
        Exists(Rating.objects.filter(~answered(), response=OuterRef("pk"))),
        assessment__state=Assessment.State.OPEN,
    )


def people_to_remind(now: datetime) -> list[int]:
    """The primary keys of those who were asked a week ago or more, and have not finished."""
    asked = unfinished(now).filter(Q(asked_at=None) | Q(asked_at__lte=now - REMINDED_EVERY))
    own = asked.filter(kind=Response.Kind.CONTRIBUTOR)
    schools = asked.filter(kind=Response.Kind.SCHOOL)
    leads = _leading().filter(schools__in=schools.values("school"))
    contributors = own.values_list("contributor", flat=True)
    return sorted({*contributors, *leads.values_list("user", flat=True)})


def _leading() -> QuerySet[Membership]:
    return Membership.objects.current().filter(role__in=SCHOOL_ROLES)


def to_rate(user, now: datetime) -> list[Response]:
    """What one person has still to rate over all their trusts, by the date it is due.

    `rated` is how many elements of each are answered. In one query.
    """
    leading = _leading().filter(user=user)
    return list(
        unfinished(now)
        .filter(
            Q(kind=Response.Kind.CONTRIBUTOR, contributor=user)
            | Q(kind=Response.Kind.SCHOOL, school__in=leading.values("schools"))
        )
        .select_related(
            "assessment__trust", "assessment__framework", "assessment__wording", "school"
        )
        .annotate(
            rated=Count("ratings", filter=answered(rating="ratings__", assessment="assessment__"))
        )
        .order_by("assessment__due_on", "assessment__trust__name", "school__name", "pk")
    )
