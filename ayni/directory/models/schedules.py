from datetime import time
from typing import ClassVar

from django.db import models
from django.db.models import Q

from ayni.lib.ids import uuid7

from .locations import Location, ServiceAtLocation
from .services import Service


class Schedule(models.Model):
    """Hours, or days on which it is closed, of a service, a point, or a service at a point. The rule of repetition is
    that of RFC 5545, column by column, as HSDS has it."""

    hsds_id = models.UUIDField(unique=True, default=uuid7, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, blank=True, related_name="schedules")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, blank=True, related_name="schedules")
    at = models.ForeignKey(ServiceAtLocation, on_delete=models.CASCADE, null=True, blank=True, related_name="schedules")
    is_closure = models.BooleanField(default=False)
    """From `valid_from` to `valid_to` nobody attends."""
    on_holidays = models.BooleanField(default=False)
    """These hours are kept on public holidays too."""
    freq = models.CharField(max_length=8, blank=True)
    byday = models.CharField(max_length=60, blank=True)
    bymonthday = models.CharField(max_length=100, blank=True)
    byweekno = models.CharField(max_length=200, blank=True)
    byyearday = models.CharField(max_length=400, blank=True)
    interval = models.PositiveSmallIntegerField(null=True, blank=True)
    count = models.PositiveSmallIntegerField(null=True, blank=True)
    dtstart = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    description = models.CharField(max_length=500, blank=True)
    kept = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["-is_closure", "valid_from", "opens_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(service__isnull=False, location__isnull=True, at__isnull=True)
                | Q(service__isnull=True, location__isnull=False, at__isnull=True)
                | Q(service__isnull=True, location__isnull=True, at__isnull=False),
                name="hours_are_of_a_service_a_point_or_a_service_there",
            ),
        ]

    def __str__(self) -> str:
        return f"Schedule {self.pk}"

    @property
    def is_round_the_clock(self) -> bool:
        return self.opens_at is not None and self.opens_at == self.closes_at == time(0)
