from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.lib.fields import EncryptedJSONField, EncryptedTextField
from ayni.lib.ids import uuid7

from .families import Relationship
from .people import Person


class ReadingPurpose(models.TextChoices):
    """Why somebody opens a file."""

    ATTENTION = "ATTENTION", _("Attend to the person")
    FOLLOW_UP = "FOLLOW_UP", _("Follow up what was agreed")
    SUPERVISION = "SUPERVISION", _("Review the work of the team")
    CORRECTION = "CORRECTION", _("Correct data")
    DUPLICATES = "DUPLICATES", _("Find out whether two files are of one person")
    OWN_REQUEST = "OWN_REQUEST", _("The person asked for their data")


class Draft(models.Model):
    """A registration that is being typed. It begins with a search, keeps what was typed, and becomes one person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    searched = EncryptedTextField(default="")
    """What was searched before."""
    searched_at = models.DateTimeField()
    data = EncryptedJSONField(default=dict)
    """The form as it was typed: names of fields and texts."""
    saved_at = models.DateTimeField()
    person = models.OneToOneField(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    """Who it became."""
    family_of = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Somebody registered before, of whose family this person is."""
    relation = models.CharField(max_length=16, choices=Relationship.Kind.choices, blank=True)
    """What this person is to them: a kind of `Relationship`."""
    same_household = models.BooleanField(default=False)

    class Privacy:
        personal: ClassVar = {"searched", "data", "family_of"}
        open: ClassVar = {"id", "user", "searched_at", "saved_at", "person", "relation", "same_household"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "-saved_at"], name="draft_by_user")]

    def __str__(self) -> str:
        return f"Draft {self.pk}"
