from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ayni.access.models import Organisation


class OfficeHours(models.Model):
    """When an institution reads what it is sent: what is not urgent reaches it then, and not at night.

    Beside `Schedule`, whose rows are published as the hours of a service or a point: HSDS knows none of an institution,
    and nobody outside is told when it reads. When it opens next is worked out by the same rule.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="office_hours")
    days = models.JSONField(default=list)
    """Of the week: 0 is Monday."""
    opens = models.TimeField()
    closes = models.TimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "organisation", "days", "opens", "closes"}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="an_institution_opens_before_it_closes"),
        ]

    def __str__(self) -> str:
        return f"Hours of {self.organisation_id}"
