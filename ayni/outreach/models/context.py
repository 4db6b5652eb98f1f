"""What happens around people on the move, and what communities are exposed to and can do about it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.access.scope import counter_scope_of
from ayni.codelists.models import Country, Territory
from ayni.lib.ids import uuid7
from ayni.people.models.people import is_within_reach

from .studies import Population


class Driver(models.TextChoices):
    """Why people leave, stay or come (R184)."""

    DISASTER = "DISASTER", _("Disaster: earthquake, flood, landslide")
    CLIMATE = "CLIMATE", _("Climate: drought, cold, El Niño")
    POLITICAL = "POLITICAL", _("Political instability, elections, protest")
    VIOLENCE = "VIOLENCE", _("Violence, armed groups, crime")
    ECONOMY = "ECONOMY", _("Economy, prices, work")
    HEALTH = "HEALTH", _("Epidemic")
    BORDER = "BORDER", _("Rules of a border or of a visa")
    OTHER = "OTHER", pgettext_lazy("context event", "Other")


class ContextEventQuerySet(models.QuerySet["ContextEvent"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(is_within_reach(counter_scope_of(user), "office"))


class ContextEvent(models.Model):
    """Something that happened, here or in another country, and what it changes for those who come or are here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=9, choices=Driver.choices)
    title = models.CharField(max_length=160)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Where, outside; empty: here."""
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Department. Empty: the whole country, or outside."""
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    effect = models.TextField(max_length=2000)
    """What it changes: who comes, who leaves, what they need."""
    people = models.PositiveIntegerField(null=True, blank=True)
    link = models.URLField(max_length=400, blank=True)
    """Where it is told."""
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    objects = ContextEventQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "kind", "title", "country", "territory", "began_on", "ended_on", "effect", "people", "link", "office",
            "made_by", "made_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-began_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["office", "-began_on", "-id"], name="context_of_office")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="a_context_event_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return f"Context event {self.pk}"


class CommunityQuerySet(models.QuerySet["Community"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(is_within_reach(counter_scope_of(user), "office"))


class Community(models.Model):
    """A neighbourhood or a settlement: who lives there, what makes them fragile, what they can do (R185)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=160)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    """Department."""
    population = models.CharField(max_length=7, choices=Population.choices)
    people = models.PositiveIntegerField(null=True, blank=True)
    vulnerabilities = models.TextField(max_length=2000)
    capacities = models.TextField(max_length=2000, blank=True)
    assessed_on = models.DateField()
    again_on = models.DateField(null=True, blank=True)
    """When it is to be looked at anew."""
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    objects = CommunityQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "name", "territory", "population", "people", "vulnerabilities", "capacities", "assessed_on",
            "again_on", "office", "made_by", "made_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [models.Index(fields=["office", "name", "id"], name="community_of_office")]

    def __str__(self) -> str:
        return f"Community {self.pk}"


class Hazard(models.TextChoices):
    FLOOD = "FLOOD", _("Floods and landslides")
    QUAKE = "QUAKE", _("Earthquake and tsunami")
    DROUGHT = "DROUGHT", _("Drought and lack of water")
    COLD = "COLD", _("Frost and cold")
    HEAT = "HEAT", _("Heat and fire")
    DISEASE = "DISEASE", _("Dengue and other diseases of the climate")


class Exposure(models.TextChoices):
    LOW = "LOW", pgettext_lazy("risk", "Low")
    MEDIUM = "MEDIUM", pgettext_lazy("risk", "Medium")
    HIGH = "HIGH", pgettext_lazy("risk", "High")


class CommunityRisk(models.Model):
    """How much a community is exposed to one hazard. A hazard without a row was not looked at."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="risks", db_index=False)
    hazard = models.CharField(max_length=8, choices=Hazard.choices)
    level = models.CharField(max_length=6, choices=Exposure.choices)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "community", "hazard", "level"}

    class Meta:
        ordering: ClassVar = ["community", "hazard"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "hazard"], name="a_hazard_of_a_community_is_said_once")
        ]

    def __str__(self) -> str:
        return f"Risk {self.pk}"
