"""The lists of ours that the directory publishes as taxonomies, and the ids of their terms: the same in every
installation, because they follow from the code."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.cache import cache

from ayni.codelists import queries as codelists
from ayni.codelists.models import NeedSector, Profile, ServiceCategory

from ..models import Admits, NationalityVariable, PointKind, Population
from ..rules.hsds import Row, id_of

_KEPT = 300

ACCESS = {
    "BY_APPOINTMENT": "Solo con cita",
    "INTAKE": "Se ingresa por aquí",
    "INTAKE_ONLY": "Se ingresa por aquí, pero se atiende en otro lugar",
    "CONFIDENTIAL": "Dirección reservada",
    "INELIGIBLE": "A quiénes no atiende",
    "CLOSURE": "Días de cierre",
    "ON_HOLIDAYS": "También en feriados",
    "NO_REFERRALS": "No recibe derivaciones",
}
"""What HSDS has no column for."""
NAMES = {
    "category": ("Categorías de servicios", "Qué clase de servicio es."),
    "need": ("Sectores de necesidad", "Qué necesidad atiende."),
    "profile": ("Perfiles de vulnerabilidad", "Para qué situación está preparado."),
    "population": ("Poblaciones", "Para quiénes es, o no es, adecuado."),
    "admits": ("Requisito migratorio", "Qué documento o situación migratoria pide."),
    "point": ("Clases de punto de atención", "Qué es el lugar."),
    "variable": ("Variable nacionalidad", "Si sus registros dicen la nacionalidad."),
    "access": ("Acceso", "Lo que HSDS no tiene: cita, punto de ingreso, dirección reservada."),
}


@dataclass(frozen=True)
class Term:
    taxonomy: str
    code: str
    name: str
    parent: str = ""

    @property
    def id(self) -> str:
        return id_of("term", f"{self.taxonomy}:{self.code}")


def taxonomy_id(taxonomy: str) -> str:
    return id_of("taxonomy", taxonomy)


def terms() -> dict[str, Term]:
    """Every term by its id. From what the process remembers: the lists change a few times a year."""
    return cache.get_or_set("directory.terms", _terms, _KEPT) or {}


def _terms() -> dict[str, Term]:
    return {term.id: term for term in _every_term()}


def _every_term() -> Iterator[Term]:
    for code, label, parent in codelists.current(ServiceCategory).values_list("code", "label_es", "parent_code"):
        yield Term("category", code, label, parent)
    for code, label, parent in codelists.current(NeedSector).values_list("code", "label_es", "parent_code"):
        yield Term("need", code, label, parent)
    for code, label in codelists.current(Profile).values_list("code", "label_es"):
        yield Term("profile", code, label)
    for taxonomy, choices in (
        ("population", Population.choices),
        ("admits", Admits.choices),
        ("point", PointKind.choices),
        ("variable", NationalityVariable.choices),
        ("access", ACCESS.items()),
    ):
        for code, name in choices:
            yield Term(taxonomy, str(code), str(name))


def taxonomy_rows() -> list[Row]:
    return [
        {"id": taxonomy_id(taxonomy), "name": name, "description": said} for taxonomy, (name, said) in NAMES.items()
    ]


def term_row(term: Term) -> Row:
    return {
        "id": term.id,
        "code": term.code,
        "name": term.name,
        "description": term.name,
        "parent_id": id_of("term", f"{term.taxonomy}:{term.parent}") if term.parent else "",
        "taxonomy": NAMES[term.taxonomy][0],
        "language": "es",
        "taxonomy_id": taxonomy_id(term.taxonomy),
    }
