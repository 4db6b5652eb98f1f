"""The bands of age that facts are counted by, for tests that do not load the reference data."""

from datetime import date

from ayni.codelists.models import AgeBand
from ayni.facts import periods


def make_age_bands() -> None:
    codes = {band.value[0] for band in periods.AgeBand} | set(periods.AGE_GROUPS)
    for code in sorted(codes):
        AgeBand.objects.create(code=code, label_es=code, scheme="vida", min_age=0, valid_from=date(2020, 1, 1))
