"""Enrolment: what was taken of somebody at a station, and what was not and why. What was taken is nowhere in these
tables: it is sealed in a store of its own (`procedures.vault`)."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.access.scope import scope_of
from ayni.lib.ids import uuid7
from ayni.people.models import Attachment, Person
from ayni.people.models.people import is_within_reach

from .applications import Application
from .devices import Device


class What(models.TextChoices):
    """What an enrolment takes, in the order of the station."""

    ZONE = "ZONE", _("Machine-readable zone")
    DOCUMENT = "DOCUMENT", _("Scan of the document")
    PHOTO = "PHOTO", _("Photo")
    SIGNATURE = "SIGNATURE", _("Signature")
    FINGER = "FINGER", _("Fingerprint")


BIOMETRIC = (What.PHOTO, What.SIGNATURE, What.FINGER)


class WhyMissing(models.TextChoices):
    """Why something was not taken. Nobody goes without an enrolment for it."""

    NO_DEVICE = "NO_DEVICE", _("There is no device here for it")
    DEVICE_FAILED = "DEVICE_FAILED", _("The device failed, or was refused by the browser")
    REFUSES = "REFUSES", _("The person prefers not to")
    NO_DOCUMENT = "NO_DOCUMENT", _("The person has no document")
    NO_ZONE = "NO_ZONE", _("The document has no such zone, or it cannot be read")
    CANNOT_SIGN = "CANNOT_SIGN", _("The person cannot sign")
    AMPUTATED = "AMPUTATED", _("The finger is missing")
    BANDAGED = "BANDAGED", _("Bandaged or injured")
    WORN = "WORN", _("The print is worn")
    UNDER_AGE = "UNDER_AGE", _("Not taken at this age")


class EnrolmentState(models.TextChoices):
    OPEN = "OPEN", pgettext_lazy("enrolment", "In course")
    DONE = "DONE", pgettext_lazy("enrolment", "Enrolled")
    LEFT = "LEFT", pgettext_lazy("enrolment", "Left unfinished")


class EnrolmentQuerySet(models.QuerySet["EnrolmentSession"]):
    def visible_to(self, user: User) -> Self:
        """Those whose application the user sees; without an application, whose person."""
        applications = Application.objects.visible_to(user).filter(pk=OuterRef("application"))
        people = Person.objects.visible_to(user).filter(pk=OuterRef("person"))
        is_seen = Exists(applications) | (Q(application__isnull=True) & Exists(people))
        return self.filter(is_seen)

    def of_offices_of(self, user: User) -> Self:
        return self.filter(is_within_reach(scope_of(user), "office"))


class EnrolmentSession(models.Model):
    """Somebody is enrolled at an office, for an application or without one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=EnrolmentState.choices, default=EnrolmentState.OPEN)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "person", "application", "office", "state", "begun_by", "begun_at", "ended_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["office", "state", "-begun_at", "-id"], name="enrolment_by_office")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="OPEN"), name="nobody_is_enrolled_at_two_stations_at_once"
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN", ended_at__isnull=True) | (~Q(state="OPEN") & Q(ended_at__isnull=False)),
                name="an_enrolment_that_ended_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Enrolment {self.pk}"


class Capture(models.Model):
    """One thing of an enrolment: taken, or not and why."""

    session = models.ForeignKey(EnrolmentSession, on_delete=models.CASCADE, related_name="captures")
    what = models.CharField(max_length=10, choices=What.choices)
    position = models.PositiveSmallIntegerField(default=0)
    """Of a finger, 1 to 10 as ISO/IEC 19794-4 counts; 0: no finger."""
    missing = models.CharField(max_length=14, choices=WhyMissing.choices, blank=True)
    """Empty: it was taken."""
    quality = models.JSONField(default=dict)
    """Numbers that were measured, and codes of what is poor or differs; never what was taken."""
    attachment = models.ForeignKey(
        Attachment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    """Of a scan: where it is in the file of the person."""
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"quality", "missing"}
        open: ClassVar = {"id", "session", "what", "position", "attachment", "device", "by", "at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "what", "position"], name="each_thing_is_taken_once"),
            models.CheckConstraint(
                condition=Q(what="FINGER", position__range=(1, 10)) | (~Q(what="FINGER") & Q(position=0)),
                name="a_finger_has_a_position",
            ),
        ]

    def __str__(self) -> str:
        return f"Capture #{self.pk}"


class BiometricRecord(models.Model):
    """A photo, a signature or a print of somebody. The content is sealed in the vault, at this address; a table that is
    stolen says that there is one, and no more."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="biometrics")
    session = models.ForeignKey(EnrolmentSession, on_delete=models.PROTECT, related_name="records")
    what = models.CharField(max_length=10, choices=[(one.value, one.label) for one in BIOMETRIC])
    position = models.PositiveSmallIntegerField(default=0)
    form = models.CharField(max_length=16)
    """`JPEG`, or of which standard a print is: `lib.prints.Form`."""
    address = models.CharField(max_length=64, unique=True)
    """Random: it follows from nothing."""
    bytes = models.PositiveIntegerField()
    quality = models.PositiveSmallIntegerField(null=True, blank=True)
    """Of a print, 0 to 100, as the reader says."""
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    taken_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """Put aside when two files became one. What is taken anew replaces the earlier one, which is destroyed."""

    class Privacy:
        personal: ClassVar = {"quality"}
        open: ClassVar = {
            "id", "person", "session", "what", "position", "form", "address", "bytes", "taken_by", "taken_at",
            "ended_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["taken_at", "id"], name="biometric_by_age")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "what", "position"],
                condition=Q(ended_at__isnull=True),
                name="one_current_record_of_each_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"Biometric record {self.pk}"


class Comparison(models.Model):
    """A finger was compared with the one that was enrolled, for a purpose. The answer is yes or no."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(BiometricRecord, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=40)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    same = models.BooleanField(null=True, blank=True)

    class Privacy:
        personal: ClassVar = {"same"}
        open: ClassVar = {"id", "person", "record", "device", "purpose", "asked_by", "asked_at", "answered_at"}

    def __str__(self) -> str:
        return f"Comparison {self.pk}"
