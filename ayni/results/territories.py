"""The territories that a governance profile is of: the country, a department, a province or a district."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ayni.codelists import queries as codelists

from .models import Tier

COUNTRY = "pais"
"""The country, in an address."""
TIERS = {0: Tier.NATIONAL, 2: Tier.REGIONAL, 4: Tier.LOCAL, 6: Tier.LOCAL}


@dataclass(frozen=True)
class Territory:
    """`code`: INEI's ubigeo; empty: the country."""

    code: str
    name: str

    @property
    def slug(self) -> str:
        return self.code or COUNTRY

    @property
    def tier(self) -> Tier:
        return TIERS[len(self.code)]

    @property
    def is_local(self) -> bool:
        return self.tier == Tier.LOCAL

    @property
    def department(self) -> str:
        return self.code[:2]


def country() -> Territory:
    return Territory("", _("The whole country"))


def territory(slug: str) -> Territory | None:
    """What an address names; None if there is no such place."""
    if slug == COUNTRY:
        return country()
    places = codelists.kept_places()
    return Territory(slug, codelists.full_place_name(places, slug)) if slug in places else None


def departments() -> list[Territory]:
    return [Territory(code, name) for code, name in codelists.kept_departments()]


def called(text: str) -> list[Territory]:
    """Places that somebody may mean by these words."""
    places = codelists.kept_places()
    return [Territory(one.code, codelists.full_place_name(places, one.code)) for one in codelists.places_called(text)]
