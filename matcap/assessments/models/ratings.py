"""A rating, its marks, and the links and files behind it."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from frameworks.models import Element, Level, Strand
from matcap.trusts.models import Membership
from matcap.trusts.roles import Permission
from matcap.ui.moment import now

from ..kinds import KINDS
from .answered import IS_ANSWERED, answered
from .assessments import Assessment, Response

NAME_OF_SCHOOL = Case(
    When(
        response__school__left_on__isnull=False,
        then=Concat("response__school__name", Value(" (has left)")),
    ),
    default="response__school__name",
)


class RatingQuerySet(models.QuerySet):
    def standing(self, assessment: Assessment, schools: Collection[int] | None = None):
        """(school pk or None, school name, element pk, level pk or None, whether it is answered).

        Of each rating that `mapped` finds, without its words. A school that has left the trust
        since is named as one that has.
        """
        return self.mapped(assessment, schools).values_list(
            "response__school",
            NAME_OF_SCHOOL,
            "element",
            "level",
            IS_ANSWERED,
        )

    def mapped(self, assessment: Assessment, schools: Collection[int] | None = None):
        """The ratings that the map of an assessment shows.

        Those of the trust are always there; those of schools only for `schools`, None being all.
        """
        trust = Q(response__kind=Response.Kind.TRUST)
        school = Q(response__kind=Response.Kind.SCHOOL)
        if schools is not None:
            school &= Q(response__school__in=schools)
        return self.filter(trust | school, response__assessment=assessment)

    def answered(self):
        """Those with a level; or with an example, where the framework has no levels."""
        return self.filter(answered())

    def views_of_schools(self, assessment: Assessment, schools: Collection[int] | None = None):
        """(school pk, element pk, level pk) of the trust's view of its schools, or of `schools`."""
        views = self.filter(
            response__assessment=assessment,
            response__kind=Response.Kind.VIEW,
            level__isnull=False,
        )
        if schools is not None:
            views = views.filter(response__school__in=schools)
        return views.values_list("response__school", "element", "level")

    def seen_by(self, membership: Membership):
        """The ratings of one trust that a member may read, with their evidence.

        The trust's own, in the assessments that they may read; schools' there, or of their own
        schools in every one; the trust's view of schools as `shows_views_to` says; a contributor's
        own, which those who agree read from moderation on.
        """
        kind, state = Response.Kind, Assessment.State
        agrees = membership.allows(Permission.AGREE)
        readable = Q(response__assessment__in=Assessment.objects.seen_by(membership).values("pk"))
        agreed = Q() if agrees else Q(response__assessment__state=state.AGREED)
        own = membership.own_schools
        reached = Q() if own is None else Q(response__school__in=own)
        seen = readable & Q(response__kind=kind.TRUST)
        seen |= Q(response__kind=kind.SCHOOL) & (readable if own is None else reached)
        seen |= readable & agreed & reached & Q(response__kind=kind.VIEW)
        seen |= Q(response__kind=kind.CONTRIBUTOR, response__contributor=membership.user_id)
        if agrees:
            seen |= Q(
                response__kind=kind.CONTRIBUTOR,
                response__assessment__state__in=[state.MODERATION, state.AGREED],
            )
        return self.filter(seen, response__assessment__trust=membership.trust_id)

    def rated_by(self, membership: Membership):
        """The ratings of one trust that a member may change while `Response.closed` allows it.

        Those of the trust are everybody's who rates; once people rate separately, theirs who
        agree. A contributor's are the contributor's alone.
        """
        kind = Response.Kind
        may = Q(response__kind=kind.CONTRIBUTOR, response__contributor=membership.user_id)
        if membership.allows(Permission.AGREE):
            may |= Q(response__kind__in=[kind.TRUST, kind.VIEW])
        elif membership.allows(Permission.RATE):
            may |= Q(response__kind=kind.TRUST, response__assessment__rated_apart=False)
        if membership.allows(Permission.RATE_SCHOOLS):
            schools = Q(response__kind=kind.SCHOOL)
            if membership.own_schools is not None:
                schools &= Q(response__school__in=membership.own_schools)
            may |= schools
        return self.filter(may, response__assessment__trust=membership.trust_id)

    def agreed_codes(self, assessment: Assessment | None) -> dict[str, str]:
        """Element code → level code of the trust's own ratings in an earlier assessment."""
        if assessment is None:
            return {}
        return dict(
            self.filter(
                response__assessment=assessment,
                response__kind=Response.Kind.TRUST,
                level__isnull=False,
            ).values_list("element__code", "level__code")
        )


class Rating(models.Model):
    """The level chosen for an element, if any, and what led to it. One row an element a response.

    `target_level` is where it needs to be, for a framework that asks. Without levels `evidence` is
    the example that answers the element; it is never blank but empty (see `actions.rate`).
    `version` rises by one with each change: a form that was read at an older one is told so.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="ratings")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(
        Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    target_level = models.ForeignKey(
        Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    carried = models.BooleanField("carried forward, and not looked at yet", default=False)
    evidence = models.TextField("key evidence", blank=True)
    reason = models.TextField("why this rating", blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    history = HistoricalRecords(
        excluded_fields=["carried", "changed_at", "changed_by"],
        history_change_reason_field=models.TextField(blank=True),
        cascade_delete_history=True,  # only what nobody has touched is ever deleted
    )
    objects = RatingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "element"],
                name="one_rating_an_element",
                violation_error_message="This element is in the response already.",
            )
        ]

    def __str__(self):
        return f"{self.element_id}: {self.level_id or 'not rated'}"

    @cached_property
    def marked(self) -> dict[int, int]:
        """Its marks, as last read or written: strand → level, both primary keys."""
        return dict(self.marks.values_list("strand", "level"))


class Mark(models.Model):
    """A level chosen for a strand: a help to reach the rating."""

    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="marks")
    strand = models.ForeignKey(Strand, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rating", "strand"],
                name="one_mark_a_strand",
                violation_error_message="This strand is marked already.",
            )
        ]

    def __str__(self):
        return f"{self.strand_id}: {self.level_id}"


def web_address(value: str) -> None:
    """Let an http or https address through, of a public host or a trust's own."""
    if not re.fullmatch(r"https?://[^\s/]\S*", value, re.IGNORECASE):
        raise ValidationError("Give the whole web address, starting with https://")


class EvidenceItemQuerySet(models.QuerySet):
    def kept(self):
        """All but those that were removed so long ago that nobody can put them back."""
        removed_after = timezone.now() - EvidenceItem.KEPT
        return self.filter(Q(removed_at=None) | Q(removed_at__gt=removed_after))

    def seen_by(self, membership: Membership):
        """The items that a member may open: of what they read, and removed ones of theirs."""
        return self.kept().filter(
            Q(rating__in=Rating.objects.seen_by(membership), removed_at=None)
            | Q(rating__in=Rating.objects.rated_by(membership))
        )


class EvidenceItem(models.Model):
    """A link or a file behind a rating. A removed one can be put back for as long as it is kept.

    `stored_as` is the file's name in the storage "evidence"; `file_name` is what people see, `kind`
    one of `kinds.KINDS` and `size` in bytes. Of a link these are empty.
    """

    KEPT = timedelta(days=30)

    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="items")
    title = models.CharField(max_length=200)
    dated_on = models.DateField("date", null=True, blank=True)
    address = models.CharField("web address", max_length=2000, blank=True, validators=[web_address])
    stored_as = models.CharField(max_length=100, blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    kind = models.CharField(max_length=10, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    added_at = models.DateTimeField(default=now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    history = HistoricalRecords()
    objects = EvidenceItemQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(address="") & ~Q(stored_as="")) | (~Q(address="") & Q(stored_as="")),
                name="a_link_or_a_file",
                violation_error_message="Give a web address or a file: one of the two.",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_file(self) -> bool:
        """Whether it is a file; otherwise it is a link."""
        return bool(self.stored_as)

    @property
    def kind_name(self) -> str:
        """What kind of file it is, in words. Only of a file."""
        return KINDS[self.kind].name

    @property
    def kept_until(self) -> datetime:
        """Until when it can be put back. Only of a removed one."""
        return self.removed_at + self.KEPT
