from typing import ClassVar

from django.db import models


class Change(models.Model):
    """That a row changed which facts are made of. Triggers of the database write it (decision 48); the build that has
    read it takes it away."""

    source = models.CharField(max_length=120)
    """Table and column; `*` for the column: whatever is made of that table is read whole."""
    value = models.CharField(max_length=64, blank=True)
    """What the column holds: an id."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "source", "value"}

    def __str__(self) -> str:
        return f"Change {self.pk}"


class LastBuild(models.Model):
    """The build since which changes are remembered: one row. Facts that are not of this build are made anew."""

    build = models.CharField(max_length=40)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "build"}

    def __str__(self) -> str:
        return self.build
