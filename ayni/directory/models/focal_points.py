from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, Organisation
from ayni.codelists.models import Territory

from .services import Service


class Rank(models.TextChoices):
    """Who answers first, and who is asked when nobody does. In the order of the chain."""

    SERVICE_POINT = "SERVICE_POINT", _("Service point")
    INSTITUTION = "INSTITUTION", _("Focal point of the institution")
    REGIONAL = "REGIONAL", _("Regional focal point")
    NATIONAL = "NATIONAL", _("National focal point")


class FocalPointQuerySet(models.QuerySet["FocalPoint"]):
    def standing(self) -> "FocalPointQuerySet":
        """Who answers now, substitutes not among them."""
        return self.filter(ended_at__isnull=True, stands_in_for__isnull=True)


_PRINCIPAL = Q(ended_at__isnull=True, stands_in_for__isnull=True)


class FocalPoint(models.Model):
    """Who answers for an organisation, at a service, in a zonal office, in a department or in the whole country. A
    function, not a private person. A substitute is a row of its own: links and notices reach it as any other."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="focal_points")
    rank = models.CharField(max_length=14, choices=Rank.choices, default=Rank.INSTITUTION)
    department = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="focal_points")
    """The zonal office that they answer in. `department` is then the office's own."""
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="focal_points")
    """Of a service point: the service at whose counter they answer."""
    stands_in_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substitutes"
    )
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FocalPointQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"name", "email", "phone"}
        open: ClassVar = {
            "id", "organisation", "rank", "department", "office", "service", "stands_in_for", "confirmed_at",
            "ended_at",
        }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            # One for each kind of place, because SQLite takes every NULL for another place.
            models.UniqueConstraint(
                fields=["organisation", "rank", "department"],
                condition=_PRINCIPAL & Q(department__isnull=False, office__isnull=True, service__isnull=True),
                name="one_focal_point_per_organisation_and_department",
            ),
            models.UniqueConstraint(
                fields=["organisation", "rank"],
                condition=_PRINCIPAL & Q(department__isnull=True, office__isnull=True, service__isnull=True),
                name="one_focal_point_per_organisation_for_the_country",
            ),
            models.UniqueConstraint(
                fields=["organisation", "rank", "office"],
                condition=_PRINCIPAL & Q(office__isnull=False, service__isnull=True),
                name="one_focal_point_per_organisation_and_office",
            ),
            models.UniqueConstraint(
                fields=["service", "department"],
                condition=_PRINCIPAL & Q(service__isnull=False, department__isnull=False, office__isnull=True),
                name="one_service_point_per_service_and_department",
            ),
            models.UniqueConstraint(
                fields=["service"],
                condition=_PRINCIPAL & Q(service__isnull=False, department__isnull=True, office__isnull=True),
                name="one_service_point_per_service_for_the_country",
            ),
            models.UniqueConstraint(
                fields=["service", "office"],
                condition=_PRINCIPAL & Q(service__isnull=False, office__isnull=False),
                name="one_service_point_per_service_and_office",
            ),
            models.UniqueConstraint(
                fields=["stands_in_for"],
                condition=Q(ended_at__isnull=True, stands_in_for__isnull=False),
                name="one_substitute_per_focal_point",
            ),
            models.CheckConstraint(
                condition=Q(rank="SERVICE_POINT", service__isnull=False)
                | (~Q(rank="SERVICE_POINT") & Q(service__isnull=True)),
                name="a_service_point_answers_for_a_service",
            ),
            models.CheckConstraint(
                condition=~Q(rank="NATIONAL") | Q(department__isnull=True, office__isnull=True),
                name="a_national_focal_point_answers_for_the_country",
            ),
            models.CheckConstraint(
                condition=~Q(rank="REGIONAL") | Q(department__isnull=False),
                name="a_regional_focal_point_answers_in_a_department",
            ),
        ]

    def __str__(self) -> str:
        return f"Focal point #{self.pk}"


class Absence(models.Model):
    """Days, both included, on which a focal point or a substitute answers nothing."""

    focal_point = models.ForeignKey(FocalPoint, on_delete=models.CASCADE, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="an_absence_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"Absence #{self.pk}"

    def covers(self, day: date) -> bool:
        return self.cancelled_at is None and self.starts_on <= day <= self.ends_on
