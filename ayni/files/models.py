from typing import ClassVar

from django.db import models

from ayni.access.models import User
from ayni.lib.ids import uuid7


class StoredFile(models.Model):
    """A picture or a paper as we drew it anew. Its content is on the disk, encrypted, at its address.

    Who it shows is known by whatever refers to it. Equal content is one row, however many refer to it; a row that
    nothing refers to any more goes, and its content with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    address = models.CharField(max_length=64, unique=True)
    """HMAC of the content: whoever holds the disk cannot tell whether a picture they have is among ours."""
    media_type = models.CharField(max_length=40)
    bytes = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    """In pixels, of the first page."""
    height = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=1)
    key_version = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who brought this content first. Empty: somebody without an account, or it is being cleared away."""
    made_at = models.DateTimeField()

    class Privacy:
        # The content is personal, and is not in the table.
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "address", "media_type", "bytes", "width", "height", "pages", "key_version", "made_by", "made_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"File {self.pk}"
