"""A workshop in which a room votes on elements: its rounds, and the votes in each."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from frameworks.models import Element, Level
from frameworks.tree import ElementNode, LevelNode
from matcap.assessments.models import Assessment, Response
from matcap.trusts.models import Membership

from .codes import LENGTH

LASTS = timedelta(hours=12)

ENDED = "This workshop has ended."


def _somebody() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )


class WorkshopQuerySet(models.QuerySet):
    def seen_by(self, membership: Membership):
        """Those of one trust's assessments that a member may read."""
        seen = Assessment.objects.seen_by(membership)
        return self.filter(assessment__in=seen.values("pk")).select_related(
            "assessment__trust", "assessment__framework", "assessment__wording"
        )

    def live(self):
        """Those that nobody ended and that are not over by themselves."""
        return self.filter(ended_at=None, good_until__gt=timezone.now())


class Workshop(models.Model):
    """A meeting that votes on the elements of an assessment, one after the other.

    Phones come in by `code`. With `allows_guests` a vote is a phone's, and nobody needs an account;
    without, it is a person's, who is signed in and of the trust.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="workshops")
    code = models.CharField(max_length=LENGTH, unique=True)
    allows_guests = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now)
    started_by = _somebody()
    good_until = models.DateTimeField("when it is over by itself")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = _somebody()

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(ended_at=None),
                name="one_live_workshop_an_assessment",
                violation_error_message="A workshop on this assessment is under way already.",
            )
        ]

    def __str__(self):
        return f"{self.assessment}: {self.code}"

    @property
    def closed(self) -> str:
        """Why nothing more happens in it, in a sentence; nothing while it runs."""
        if self.ended_at or timezone.now() >= self.good_until:
            return ENDED
        return Response(assessment=self.assessment, kind=Response.Kind.TRUST).closed


class RoundQuerySet(models.QuerySet):
    def whole(self):
        """With what a page shows beside it; the framework's long texts are left out."""
        return self.select_related(
            "workshop__assessment__trust",
            "workshop__assessment__framework",
            "workshop__assessment__wording",
        ).defer(
            *(
                f"workshop__assessment__{row}__{name}"
                for row in ("framework", "wording")
                for name in ("guidance", "examples", "source", "summary")
            )
        )

    def shown_for(self, code: str):
        """The round that a code leads to now, in one query; None when it is no workshop's."""
        return self.whole().filter(workshop__code=code).order_by("-pk").first()

    def shown_in(self, workshop: Workshop):
        """The round that a workshop is at, in one query."""
        return self.whole().filter(workshop=workshop).latest("pk")


class Round(models.Model):
    """One vote on one element. The latest of a workshop is the one it is at.

    `revealed_at` ends the vote and lets the votes be seen. `level`, `target` and `reason` are what
    was agreed after it, as it went into the trust's own rating.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="rounds")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="of this element in this workshop")
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = _somebody()
    revealed_at = models.DateTimeField(null=True, blank=True)
    revealed_by = _somebody()
    level = models.ForeignKey(
        Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    target = models.ForeignKey(
        Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_by = _somebody()

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "element", "number"],
                name="rounds_are_numbered",
                violation_error_message="This round has begun already.",
            ),
            models.CheckConstraint(
                condition=Q(kept_at=None, level=None)
                | Q(level__isnull=False, kept_at__gte=F("revealed_at")),
                name="kept_after_it_was_revealed",
                violation_error_message="An outcome is kept after the votes were revealed.",
            ),
        ]

    def __str__(self):
        return f"{self.workshop}, {self.element_id}, round {self.number}"

    @property
    def shown(self) -> ElementNode:
        """The element that is voted on, from memory."""
        return self.workshop.assessment.tree.element_by_pk[self.element_id]

    @property
    def outcome(self) -> LevelNode | None:
        """The level agreed after it, if any."""
        return self.workshop.assessment.tree.level_by_pk.get(self.level_id)

    @property
    def aim(self) -> LevelNode | None:
        """The target level agreed after it, if any."""
        return self.workshop.assessment.tree.level_by_pk.get(self.target_id)

    @property
    def is_revealed(self) -> bool:
        """Whether its votes may be seen, and nobody votes any more."""
        return self.revealed_at is not None

    @property
    def stage(self) -> str:
        """What differs whenever a page about it must be drawn anew."""
        moments = [moment for moment in (self.revealed_at, self.kept_at) if moment]
        return "-".join([str(self.pk), *(str(moment.timestamp()) for moment in moments)])

    def ballot(self, voter: str) -> str:
        """What a voter's vote in this round is stored under.

        It says neither whose it is nor which votes of other rounds are the same voter's.
        """
        return salted_hmac("matcap.workshops.ballot", f"{self.pk}:{voter}").hexdigest()


class Vote(models.Model):
    """The level that one voter chose in a round; a second choice takes the place of the first."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="votes")
    ballot = models.CharField(max_length=40)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "ballot"],
                name="one_vote_a_voter_a_round",
                violation_error_message="This voter has voted in this round already.",
            )
        ]

    def __str__(self):
        return f"a vote in {self.round_id}"
