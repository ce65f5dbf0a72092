"""What a trust judges: its assessments, and in them the ratings with their evidence."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from frameworks.models import Element, Framework, Level, Strand
from frameworks.tree import FrameworkTree, tree_of
from matcap.trusts.models import Invitation, Membership, School, Trust
from matcap.trusts.roles import Permission

from .kinds import KINDS


class AssessmentQuerySet(models.QuerySet):
    def seen_by(self, membership: Membership, *, school: int | None = None):
        """The assessments of one trust that a member may read, or read the ratings of `school` in.

        All of them, the agreed ones, or those shared with the member; a school lead reads those of
        their own schools in every assessment, and those of no other school.
        """
        own = (
            self.filter(trust=membership.trust_id)
            .select_related("framework", "previous")
            .defer("framework__guidance", "framework__examples", "framework__source")
        )
        if school is not None and membership.own_schools is not None:
            return own if membership.reaches(school) else own.none()
        if membership.allows(Permission.READ_OPEN):
            return own
        readable = Q(pk__in=[])
        if membership.allows(Permission.READ_AGREED):
            readable |= Q(state=Assessment.State.AGREED)
        if membership.allows(Permission.READ_SHARED):
            readable |= Q(pk__in=membership.shared_assessments.values("pk"))
        return own.filter(readable)


class Assessment(models.Model):
    """One trust's pass through a framework: a cycle, with a start and an end."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        AGREED = "agreed", "agreed"

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="assessments")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)
    opened_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    agreed_on = models.DateField(null=True, blank=True)
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="following"
    )
    shared_with = models.ManyToManyField(Membership, related_name="shared_assessments", blank=True)
    offered_with = models.ManyToManyField(Invitation, related_name="shared_assessments", blank=True)

    history = HistoricalRecords(
        excluded_fields=["framework", "previous"],
        history_change_reason_field=models.TextField(blank=True),
    )
    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trust", "framework"],
                condition=Q(state="open"),
                name="one_open_assessment_a_framework",
                violation_error_message=(
                    "An assessment with this framework is open already. "
                    "Agree it before you start another."
                ),
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("opened_on")),
                name="due_after_opened",
                violation_error_message="The date it is due is before the date it starts.",
            ),
            models.CheckConstraint(
                condition=Q(state="open", agreed_on=None)
                | Q(state="agreed", agreed_on__isnull=False),
                name="agreed_means_dated",
                violation_error_message="An agreed assessment has the date it was agreed.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether its ratings can still be changed."""
        return self.state == self.State.OPEN

    def is_whole_for(self, membership: Membership) -> bool:
        """Whether a member who reads some of it reads the trust's own ratings in it too."""
        return not self.is_open or membership.own_schools is None

    @property
    def tree(self) -> FrameworkTree:
        """Its framework, from memory."""
        return tree_of(self.framework)


class ResponseQuerySet(models.QuerySet):
    def of_schools(self, schools: Collection[int]):
        """Those of the schools with these primary keys, the latest assessment first."""
        return (
            self.filter(school__in=schools)
            .select_related("school", "assessment__framework")
            .order_by("-assessment__opened_on", "-assessment", "school__name")
        )


class Response(models.Model):
    """A set of ratings in an assessment: the trust's own, or the trust's view of one school."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="responses")
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(school=None),
                name="one_agreed_response",
                violation_error_message="This assessment has the trust's ratings already.",
            ),
            models.UniqueConstraint(
                fields=["assessment", "school"],
                name="one_response_a_school",
                violation_error_message="This school has its ratings already.",
            ),
        ]

    def __str__(self):
        return f"{self.assessment}: {self.school or 'the trust'}"


class RatingQuerySet(models.QuerySet):
    def for_heat_map(self, assessment: Assessment, schools: Collection[int] | None = None):
        """(school pk or None, school name, element pk, level pk or None) of every rating.

        Those of the trust are always there; those of schools only for `schools`, None being all.
        """
        seen = (
            Q() if schools is None else Q(response__school=None) | Q(response__school__in=schools)
        )
        return self.filter(seen, response__assessment=assessment).values_list(
            "response__school", "response__school__name", "element", "level"
        )

    def seen_by(self, membership: Membership):
        """The ratings of one trust that a member may read, with their evidence.

        Those in the assessments they may read; of schools, where they have their own, only those
        schools', in every assessment.
        """
        seen = Q(response__assessment__in=Assessment.objects.seen_by(membership).values("pk"))
        if membership.own_schools is not None:
            seen &= Q(response__school=None)
            seen |= Q(response__school__in=membership.own_schools)
        return self.filter(seen, response__assessment__trust=membership.trust_id)

    def rated_by(self, membership: Membership):
        """The ratings of one trust that a member may change while their assessment is open."""
        if not membership.allows(Permission.RATE_SCHOOLS):
            return self.none()
        own = self.filter(response__assessment__trust=membership.trust_id)
        if not membership.allows(Permission.RATE):
            own = own.exclude(response__school=None)
        if membership.own_schools is not None:
            own = own.filter(response__school__in=membership.own_schools)
        return own

    def agreed_codes(self, assessment: Assessment | None) -> dict[str, str]:
        """Element code → level code of the trust's own ratings in an earlier assessment."""
        if assessment is None:
            return {}
        return dict(
            self.filter(
                response__assessment=assessment, response__school=None, level__isnull=False
            ).values_list("element__code", "level__code")
        )


class Rating(models.Model):
    """The level chosen for an element, if any, and what led to it. One row an element a response.

    `version` rises by one with each change: a form that was read at an older one is told so.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="ratings")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(
        Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence = models.TextField("key evidence", blank=True)
    reason = models.TextField("why this rating", blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    history = HistoricalRecords(
        excluded_fields=["changed_at", "changed_by"],
        history_change_reason_field=models.TextField(blank=True),
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
    added_at = models.DateTimeField(auto_now_add=True)
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
