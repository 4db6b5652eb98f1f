from typing import ClassVar

from django.db import models

from ayni.access.models import Office

from .people import Person


class SearchKey(models.Model):
    """A blocking key of a person: a 63-bit hash of what may be typed to find them (`people.rules.keys`).

    The table is its own index, by key and then by birth, so that the people of a common pair of names who were born
    about a day stand together. Its rows are written and removed by `people.actions.indexing` alone.
    """

    pk = models.CompositePrimaryKey("key", "born", "line")
    key = models.BigIntegerField()
    born = models.PositiveIntegerField()
    """Days since 1900; 0 where the birth date is not known."""
    line = models.BigIntegerField()
    """The number of the person's `NameLine`: of one that is gone nobody is found."""
    office = models.IntegerField()
    """The person's, repeated here so that a search reads the files of its own office first."""

    class Privacy:
        personal: ClassVar = {"key", "born"}
        open: ClassVar = {"line", "office"}

    def __str__(self) -> str:
        return "Search key"


class NameLine(models.Model):
    """How the words of a person's name sound, in one line, for the scan of all names (`people.queries.scan`).

    A line is never changed: what has changed has a new one, and the old one is emptied. So its number says what is new.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False)
    words = models.TextField()
    born = models.PositiveIntegerField(default=0)
    """Days since 1900; 0 where the birth date is not known."""
    office = models.ForeignKey(
        Office, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    keys = models.BinaryField(default=b"")
    """The person's search keys, eight bytes each, so that they can be taken back."""

    class Privacy:
        personal: ClassVar = {"words", "born", "keys"}
        open: ClassVar = {"id", "person", "office"}

    def __str__(self) -> str:
        return f"Line of a name {self.pk}"
