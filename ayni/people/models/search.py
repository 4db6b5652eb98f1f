from typing import ClassVar

from django.db import models

from .people import Person


class SearchKey(models.Model):
    """A blocking key of a person: a 63-bit hash of what may be typed to find them (`people.matching`)."""

    key = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_constraint=False)

    class Privacy:
        personal: ClassVar = {"key"}
        open: ClassVar = {"id", "person"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "person"], name="search_key")]

    def __str__(self) -> str:
        return f"Search key {self.pk}"
