"""What every entry of the directory has: who verified it and when; and what an institution says of itself."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation, User
from ayni.lib.ids import uuid7


class How(models.TextChoices):
    """Who said that an entry is right."""

    STAFF = "STAFF", _("the unit")
    INSTITUTION = "INSTITUTION", _("the institution")
    LINK = "LINK", _("the institution, through its link")
    FILE = "FILE", _("the file that it came in with")


class Entry(models.Model):
    """Something that is verified as a whole. Its id is that of HSDS, and stays the same over imports."""

    hsds_id = models.UUIDField(unique=True, default=uuid7, editable=False)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verified_how = models.CharField(max_length=12, choices=How.choices, blank=True)
    modified_at = models.DateTimeField(null=True, blank=True)
    kept = models.JSONField(default=dict, blank=True)
    """Columns of HSDS that no page of ours asks for, as they came: nothing that was imported is lost."""

    class Meta:
        abstract = True


class InstitutionEntry(Entry):
    """What an institution publishes of itself, beside what the register says."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="entry")
    alternate_name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(max_length=300, blank=True)
    is_imported = models.BooleanField(default=False)
    """Came in with a file: the register does not name it."""

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"Entry of organisation #{self.organisation_id}"
