"""Where else to look: official channels, and platforms of others."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.codelists.models import Ordered


class OutsidePage(Ordered):
    """An official channel or a platform of others. Its address is what the reference data say; without one it is shown
    by name, until somebody confirms one."""

    class Theme(models.TextChoices):
        PERU = "PERU", pgettext_lazy("links", "The State of Peru")
        UN = "UN", pgettext_lazy("links", "The United Nations and IOM")
        KNOWLEDGE = "KNOWLEDGE", pgettext_lazy("links", "To know more about migration")

    theme = models.CharField(max_length=9, choices=Theme.choices)
    owner = models.CharField(max_length=24, blank=True)
    """Code of the institution whose it is."""
    address = models.URLField(max_length=300, blank=True)
    label_pt = models.CharField(max_length=300, blank=True)
    label_fr = models.CharField(max_length=300, blank=True)
    label_ht = models.CharField(max_length=300, blank=True)
    about_es = models.CharField(max_length=300)
    about_en = models.CharField(max_length=300)
    about_pt = models.CharField(max_length=300)
    about_fr = models.CharField(max_length=300)
    about_ht = models.CharField(max_length=300)

    class Meta(Ordered.Meta):
        ordering: ClassVar = ["order", "code", "version"]

    def label(self, language: str) -> str:
        return getattr(self, f"label_{language}", "") or self.label_es

    def about(self, language: str) -> str:
        return str(getattr(self, f"about_{language}", "") or self.about_es)


class ConfirmedAddress(models.Model):
    """The address of a page of the catalogue that the reference data do not give, with who confirmed it from what. A
    new one takes the place of the one before and leaves it there."""

    code = models.CharField(max_length=24)
    """Of the page."""
    address = models.URLField(max_length=300)
    source = models.CharField(max_length=300)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["code", "-confirmed_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["code", "-confirmed_at", "-id"], name="confirmed_address_of_page")]

    def __str__(self) -> str:
        return self.code
