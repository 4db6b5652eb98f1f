"""The words of the codes that the closed list reads, in both languages."""

from collections.abc import Mapping

from django.utils import translation

from ayni.codelists.models import (
    Barrier,
    Language,
    Listed,
    MigratoryStatus,
    NeedSector,
    Occupation,
    Profile,
    ServiceCategory,
    Territory,
)
from ayni.facts.registry import tables

from .closed_list import CUBES
from .counting import Lists
from .published import Words

OF_TABLE: Mapping[str, type[Listed]] = {
    "barrier": Barrier,
    "language": Language,
    "migratory_status": MigratoryStatus,
    "need_sector": NeedSector,
    "occupation": Occupation,
    "profile": Profile,
    "service_category": ServiceCategory,
}
"""Code lists that are tables with words in English; those of enumerations are translated by gettext."""


def lists() -> Lists:
    """Of each code list that a cube reads, and of the places."""
    wanted = {variable.code_list for cube in CUBES for variable, _column in cube.variables if variable.code_list}
    known = {column.codes.name: column.codes for table in tables() for column in table.columns if column.codes}
    found: dict[str, Mapping[str, Words]] = {"place": _of_table(Territory)}
    for name in sorted(wanted):
        if name in OF_TABLE:
            found[name] = _of_table(OF_TABLE[name])
            continue
        with translation.override("es"):
            spanish = {code: str(word) for code, word in known[name].labels().items()}
        with translation.override("en"):
            english = {code: str(word) for code, word in known[name].labels().items()}
        found[name] = {code: {"es": word, "en": english.get(code) or word} for code, word in spanish.items()}
    return found


def _of_table(model: type[Listed]) -> Mapping[str, Words]:
    rows = model._default_manager.order_by("pk").values_list("code", "label_es", "label_en")
    return {code: {"es": spanish, "en": english or spanish} for code, spanish, english in rows}
