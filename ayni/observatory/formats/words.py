"""What files say in both languages of the observatory. A file carries its words with it, whoever reads it later."""

from ..published import Rule, Words

LANGUAGES = ("es", "en")
PUBLISHER: Words = {"es": "Unidad de integración de migrantes", "en": "Migrant integration unit"}

WITHHELD: dict[str, Words] = {
    Rule.AREA: {
        "es": "Regla del lugar: en lugares con poca gente se publica solo el total, y el sexo por dos grupos de edad.",
        "en": "Rule of the place: places with few people give only their total, and sex by two groups of age.",
    },
    Rule.INSIDE: {
        "es": "Regla del lugar: este lugar se cuenta dentro del lugar que lo rodea.",
        "en": "Rule of the place: this place is counted inside the place around it.",
    },
    Rule.CATEGORY: {
        "es": "Regla de la categoría: las categorías poco frecuentes en un lugar se cuentan juntas, como otras.",
        "en": "Rule of the category: categories that are rare in a place are counted together, as others.",
    },
    Rule.GROUP: {
        "es": "Regla del grupo: no se publica el detalle donde una sola categoría podría ser casi toda la fila.",
        "en": "Rule of the group: no detail is published where one category could be nearly all of a row.",
    },
    Rule.SENSITIVE: {
        "es": "Regla de lo sensible: lo que podría dañar se publica solo de grupos grandes, y no de lugares pequeños.",
        "en": "Rule of what is sensitive: what could hurt is published only of large groups, and of no small place.",
    },
    Rule.BESIDE: {
        "es": "Regla de lo que queda al lado: restada de la cifra que la rodea, diría cómo es lo que queda al lado.",
        "en": "Rule of what is left beside: taken from the figure around it, it would tell how what is left is.",
    },
}
"""Why there is no figure. The same words for an empty place and a full one."""

WHY_NO_SUM: Words = {
    "es": "Cada cifra se protege por separado con un pequeño cambio al azar (varianza: {variance}), para que nadie "
    "pueda ser reconocido; por eso los totales pueden no ser la suma de sus partes.",
    "en": "Each figure is protected on its own by a small random change (variance: {variance}), so that nobody can be "
    "recognised; that is why totals may not be the sum of their parts.",
}
OF_OTHERS: Words = {
    "es": "Publicado por otros: no es una cifra del registro de la unidad. Cite su fuente.",
    "en": "Published by others: this is not a figure of the unit's register. Cite its source.",
}
UBIGEO: Words = {
    "es": "Los códigos de lugar son el ubigeo del INEI. El de RENIEC tiene los mismos dígitos y nombra otros lugares.",
    "en": "Codes of places are INEI's ubigeo. RENIEC's has as many digits and means other places.",
}
CITATION: Words = {
    "es": "{publisher}, observatorio Ayni: «{title}», {period}, entrega {release}. {licence}. {address}",
    "en": "{publisher}, Ayni observatory: “{title}”, {period}, release {release}. {licence}. {address}",
}
SAYS: dict[str, Words] = {
    "time": {"es": "Periodo de la cifra", "en": "Period of the figure"},
    "value": {"es": "Valor", "en": "Value"},
    "status": {"es": "Estado de la cifra", "en": "Status of the figure"},
    "confidential": {"es": "Confidencialidad", "en": "Confidentiality"},
    "withheld": {"es": "Regla por la que no se publica", "en": "Rule by which it is withheld"},
    "unit": {"es": "Unidad de medida", "en": "Unit of measure"},
    "embargo": {"es": "Publicado desde", "en": "Published from"},
    "release": {"es": "Entrega", "en": "Release"},
    "ubigeo": {"es": "Sistema de códigos de lugar", "en": "System of codes of places"},
    "licence": {"es": "Licencia", "en": "Licence"},
    "variance": {"es": "Varianza del cambio al azar", "en": "Variance of the random change"},
    "source": {"es": "Fuente", "en": "Source"},
    "method": {"es": "Método", "en": "Method"},
    "citation": {"es": "Cómo citar", "en": "How to cite"},
    "note": {"es": "Notas", "en": "Notes"},
    "period": {"es": "Periodo de la entrega", "en": "Period of the release"},
    "label": {"es": "{title} (nombre)", "en": "{title} (label)"},
    "changes": {"es": "Cambios", "en": "Changes"},
    "quality": {"es": "Sin dato: {title}, {share} %", "en": "Not known: {title}, {share} %"},
    "address": {"es": "Dirección permanente", "en": "Permanent address"},
}
STATUS: dict[str, Words] = {
    "A": {"es": "Publicado", "en": "Published"},
    "Q": {"es": "No se publica: protegido", "en": "Withheld: protected"},
}
"""Codes of SDMX's CL_OBS_STATUS: `A` is a normal value, `Q` a value that is missing because it was suppressed."""
CONFIDENTIAL: dict[str, Words] = {
    "F": {"es": "Libre", "en": "Free"},
    "N": {"es": "No se publica", "en": "Not for publication"},
}
"""Codes of SDMX's CL_CONF_STATUS. Those that tell of small numbers are not used: an empty place is withheld, too."""
UNITS: dict[str, Words] = {
    "PERSONS": {"es": "Personas", "en": "Persons"},
    "CASES": {"es": "Casos", "en": "Cases"},
    "APPLICATIONS": {"es": "Solicitudes", "en": "Applications"},
    "REFERRALS": {"es": "Derivaciones", "en": "Referrals"},
    "SESSIONS": {"es": "Sesiones", "en": "Sessions"},
    "HOUSEHOLDS": {"es": "Hogares", "en": "Households"},
    "SERVICES": {"es": "Servicios", "en": "Services"},
}


def unit(code: str) -> Words:
    return UNITS.get(code, {"es": code.capitalize(), "en": code.capitalize()})


def says(name: str, language: str) -> str:
    return SAYS[name][language]
