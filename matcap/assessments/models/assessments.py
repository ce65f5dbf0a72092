"""An assessment, and the responses in it: who rates what."""

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Min, Q
from simple_history.models import HistoricalRecords

from frameworks.models import Framework
from frameworks.tree import FrameworkTree, tree_of
from matcap.trusts.models import Group, Invitation, Membership, School, Trust
from matcap.trusts.roles import Permission

# Of a framework's row, what its tree in memory holds too.
LONG_TEXTS = [
    f"{row}__{name}"
    for row in ("framework", "wording", "previous__framework", "previous__wording")
    for name in ("guidance", "examples", "source")
]
# What an assessment's tree, and that of the one before it, are found by.
TO_ITS_TREES = ("framework", "wording", "previous__framework", "previous__wording")


class AssessmentQuerySet(models.QuerySet):
    def seen_by(self, membership: Membership, *, school: int | None = None):
        """The assessments of one trust that a member may read, or read the ratings of `school` in.

        All of them, the agreed ones, or those shared with the member; a school lead reads those of
        their own schools in every assessment, and those of no other school.
        """
        own = (
            self.filter(trust=membership.trust_id).select_related(*TO_ITS_TREES).defer(*LONG_TEXTS)
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
            )
            .exclude(state=Assessment.State.DRAFT)
            .select_related(*TO_ITS_TREES)
            .defer(*LONG_TEXTS)
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
    wording = models.ForeignKey(
        Framework,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="the trust's own words for the framework, if it has any",
    )
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
    origins = models.JSONField(
        default=dict,
        blank=True,
        help_text="where the one before has another version: code → code there, empty if new",
    )
    carries = models.BooleanField(
        "last time's ratings are carried forward when it opens", default=False
    )
    shared_with = models.ManyToManyField(Membership, related_name="shared_assessments", blank=True)
    offered_with = models.ManyToManyField(Invitation, related_name="shared_assessments", blank=True)

    history = HistoricalRecords(
        excluded_fields=["framework", "wording", "previous"],
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

    def shows_views_to(self, membership: Membership) -> bool:
        """Whether a member reads the trust's view of its schools: leads always, others at last."""
        return self.is_agreed or membership.allows(Permission.AGREE)

    def is_whole_for(self, membership: Membership) -> bool:
        """Whether a member who reads some of it reads the trust's own ratings in it too."""
        return self.is_agreed or membership.allows(Permission.READ_OPEN)

    @property
    def tree(self) -> FrameworkTree:
        """Its framework in the trust's words, from memory."""
        return tree_of(self.framework, self.wording)


class ResponseQuerySet(models.QuerySet):
    def of_schools(self, schools: Collection[int]):
        """What those with these primary keys rate themselves, the latest assessment first."""
        return (
            self.filter(school__in=schools, kind=Response.Kind.SCHOOL)
            .exclude(assessment__state=Assessment.State.DRAFT)
            .select_related("school", "assessment__framework", "assessment__wording")
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
                | Q(
                    kind__in=["school", "view"], school__isnull=False, contributor=None, group=None
                ),
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
        if self.school_id and self.school.left_on:
            return "This school has left the trust. What was rated is kept as it is."
        if assessment.is_draft:
            return "This assessment is still being set up. It can be rated once it is open."
        if self.kind == self.Kind.CONTRIBUTOR and assessment.in_moderation:
            return "Rating is over: the trust is in moderation now."
        if self.kind == self.Kind.TRUST and assessment.is_open and assessment.rated_apart:
            return "People are rating separately. The trust's ratings are agreed in moderation."
        return ""
