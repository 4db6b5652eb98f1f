"""The codes that may stand in a blank table, with their words: ours, so that what comes back can be compared."""

from collections.abc import Iterable

from ayni.codelists import queries as codelists
from ayni.codelists.models import Country, DocumentType, Listed, MigratoryStatus, ServiceCategory, SexGender
from ayni.codelists.rules import fold

from ..blanks.listed import COUNTED, Codes, Entries, Entry

OF_TABLE: dict[Codes, type[Listed]] = {
    Codes.DOCUMENT: DocumentType, Codes.STATUS: MigratoryStatus, Codes.SERVICE: ServiceCategory,
}  # fmt: skip


def entries() -> Entries:
    """By list, in the order of reading: countries by name, what has none at the end."""
    sexes = codelists.current(SexGender).filter(dimension="sex", public=True)
    countries = codelists.current(Country).values_list("code", "label_es", "label_en")
    places = codelists.kept_places()
    districts = [(code, codelists.full_place_name(places, code)) for code in sorted(places) if len(code) == 6]
    return {
        Codes.COUNTRY: _listed(sorted(countries, key=lambda row: (row[0].startswith("XX"), fold(row[1])))),
        Codes.SEX: _listed(sexes.order_by("code").values_list("code", "label_es", "label_en")),
        Codes.DISTRICT: [Entry(code, {"es": name, "en": name}) for code, name in districts],
        **{
            code: _listed(codelists.current(model).order_by("code").values_list("code", "label_es", "label_en"))
            for code, model in OF_TABLE.items()
        },
        **COUNTED,
    }


def _listed(rows: Iterable[tuple[str, str, str]]) -> list[Entry]:
    return [Entry(code, {"es": spanish, "en": english or spanish}) for code, spanish, english in rows]
