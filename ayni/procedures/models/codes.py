from django.db import models


class OneTimeCode(models.Model):
    """A code is on its way to somebody, and is good for some minutes and some tries. One mechanism for all of them:
    `rules/codes.py`, `queries/codes.py`, `actions/codes.py`."""

    reach = models.CharField(max_length=64, blank=True, db_index=True)
    """Keyed digest of the telephone or address that the code went to."""
    code = models.CharField(max_length=64)
    """Keyed digest of the one-time code."""
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        abstract = True
