"""What a trust judges: its assessments, and in them the ratings with their evidence."""

import re
from collections.abc import Collection

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Min, Q
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from frameworks.models import Element, Framework, Level, Strand
from frameworks.tree import FrameworkTree, tree_of
from matcap.trusts.models import Group, Invitation, Membership, School, Trust
from matcap.trusts.roles import Permission


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

    def rated_by_contributor(self, membership: Membership):
        """The assessments of one trust in which a member has ratings of their own to give."""
        return (
            self.filter(
                trust=membership.trust_id,
                responses__contributor=membership.user_id,
                responses__kind=Response.Kind.CONTRIBUTOR,
            )
            .exclude(state=Assessment.State.DRAFT)
            .select_related("framework", "previous")
            .defer("framework__guidance", "framework__examples", "framework__source")
        )


class Assessment(models.Model):
    """One trust's pass through a framework: a cycle, with a start and an end."""

    class State(models.TextChoices):
        DRAFT = "draft", "being set up"
        OPEN = "open", "open"
        MODERATION = "moderation", "in moderation"
        AGREED = "agreed", "agreed"

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="assessments")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)
    opened_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    rated_apart = models.BooleanField(
        "people rate separately, then meet",
        default=False,
        help_text="Otherwise leads and contributors write the trust's ratings together.",
    )
    shows_names = models.BooleanField("moderation shows names, not only groups", default=False)
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
                condition=~Q(state="agreed"),
                name="one_unfinished_assessment_a_framework",
                violation_error_message=(
                    "An assessment with this framework is under way already. "
                    "Agree it before you start another."
                ),
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("opened_on")),
                name="due_after_opened",
                violation_error_message="The date it is due is before the date it starts.",
            ),
            models.CheckConstraint(
                condition=(~Q(state="agreed") & Q(agreed_on=None))
                | Q(state="agreed", agreed_on__isnull=False),
                name="agreed_means_dated",
                violation_error_message="An agreed assessment has the date it was agreed.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_draft(self) -> bool:
        """Whether it is still being set up: nobody rates yet."""
        return self.state == self.State.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether people and schools rate."""
        return self.state == self.State.OPEN

    @property
    def in_moderation(self) -> bool:
        """Whether the responses are seen side by side, and the trust's ratings agreed."""
        return self.state == self.State.MODERATION

    @property
    def is_agreed(self) -> bool:
        """Whether its ratings are fixed."""
        return self.state == self.State.AGREED

    @property
    def step_back(self) -> "Assessment.State | None":
        """The state it was in before this one; None for a draft."""
        state = self.State
        met = state.MODERATION if self.rated_apart else state.OPEN
        return {state.OPEN: state.DRAFT, state.MODERATION: state.OPEN, state.AGREED: met}.get(
            self.State(self.state)
        )

    def is_whole_for(self, membership: Membership) -> bool:
        """Whether a member who reads some of it reads the trust's own ratings in it too."""
        return self.is_agreed or membership.allows(Permission.READ_OPEN)

    @property
    def tree(self) -> FrameworkTree:
        """Its framework, from memory."""
        return tree_of(self.framework)


class ResponseQuerySet(models.QuerySet):
    def of_schools(self, schools: Collection[int]):
        """What those with these primary keys rate themselves, the latest assessment first."""
        return (
            self.filter(school__in=schools, kind=Response.Kind.SCHOOL)
            .exclude(assessment__state=Assessment.State.DRAFT)
            .select_related("school", "assessment__framework")
            .order_by("-assessment__opened_on", "-assessment", "school__name")
        )

    def of_contributors(self, assessment: Assessment):
        """Those of an assessment's contributors, by group and name, with how many are rated.

        That, and when each was begun, is all that anybody but the contributor knows of them
        before moderation.
        """
        return (
            self.filter(assessment=assessment, kind=Response.Kind.CONTRIBUTOR)
            .select_related("contributor", "group")
            .annotate(
                rated=Count("ratings__level"),
                begun_at=Min("ratings__changed_at"),
            )
            .order_by("group__position", "group__name", "contributor__name", "pk")
        )


class Response(models.Model):
    """A set of ratings in an assessment, by `kind`: who rates what."""

    class Kind(models.TextChoices):
        TRUST = "trust", "the trust's own ratings: those that are agreed"
        SCHOOL = "school", "a school's own ratings"
        VIEW = "view", "the trust's view of a school"
        CONTRIBUTOR = "contributor", "what one contributor makes of the trust"

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="responses")
    kind = models.CharField(max_length=11, choices=Kind.choices, default=Kind.TRUST)
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contributor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="responses",
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="responses"
    )
    asked_at = models.DateTimeField("when its people were last told to rate", null=True, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(kind="trust"),
                name="one_agreed_response",
                violation_error_message="This assessment has the trust's ratings already.",
            ),
            models.UniqueConstraint(
                fields=["assessment", "school", "kind"],
                name="one_response_a_school",
                violation_error_message="This school has its ratings already.",
            ),
            models.UniqueConstraint(
                fields=["assessment", "contributor"],
                name="one_response_a_contributor",
                violation_error_message="This person rates in the assessment already.",
            ),
            models.CheckConstraint(
                condition=Q(kind="trust", school=None, contributor=None, group=None)
                | Q(kind="contributor", school=None, contributor__isnull=False, group__isnull=False)
                | Q(kind__in=["school", "view"], school__isnull=False, contributor=None, group=None),
                name="a_response_is_of_its_kind",
                violation_error_message=(
                    "A response is the trust's, a school's, or that of a contributor in a group."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.assessment}: {self.contributor or self.school or 'the trust'}"

    @property
    def closed(self) -> str:
        """Why nothing in it can be changed now, in a sentence; nothing when it can."""
        assessment = self.assessment
        if assessment.is_agreed:
            return "This assessment is agreed. Reopen it to change it."
        if assessment.is_draft:
            return "This assessment is still being set up. It can be rated once it is open."
        if self.kind == self.Kind.CONTRIBUTOR and assessment.in_moderation:
            return "Rating is over: the trust is in moderation now."
        if self.kind == self.Kind.TRUST and assessment.is_open and assessment.rated_apart:
            return "People are rating separately. The trust's ratings are agreed in moderation."
        return ""


class RatingQuerySet(models.QuerySet):
    def for_heat_map(self, assessment: Assessment, schools: Collection[int] | None = None):
        """(school pk or None, school name, element pk, level pk or None) of every rating.

        Those of the trust are always there; those of schools only for `schools`, None being all.
        """
        trust, school = Q(response__kind=Response.Kind.TRUST), Q(response__kind=Response.Kind.SCHOOL)
        if schools is not None:
            school &= Q(response__school__in=schools)
        return self.filter(trust | school, response__assessment=assessment).values_list(
            "response__school", "response__school__name", "element", "level"
        )

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


class EvidenceItem(models.Model):
    """A link behind a rating. Removing one keeps it, so that it can be put back."""

    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="items")
    title = models.CharField(max_length=200)
    address = models.CharField("web address", max_length=2000, validators=[web_address])
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self):
        return self.title
