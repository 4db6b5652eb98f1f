from datetime import date
from typing import ClassVar, Self

from django.db import models

from ayni.access.models import User


class GuidePictureQuerySet(models.QuerySet["GuidePicture"]):
    def shown(self, today: date) -> Self:
        """Those of a version that is, or was, published."""
        return self.filter(public_from__lte=today)


class GuidePicture(models.Model):
    """A picture that an editor brought, as we drew it anew. Where it stands and what it shows say the guides.

    It is for everybody to see, and so it lies here, not among the files of people."""

    digest = models.CharField(max_length=64, unique=True)
    """Of the content: its address, under which there will never be another one."""
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    public_from = models.DateField(null=True, blank=True)
    """Empty: only drafts name it."""
    is_discreet = models.BooleanField(default=False)
    """Of a guide that may betray its reader: no browser keeps it."""
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = GuidePictureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["digest"]

    def __str__(self) -> str:
        return self.digest[:12]
