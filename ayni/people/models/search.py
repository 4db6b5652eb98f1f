from typing import ClassVar

from django.db import models

from ayni.access.models import Office

from .people import Person


class SearchKey(models.Model):
    """A blocking key of a person: a 63-bit hash of what may be typed to find them (`people.matching`)."""

    key = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    """The person's, repeated here so that a search reads the files of its own office first."""

    class Privacy:
        personal: ClassVar = {"key"}
        open: ClassVar = {"id", "person", "office"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "person", "office"], name="search_key")]

    def __str__(self) -> str:
        return f"Search key {self.pk}"


class NameLine(models.Model):
    """How the words of a person's name sound, in one line, for the scan of all names (`people.queries.scan`).

    A line is never changed: what has changed has a new one, and the old one is emptied. So its number says what is new.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False)
    words = models.TextField()
    born = models.PositiveIntegerField(default=0)
    """Days since 1900; 0 where the birth date is not known."""

    class Privacy:
        personal: ClassVar = {"words", "born"}
        open: ClassVar = {"id", "person"}

    def __str__(self) -> str:
        return f"Line of a name {self.pk}"
