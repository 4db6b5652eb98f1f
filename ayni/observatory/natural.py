"""The natural region of each district, as INEI publishes it beside its ubigeos: `data/natural_regions.csv` (R208).

It is of districts alone: a province or a department may lie in two or three of them."""

import csv
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

FILE = "natural_regions.csv"


class NaturalRegion(TextChoices):
    COAST = "COSTA", pgettext_lazy("natural region", "Coast")
    HIGHLANDS = "SIERRA", pgettext_lazy("natural region", "Highlands")
    HIGH_JUNGLE = "SELVA_ALTA", pgettext_lazy("natural region", "High jungle")
    LOW_JUNGLE = "SELVA_BAJA", pgettext_lazy("natural region", "Low jungle")


@cache
def natural_regions() -> dict[str, NaturalRegion]:
    """District (INEI's ubigeo) → its natural region."""
    with (Path(settings.BASE_DIR) / "data" / FILE).open(newline="") as file:
        return {row["ubigeo"]: NaturalRegion(row["natural_region"]) for row in csv.DictReader(file)}


def regions_of(code: str) -> list[NaturalRegion]:
    """Those of the districts of a place; of a district its own."""
    found = {region for district, region in natural_regions().items() if district.startswith(code)}
    return [region for region in NaturalRegion if region in found]
