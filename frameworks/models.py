"""The instrument: a published framework and its parts. A published version never changes."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from matcap.trusts.models import Network, Trust

KEPT = timedelta(days=30)  # how long a draft that was thrown away can be put back


class FrameworkQuerySet(models.QuerySet):
    def shipped(self):
        """The installation's own, for every trust: what was loaded from files."""
        return self.filter(owner=None)

    def used_by(self, trust: Trust):
        """What a trust may use: the installation's, its own, and what its networks share.

        A share holds while its owner is in the network, too.
        """
        shares = self.model.shared_with.through.objects.filter(
            network__trusts=trust, framework__owner__networks=F("network")
        )
        usable = Q(owner=None) | Q(owner=trust) | Q(pk__in=shares.values("framework"))
        return self.filter(usable, wording_of=None)

    def read_by(self, trust: Trust):
        """What a trust may read: what it may use, what was shared with it once, and what it used.

        An assessment that was made in it then stays, and so do its questions, whoever has left
        which network since.
        """
        usable = self.used_by(trust).values("pk")
        once = Q(shared_with__trusts=trust) | Q(was_shared_with__trusts=trust)
        shared = self.model.objects.filter(once).values("pk")
        used = trust.assessments.order_by().values("framework")
        readable = Q(pk__in=usable) | Q(pk__in=shared) | Q(pk__in=used)
        return self.filter(readable, wording_of=None)

    def in_line_with(self, framework: "Framework") -> set[int]:
        """The primary keys of every version of an instrument and of its copies, in one query.

        Those are joined by what they follow, or by the slug of one owner.
        """
        joined: dict[object, set] = {}
        rows = self.filter(wording_of=None).values_list("pk", "follows", "owner", "slug")
        for pk, follows, owner, slug in rows:
            for other in filter(None, (follows, (owner, slug))):
                joined.setdefault(pk, set()).add(other)
                joined.setdefault(other, set()).add(pk)
        line, waiting = {framework.pk}, [framework.pk]
        while waiting:
            found = joined.get(waiting.pop(), set()) - line
            line |= found
            waiting += found
        return {one for one in line if isinstance(one, int)}

    def words_of(self, trust: Trust):
        """A trust's own words for frameworks, those that it uses now: one a framework at most."""
        return self.filter(owner=trust, wording_of__isnull=False, put_aside_at=None)

    def own_words(self, trust: Trust, framework: "Framework") -> "Framework | None":
        """The words in which a trust reads a framework, where they are its own."""
        return self.words_of(trust).filter(wording_of=framework).first()


class DraftQuerySet(models.QuerySet):
    def in_work(self):
        """Those that are still being written."""
        return self.filter(removed_at=None, published_as=None)

    def thrown_away(self):
        """Those that can be put back."""
        return self.filter(removed_at__gt=timezone.now() - KEPT, published_as=None)

    def known(self):
        """All but those that were thrown away so long ago that nobody can put them back."""
        return self.filter(Q(removed_at=None) | Q(removed_at__gt=timezone.now() - KEPT))


class Framework(models.Model):
    """One version of an instrument; or a trust's own words for one, which is `wording_of` it.

    `follows` is the version before it, whose elements and strands those of this one name by `was`.
    """

    class Scale(models.TextChoices):
        ORDERED = "ordered", "from weak to strong"
        CHOICES = "choices", "named choices without order"
        EXAMPLES = "examples", "an example of each, without levels"

    slug = models.SlugField(max_length=60)
    version = models.CharField(max_length=20)
    owner = models.ForeignKey(
        Trust, on_delete=models.PROTECT, null=True, blank=True, related_name="frameworks"
    )
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    wording_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="wordings"
    )
    shared_with = models.ManyToManyField(Network, related_name="frameworks", blank=True)
    was_shared_with = models.ManyToManyField(Network, related_name="+", blank=True)
    title = models.CharField(max_length=200)
    source = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    scale = models.CharField(max_length=10, choices=Scale.choices)
    now = models.CharField(max_length=60, blank=True, help_text="what a level says, in a heading")
    target = models.CharField(
        max_length=60, blank=True, help_text="what a target level says; empty: none is asked for"
    )
    guidance = models.JSONField(default=list, help_text="[{title, text}], how to use it")
    examples = models.JSONField(
        default=list, help_text="[{element, issues: [{strands: [numeral], text}]}]"
    )
    digest = models.CharField(max_length=64, help_text="SHA-256 of what it was loaded from")
    published_at = models.DateTimeField()
    put_aside_at = models.DateTimeField(
        null=True, blank=True, help_text="when a trust's words for a framework were used no longer"
    )

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["title", "-published_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "version"],
                condition=Q(owner=None),
                name="one_framework_a_version",
                violation_error_message="This version is published already.",
            ),
            models.UniqueConstraint(
                fields=["owner", "slug", "version"],
                name="one_framework_a_version_of_a_trust",
                violation_error_message="This version is published already.",
            ),
            models.CheckConstraint(
                condition=Q(wording_of=None) | Q(owner__isnull=False),
                name="a_wording_is_a_trusts",
                violation_error_message="Words for a framework belong to a trust.",
            ),
            models.UniqueConstraint(
                fields=["owner", "wording_of"],
                condition=Q(put_aside_at=None, wording_of__isnull=False),
                name="one_wording_in_use",
                violation_error_message="The trust has words of its own for this framework.",
            ),
        ]

    def __str__(self):
        return f"{self.title} {self.version}"


class Level(models.Model):
    """A point on the framework's scale, weakest first; or one of its named choices."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="levels")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    meaning = models.CharField(max_length=200, blank=True)
    colour = models.CharField(max_length=20, help_text="a name from frameworks.tokens")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "position"], name="one_level_a_position"),
            models.UniqueConstraint(fields=["framework", "code"], name="one_level_a_code"),
        ]

    def __str__(self):
        return self.name


class Area(models.Model):
    """A heading of the framework, with its elements."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="areas")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "position"], name="one_area_a_position"),
            models.UniqueConstraint(fields=["framework", "code"], name="one_area_a_code"),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"


class Element(models.Model):
    """What is rated."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="elements")
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="elements")
    position = models.PositiveSmallIntegerField(help_text="within the framework")
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    topics = models.JSONField(default=list)
    note = models.TextField(blank=True)
    trustee_question = models.TextField(blank=True)
    guide = models.CharField(
        max_length=10, blank=True, help_text="the level where its source would put it"
    )
    was = models.CharField(
        max_length=10, blank=True, help_text="its code in the version before, or new"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "position"], name="one_element_a_position"
            ),
            models.UniqueConstraint(fields=["framework", "code"], name="one_element_a_code"),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"


class Strand(models.Model):
    """A numbered row of an element: a question, and what it looks like at some levels."""

    element = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="strands")
    position = models.PositiveSmallIntegerField()
    question = models.TextField()
    was = models.CharField(
        max_length=10, blank=True, help_text="its numeral in the element that this one was, or new"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["element", "position"], name="one_strand_a_position"),
            models.CheckConstraint(condition=Q(position__gte=1), name="strands_count_from_one"),
        ]

    def __str__(self):
        return self.question


class Descriptor(models.Model):
    """What a strand looks like at a level. A level may have none, on purpose."""

    strand = models.ForeignKey(Strand, on_delete=models.CASCADE, related_name="descriptors")
    level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()

    class Meta:
        ordering = ["level__position"]
        constraints = [
            models.UniqueConstraint(fields=["strand", "level"], name="one_descriptor_a_level")
        ]

    def __str__(self):
        return self.text


class Draft(models.Model):
    """A framework that a trust is writing: its content, in the structure of a framework's file.

    `version` rises by one with each save; `before` is the content before the last one, in which
    `change` was done ("Dropped strand ii of 1A"). What came of it is `published_as`. An import
    fills `source_name` (a file's name), `unread`, `unpaired`, `filled`, and the day that the
    document offers as its own with where that is from.
    """

    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="framework_drafts")
    content = models.JSONField()
    before = models.JSONField(null=True, blank=True)
    change = models.CharField(max_length=250, blank=True)
    copied_from = models.ForeignKey(
        Framework, on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    source_name = models.CharField(max_length=255, blank=True)
    unread = models.JSONField(default=list, blank=True, help_text="[{place, text, why, after}]")
    unpaired = models.JSONField(default=list, blank=True)
    filled = models.JSONField(default=list, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    dated_by = models.CharField(max_length=255, blank=True)
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    published_as = models.OneToOneField(
        Framework, on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        """What it is called so far."""
        return self.content.get("title") or "Framework without a title"

    @property
    def became(self) -> Framework | None:
        """The framework that it was published as, or words for."""
        return self.published_as and (self.published_as.wording_of or self.published_as)

    @property
    def closed(self) -> str:
        """Why it cannot be changed now, in two sentences; nothing when it can."""
        if self.published_as_id:
            return f"{self} is published, and never changes. Copy it to change it."
        return f"{self} was thrown away. Put it back first." if self.removed_at else ""
