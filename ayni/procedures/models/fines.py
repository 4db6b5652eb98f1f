"""Fines: the dated rules they are reckoned by, what was reckoned for somebody, and the receipts of what they paid."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.codelists.models import Listed
from ayni.lib.fields import EncryptedTextField

from .applications import Application


class TaxUnit(Listed):
    """The UIT of a year, which its code is."""

    amount = models.DecimalField(max_digits=8, decimal_places=2)
    decree = models.CharField(max_length=60)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "version", "valid_from", "valid_to", "label_es", "label_en", "source", "confidence",
            "digest", "amount", "decree",
        }  # fmt: skip


class FineKind(models.TextChoices):
    """What a rule about fines is about."""

    OVERSTAY = "OVERSTAY", _("Stayed longer than allowed")
    LATE_UPDATE = "LATE_UPDATE", _("Data updated late")
    INSTALMENTS = "INSTALMENTS", _("Payment in instalments")
    WAIVER = "WAIVER", _("No fine")


class FineRule(Listed):
    """A rule about fines, from a day, until a day."""

    class Per(models.TextChoices):
        DAY = "DAY", _("day")
        MONTH = "MONTH", _("month")

    class Who(models.TextChoices):
        """Whom a waiver is for."""

        MINOR = "MINOR", _("Under 18")
        ASYLUM = "ASYLUM", _("Asylum seeker")
        VULNERABLE = "VULNERABLE", _("In a situation of vulnerability")
        EVERYBODY = "EVERYBODY", _("Everybody")

    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=FineKind.choices)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    percent = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    """Of a UIT."""
    per = models.CharField(max_length=5, choices=Per.choices, blank=True)
    over = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    upto = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    """Percent of a UIT: fines above the first, and up to the second, are paid in so many instalments."""
    instalments = models.PositiveSmallIntegerField(null=True, blank=True)
    initial = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    """Percent of the fine that is paid at once."""
    who = models.CharField(max_length=10, choices=Who.choices, blank=True)
    on_request = models.BooleanField(default=False)
    """Somebody has to ask, and a resolution grants it."""
    legal_basis = models.CharField(max_length=300, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "version", "valid_from", "valid_to", "label_es", "label_en", "source", "confidence",
            "digest", "order", "kind", "since", "until", "percent", "per", "over", "upto", "instalments", "initial",
            "who", "on_request", "legal_basis",
        }  # fmt: skip


class _OfApplication(models.QuerySet[models.Model]):
    def visible_to(self, user: User) -> Self:
        """Of the applications that the user sees."""
        return self.filter(application__in=Application.objects.visible_to(user))


class FineReckoning(models.Model):
    """What was reckoned for an application, with the arithmetic of that day. It is never changed: who reckons again
    adds another."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reckonings")
    kind = models.CharField(max_length=12, choices=FineKind.choices)
    since = models.DateField()
    until = models.DateField()
    """Both days count."""
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    due = models.DecimalField(max_digits=10, decimal_places=2)
    """What is left to pay after a waiver."""
    lines = models.JSONField(default=list)
    """The arithmetic: numbers, sources and confidences, no word about anybody."""
    waiver = models.CharField(max_length=24, blank=True)
    """Code of the `FineRule` that does away with it."""
    reason = EncryptedTextField(default="", blank=True)
    """Why it was waived."""
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = _OfApplication.as_manager()

    class Privacy:
        personal: ClassVar = {"reason"}
        open: ClassVar = {
            "id", "application", "kind", "since", "until", "amount", "due", "lines", "waiver", "by", "at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="a_fine_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(due__gte=0) & Q(due__lte=models.F("amount")), name="nobody_owes_more_than_the_fine"
            ),
        ]

    def __str__(self) -> str:
        return f"Reckoning {self.pk}"


class Receipt(models.Model):
    """That something was paid elsewhere: the bank's number serves once, for one application."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="receipts")
    number = EncryptedTextField(default="")
    """As `rules.fines.receipt_number` writes it."""
    known_by = models.CharField(max_length=64, unique=True)
    """A keyed digest of the number: it stays when the person is erased, so that the receipt never serves again."""
    paid_on = models.DateField()
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    payment_code = models.CharField(max_length=20)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """When what it said of somebody was emptied, because its time was over."""

    objects = _OfApplication.as_manager()

    class Privacy:
        personal: ClassVar = {"number"}
        open: ClassVar = {
            "id", "application", "known_by", "paid_on", "amount", "payment_code", "by", "at", "forgotten_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-paid_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_receipt_is_of_some_money"),
        ]

    def __str__(self) -> str:
        return f"Receipt {self.pk}"
