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


class NameCode(models.Model):
    """How a word of somebody's name begins, as it sounds: which ones there are, not whose.

    A word that was typed is a letter away from two hundred codes, of which a handful exist: only those are looked for.
    """

    code = models.CharField(max_length=4, primary_key=True)

    class Privacy:
        personal: ClassVar = {"code"}
        open: ClassVar[set[str]] = set()

    def __str__(self) -> str:
        return "Code of a name"
