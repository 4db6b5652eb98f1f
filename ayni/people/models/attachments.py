import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.files.models import StoredFile

from .people import Person
from .records import IdentityDocument


class Attachment(models.Model):
    """A photo of the person, a scan of one of their documents, or another paper they brought."""

    class Kind(models.TextChoices):
        PHOTO = "PHOTO", _("Photo")
        DOCUMENT_SCAN = "DOCUMENT_SCAN", _("Scan of a document")
        OTHER = "OTHER", _("Another paper")

    class Side(models.TextChoices):
        FRONT = "FRONT", pgettext_lazy("of a document", "Front")
        BACK = "BACK", pgettext_lazy("of a document", "Back")
        PAGE = "PAGE", pgettext_lazy("of a document", "A page, or all of it")

    class Reason(models.TextChoices):
        """Why it is shown no longer."""

        REPLACED = "REPLACED", _("There is a newer one")
        UNCLEAR = "UNCLEAR", _("It cannot be recognised")
        NOT_THEIRS = "NOT_THEIRS", _("It is of somebody else")
        ASKED = "ASKED", _("The person asked for it")
        MERGED = "MERGED", _("Two files became one")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """Random, unlike other ids: it stands in the address of a picture, and none can be guessed from another."""
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="attachments", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Empty once the picture itself had to go; that there was one stays."""
    document = models.ForeignKey(
        IdentityDocument, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    side = models.CharField(max_length=8, choices=Side.choices, blank=True)
    taken_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Nobody: the person sent it themselves."""
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)

    class Privacy:
        personal: ClassVar = {"taken_on"}
        # The picture is not in the table: see `files.StoredFile`.
        open: ClassVar = {
            "id", "person", "kind", "file", "document", "side", "added_by", "added_at", "ended_at", "reason",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-added_at"], name="attachment_by_person")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(kind="PHOTO", ended_at__isnull=True), name="one_current_photo_per_person"
            ),
            models.UniqueConstraint(
                fields=["document", "side"],
                condition=Q(side__in=["FRONT", "BACK"], ended_at__isnull=True),
                name="one_current_scan_per_side",
            ),
            models.CheckConstraint(
                condition=Q(kind="DOCUMENT_SCAN", document__isnull=False, side__gt="")
                | (~Q(kind="DOCUMENT_SCAN") & Q(document__isnull=True, side="")),
                name="a_scan_is_of_a_side_of_a_document",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, reason="", file__isnull=False)
                | (Q(ended_at__isnull=False) & Q(reason__gt="")),
                name="what_is_shown_has_a_picture_and_what_ended_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Attachment {self.pk}"
