"""The instrument: a published framework and its parts. A published version never changes."""

from django.db import models
from django.db.models import Q


class Framework(models.Model):
    """One version of an instrument."""

    class Scale(models.TextChoices):
        ORDERED = "ordered", "from weak to strong"
        CHOICES = "choices", "named choices without order"

    slug = models.SlugField(max_length=60)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    source = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    scale = models.CharField(max_length=10, choices=Scale.choices)
    guidance = models.JSONField(default=list, help_text="[{title, text}], how to use it")
    examples = models.JSONField(
        default=list, help_text="[{element, issues: [{strands: [numeral], text}]}]"
    )
    digest = models.CharField(max_length=64, help_text="SHA-256 of what it was loaded from")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "-published_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "version"],
                name="one_framework_a_version",
                violation_error_message="This version is published already.",
            )
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
