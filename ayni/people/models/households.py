from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office
from ayni.lib.ids import uuid7

from .people import Person
from .sources import Sourced


class Household(models.Model):
    """People who live together and share what they have. Its number says nothing about them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    """Where it was recorded. Who sees of it is decided member by member."""
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "number", "office", "begun_at", "ended_at"}

    def __str__(self) -> str:
        return f"Household {self.number}"


class HouseholdMember(Sourced):
    """Somebody lived in a household, from a day until a day."""

    class Role(models.TextChoices):
        """Towards the head of the household, of whom there may be more than one."""

        HEAD = "HEAD", _("Head of the household")
        PARTNER = "PARTNER", _("Partner of the head")
        CHILD = "CHILD", _("Son or daughter of the head")
        PARENT = "PARENT", _("Mother or father of the head")
        RELATIVE = "RELATIVE", _("Other relative of the head")
        OTHER = "OTHER", _("No relative of the head")

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Privacy:
        personal: ClassVar = {"household"}
        open: ClassVar = {"id", "person", "role", "since", "until"} | Sourced.SOURCED

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until__isnull=True), name="one_current_household_per_person"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="nobody_leaves_before_they_came"
            ),
        ]

    def __str__(self) -> str:
        return f"Member {self.pk}"
