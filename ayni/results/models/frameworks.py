from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import User


class Framework(models.Model):
    """A results framework that the unit answers to: a strategy, an agenda, a pact, its own structure."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)
    vision = models.TextField(max_length=2000, blank=True)
    """What it wants to have come true by its end (R230)."""
    context = models.TextField(max_length=2000, blank=True)
    """The challenges that it names, one a line (R238)."""
    source = models.CharField(max_length=300, blank=True)
    loaded = models.CharField(max_length=64, blank=True)
    """Digest of what the data said when it was last loaded: what somebody changed by hand since stays."""

    class Meta:
        ordering: ClassVar = ["order", "code"]

    def __str__(self) -> str:
        return self.code


class FormerVision(models.Model):
    """What a framework said of its vision and its challenges before somebody wrote it anew (R230). Never changed."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="former")
    vision = models.TextField(max_length=2000, blank=True)
    context = models.TextField(max_length=2000, blank=True)
    replaced_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-replaced_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(vision="", context=""), name="a_former_vision_said_something")
        ]

    def __str__(self) -> str:
        return f"Former vision {self.pk} of {self.framework_id}"


class FrameworkVersion(models.Model):
    """The framework as it stood from a day on: as adopted, or as a mid-term review left it (R228)."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    is_review = models.BooleanField(default=False)
    reason = models.TextField(max_length=2000, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Nobody: it came with the data."""
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["framework", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "number"], name="a_framework_has_each_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.framework_id} v{self.number}"


class Level(models.TextChoices):
    """What a node of a framework is. One table holds the nodes of all of them."""

    UNIT = "unit", pgettext_lazy("node", "Unit")
    PILLAR = "pillar", pgettext_lazy("node", "Pillar")
    OBJECTIVE = "objective", pgettext_lazy("node", "Objective")
    EFFECT = "effect", pgettext_lazy("node", "Effect")
    GOAL = "goal", pgettext_lazy("node", "Goal")
    TARGET = "target", pgettext_lazy("node", "Target")
    PRINCIPLE = "principle", pgettext_lazy("node", "Principle")
    DIMENSION = "dimension", pgettext_lazy("node", "Dimension")
    PRIORITY = "strategic_priority", _("Strategic priority")
    DIRECT_EFFECT = "direct_effect", _("Direct effect")
    APPROACH = "approach", pgettext_lazy("node", "Approach")
    ACTIVITY = "activity", pgettext_lazy("node", "Activity")
    CHALLENGE = "challenge", pgettext_lazy("node", "Challenge")
    RECOMMENDATION = "recommendation", pgettext_lazy("node", "Recommendation")
    RESULT = "result", pgettext_lazy("node", "Result")
    ELEMENT = "element", pgettext_lazy("node", "Element")
    CROSS_CUTTING = "cross_cutting", _("Cross-cutting principle")
    CRITERION = "criterion", pgettext_lazy("node", "Criterion")


class NodeQuerySet(models.QuerySet["Node"]):
    def standing(self) -> Self:
        """What the newest version of each framework holds."""
        return self.filter(last_version__isnull=True)


class Node(models.Model):
    """One wording of one node, from one version of its framework to another. Contributions and alignments hold on to
    the code, so that a review that only words it anew takes nothing from anybody."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="nodes")
    code = models.CharField(max_length=24)
    level = models.CharField(max_length=20, choices=Level.choices)
    parent_code = models.CharField(max_length=24, blank=True)
    number = models.CharField(max_length=12, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    label_es = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300, blank=True)
    detail = models.TextField(max_length=2000, blank=True)
    """Core areas of a pillar, the question of a criterion."""
    confidence = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300, blank=True)
    first_version = models.PositiveSmallIntegerField(default=1)
    last_version = models.PositiveSmallIntegerField(null=True, blank=True)
    """The last version that holds it so; empty while it stands."""

    objects = NodeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["framework", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(last_version__isnull=True), name="a_node_stands_in_one_wording"
            ),
            models.CheckConstraint(
                condition=Q(last_version__isnull=True) | Q(last_version__gte=models.F("first_version")),
                name="a_node_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Alignment(models.Model):
    """Two nodes of different frameworks speak of the same: many to many, read from both ends."""

    one = models.CharField(max_length=24)
    other = models.CharField(max_length=24)
    source = models.CharField(max_length=300, blank=True)
    by_hand = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["one", "other"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="two_nodes_are_aligned_once"),
            models.CheckConstraint(condition=~Q(one=models.F("other")), name="nothing_is_aligned_with_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.one} = {self.other}"
