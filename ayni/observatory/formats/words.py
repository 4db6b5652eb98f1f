"""What files say in both languages of the observatory, and what pages say in the same words: rules, why totals may not
add up, how to cite. A file carries its words with it, whoever reads it later."""

from ..published import Rule, Words

LANGUAGES = ("es", "en")
PUBLISHER: Words = {"es": "Unidad de integración de migrantes", "en": "Migrant integration unit"}

WITHHELD: dict[str, Words] = {
    Rule.AREA: {
        "es": "De un lugar con pocas personas registradas se publica solo el total, y el sexo por dos grupos de edad: "
        "si no, se podría reconocer a alguien.",
        "en": "Of a place with few registered people only the total, and sex by two groups of age, are published: "
        "otherwise somebody could be recognised.",
    },
    Rule.INSIDE: {
        "es": "Este lugar se cuenta dentro del lugar que lo rodea, como todos los que tienen muy pocas personas "
        "registradas. Mire el lugar que lo rodea.",
        "en": "This place is counted inside the place around it, as every place with very few registered people is. "
        "Look at the place around it.",
    },
    Rule.CATEGORY: {
        "es": "Lo que es raro en un lugar se cuenta allí en «Otras», para que nadie destaque.",
        "en": "What is rare in a place is counted there under “Others”, so that nobody stands out.",
    },
    Rule.GROUP: {
        "es": "Donde casi todo un grupo pequeño sería igual, la cifra lo diría de cada persona: no se publica.",
        "en": "Where nearly all of a small group would be the same, the figure would say it of each of them: it is not "
        "published.",
    },
    Rule.SENSITIVE: {
        "es": "Lo que podría hacer daño a alguien se publica solo de grupos grandes, de departamentos y del país.",
        "en": "What could hurt somebody is published only of large groups, of departments and of the country.",
    },
    Rule.BESIDE: {
        "es": "Restada de la cifra que la rodea, esta diría cómo son las pocas personas que quedan al lado, o que no "
        "hay ninguna: mire la cifra que la rodea.",
        "en": "Taken from the figure around it, this one would tell how the few people beside it are, or that there "
        "are none: look at the figure around it.",
    },
}
"""Why there is no figure, on pages and in files. The same words for an empty place and a full one."""

WHY_NO_SUM: Words = {
    "es": "Cada cifra, y cada total, se movió al azar unas pocas personas para que no se pueda reconocer a nadie: por "
    "eso un total puede no ser la suma de sus partes (varianza: {variance}).",
    "en": "Each figure, and each total, was moved by chance by a few people so that nobody can be recognised: that is "
    "why totals may differ from the sum of their parts (variance: {variance}).",
}
LICENCES = {"CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")}
"""What a licence is called, and where it stands."""
OF_OTHERS: Words = {
    "es": "Publicado por otros: no es una cifra del registro de la unidad. Cite su fuente.",
    "en": "Published by others: this is not a figure of the unit's register. Cite its source.",
}
COUNTRY: Words = {"es": "Perú", "en": "Peru"}
FEED_OF: Words = {"es": "Observatorio de migraciones: {name}", "en": "Migration observatory: {name}"}
OF_FEEDS: Words = {
    "es": "Cada entrega con sus tablas, cada corrección con su motivo y el día de la próxima. CC BY 4.0.",
    "en": "Each release with its tables, each correction with its reason, and the day of the next one. CC BY 4.0.",
}
UBIGEO: Words = {
    "es": "Los códigos de lugar son el ubigeo del INEI. El de RENIEC tiene los mismos dígitos y nombra otros lugares.",
    "en": "Codes of places are INEI's ubigeo. RENIEC's has as many digits and means other places.",
}
CITATION: Words = {
    "es": "{publisher}, observatorio Ayni: «{title}» [{code}], {period}, entrega {release}. {licence}. {address}",
    "en": "{publisher}, Ayni observatory: “{title}” [{code}], {period}, release {release}. {licence}. {address}",
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
