from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.files.models import StoredFile
from ayni.lib.bars import between_bars


class Origin(models.TextChoices):
    """Where the values of an indicator come from."""

    FACTS = "FACTS", _("Counted from the facts of the unit's work")
    FORM = "FORM", _("Collected by a form, with evidence, and approved by a colleague")
    EXTERNAL = "EXTERNAL", _("A series that somebody else publishes")


class Unit(models.TextChoices):
    PERCENT = "PERCENT", pgettext_lazy("unit", "percent")
    PEOPLE = "PEOPLE", pgettext_lazy("unit", "people")
    EVENTS = "EVENTS", pgettext_lazy("unit", "events")
    HOURS = "HOURS", pgettext_lazy("unit", "hours")
    DAYS = "DAYS", pgettext_lazy("unit", "days")
    MINUTES = "MINUTES", pgettext_lazy("unit", "minutes")
    NUMBER = "NUMBER", pgettext_lazy("unit", "number")


class Measure(models.TextChoices):
    COUNT = "COUNT", pgettext_lazy("measure", "Count")
    SHARE = "SHARE", pgettext_lazy("measure", "Share: numerator of denominator")
    SUM = "SUM", pgettext_lazy("measure", "Sum of a column")
    MEDIAN = "MEDIAN", pgettext_lazy("measure", "Median of a column")


class Counts(models.TextChoices):
    EVENTS = "EVENTS", _("Events: every row")
    PEOPLE = "PEOPLE", _("People: each once, however many rows they have")


class Period(models.TextChoices):
    MONTH = "MONTH", pgettext_lazy("period", "Month")
    QUARTER = "QUARTER", pgettext_lazy("period", "Quarter")
    YEAR = "YEAR", pgettext_lazy("period", "Year")


class Indicator(models.Model):
    """What stays the same while definitions change: a code, what it contributes to, its targets, its values."""

    code = models.CharField(max_length=24, unique=True)
    loaded = models.CharField(max_length=64, blank=True)
    """Digest of what the data said of it when it was last loaded."""
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.code


class DefinitionQuerySet(models.QuerySet["Definition"]):
    def standing(self) -> Self:
        return self.filter(valid_to__isnull=True, indicator__retired_at__isnull=True)


class Definition(models.Model):
    """One version of what an indicator says and how it is counted. A change makes the next; none is written over."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="definitions")
    version = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=200)
    definition = models.TextField(max_length=2000)
    unit = models.CharField(max_length=8, choices=Unit.choices)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.FACTS)
    table = models.CharField(max_length=40, blank=True)
    month = models.CharField(max_length=40, blank=True)
    """The column that says in which month a row counts; empty: the stock, as things stand."""
    measure = models.CharField(max_length=6, choices=Measure.choices, blank=True)
    counts = models.CharField(max_length=6, choices=Counts.choices, default=Counts.EVENTS)
    column = models.CharField(max_length=40, blank=True)
    """Of a sum or a median."""
    filter = models.TextField(max_length=1000, blank=True)
    numerator = models.TextField(max_length=1000, blank=True)
    denominator = models.TextField(max_length=1000, blank=True)
    denominator_table = models.CharField(max_length=40, blank=True)
    """Of a share whose denominator is counted in another table."""
    dimensions = models.CharField(max_length=300, blank=True)
    """Columns that it is broken down by, separated by |."""
    period = models.CharField(max_length=7, choices=Period.choices, default=Period.QUARTER)
    baseline = models.FloatField(null=True, blank=True)
    baseline_month = models.DateField(null=True, blank=True)
    """First day of the last month that the baseline speaks of."""
    verification = models.CharField(max_length=300, blank=True)
    """Means of verification."""
    responsible = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=300, blank=True)
    """Why this version came."""
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    objects = DefinitionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["indicator__code", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "version"], name="an_indicator_has_each_version_once"),
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(valid_to__isnull=True), name="an_indicator_has_one_definition"
            ),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True) | Q(baseline_month__isnull=False), name="a_baseline_has_its_month"
            ),
            models.CheckConstraint(
                condition=~Q(origin="FACTS") | ~Q(table="") & ~Q(measure=""), name="what_is_counted_says_how"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def dimension_list(self) -> tuple[str, ...]:
        return tuple(between_bars(self.dimensions))

    @property
    def is_share(self) -> bool:
        return self.measure == Measure.SHARE

    @property
    def adds_up(self) -> bool:
        """Whether the year is the sum of its months: not of people, who may come in two, nor of medians or shares."""
        return self.measure in {Measure.COUNT, Measure.SUM} and self.counts == Counts.EVENTS and bool(self.month)


class Contribution(models.Model):
    """An indicator shows progress of a node. By code: a review of the framework that keeps the code keeps it too."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="contributions")
    node_code = models.CharField(max_length=24)

    class Meta:
        ordering: ClassVar = ["indicator", "node_code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "node_code"], name="an_indicator_contributes_once")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} -> {self.node_code}"


class Target(models.Model):
    """What is to be reached by the end of a period: of the whole, of a department, of one category of a dimension. So
    nobody has to clone an indicator for each of its parts."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    since = models.DateField()
    until = models.DateField()
    """First days of the first and the last month."""
    department = models.CharField(max_length=2, blank=True)
    dimension = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=24, blank=True)
    value = models.FloatField()
    by_hand = models.BooleanField(default=False)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["indicator", "until", "department", "dimension", "category", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "until", "department", "dimension", "category"], name="one_target_for_one_end"
            ),
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="a_target_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(dimension="", category="") | ~Q(dimension="") & ~Q(category=""),
                name="a_target_of_a_part_names_the_part",
            ),
        ]

    def __str__(self) -> str:
        return f"Target {self.pk} of {self.indicator_id}"


class ValueState(models.TextChoices):
    WAITING = "WAITING", pgettext_lazy("value", "Waiting for a colleague")
    APPROVED = "APPROVED", pgettext_lazy("value", "Approved")
    RETURNED = "RETURNED", pgettext_lazy("value", "Sent back")


class Value(models.Model):
    """A value that was typed or published: of which months and where, what shows it, and who else looked at it. The
    newest that was approved counts; the ones before it stay, so that a correction is seen."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    since = models.DateField()
    until = models.DateField()
    department = models.CharField(max_length=2, blank=True)
    dimension = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=24, blank=True)
    numerator = models.FloatField()
    denominator = models.FloatField(null=True, blank=True)
    """Of a share. Shares of several periods add numerators and denominators."""
    evidence = models.CharField(max_length=500)
    """Where it can be read: a document, its number, an address."""
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The document itself, if somebody brought it."""
    figure = models.CharField(max_length=24, blank=True)
    """Code of the published figure that it was taken from."""
    state = models.CharField(max_length=8, choices=ValueState.choices, default=ValueState.WAITING)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["indicator", "-until", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="a_value_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0), name="no_value_divides_by_nothing"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("by")), name="nobody_approves_their_value"
            ),
        ]

    def __str__(self) -> str:
        return f"Value {self.pk} of {self.indicator_id}"

    @property
    def number(self) -> float:
        return self.numerator if self.denominator is None else self.numerator / self.denominator


class Threshold(models.Model):
    """From which part of the way a traffic light is what colour: data, so that the unit decides."""

    light = models.CharField(max_length=8, unique=True)
    at_least = models.FloatField()

    class Meta:
        ordering: ClassVar = ["-at_least"]

    def __str__(self) -> str:
        return self.light
