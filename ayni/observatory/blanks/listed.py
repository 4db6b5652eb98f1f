"""What the blank tables are made of, as data: their columns, what may stand in each, and what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ..listed import words
from ..published import Words
from ..variables import AGES, SEX


class Kind(StrEnum):
    TEXT = "string"
    DAY = "date"
    WHOLE = "integer"


class Codes(StrEnum):
    """Lists of codes, by the word that stands beside them in the sheet of codes."""

    COUNTRY = "country"
    SEX = "sex"
    SEX_COUNTED = "sex_counted"
    AGE = "age"
    DOCUMENT = "document"
    STATUS = "status"
    DISTRICT = "district"
    SERVICE = "service"


LISTS: Mapping[Codes, Words] = {
    Codes.COUNTRY: words("País (ISO 3166-1)", "Country (ISO 3166-1)"),
    Codes.SEX: words("Sexo", "Sex"),
    Codes.SEX_COUNTED: words("Sexo", "Sex"),
    Codes.AGE: words("Grupo de edad", "Age group"),
    Codes.DOCUMENT: words("Tipo de documento", "Type of document"),
    Codes.STATUS: words("Situación migratoria", "Migratory status"),
    Codes.DISTRICT: words("Distrito (ubigeo del INEI)", "District (INEI's ubigeo)"),
    Codes.SERVICE: words("Servicio", "Service"),
}
PERIOD = r"^(19|20)\d{2}(-(0[1-9]|1[0-2]|Q[1-4]))?$"
"""A year, a quarter or a month, as SDMX writes them: 2026, 2026-Q3, 2026-09."""


@dataclass(frozen=True)
class Column:
    name: str
    """In CSV and Table Schema; the same in both languages."""
    title: Words
    """The heading in the spreadsheet."""
    says: Words
    kind: Kind = Kind.TEXT
    codes: Codes | None = None
    is_required: bool = False
    is_personal: bool = False
    pattern: str = ""


@dataclass(frozen=True)
class Blank:
    code: str
    title: Words
    about: Words
    columns: tuple[Column, ...]
    how: tuple[Words, ...]
    """What whoever fills it has to know, sentence by sentence."""
    key: tuple[str, ...] = field(default=())
    """Columns that together stand in one row only."""

    def column(self, name: str) -> Column:
        return next(one for one in self.columns if one.name == name)


@dataclass(frozen=True)
class Entry:
    code: str
    label: Words


Entries = Mapping[Codes, Sequence[Entry]]

UBIGEO = words(
    "Seis cifras, según el INEI. El ubigeo del RENIEC tiene también seis, y nombra otros lugares.",
    "Six digits, by INEI. RENIEC's ubigeo has six too, and names other places.",
)
WORDS_OR_CODES = words(
    "En la hoja de cálculo elija la palabra de la lista; en el CSV va su código. Los dos están en la hoja de códigos.",
    "In the spreadsheet choose the word of the list; in the CSV its code stands. Both are in the sheet of codes.",
)
NOTHING_KNOWN = words(
    "Lo que no se sabe queda vacío. No se adivina la nacionalidad por el nombre, el acento ni el documento.",
    "What is not known stays empty. Nationality is not guessed from a name, an accent or a document.",
)
REGISTER = Blank(
    "registro",
    words("Registro de personas con la nacionalidad", "Register of people with their nationality"),
    words(
        "Una fila por persona y atención, para el padrón, la matrícula o la lista de atenciones de su institución.",
        "A row for each person and each time that she is served, for the roll, the enrolment or the list of your "
        "institution.",
    ),
    (
        Column("external_id", words("Código", "External id"),
               words("El número que la persona tiene en su sistema. No el de su documento.",
                     "The number that the person has in your system. Not that of a document."), is_required=True),
        Column("given_names", words("Nombres", "Given names"),
               words("Como están en el documento.", "As on the document."), is_personal=True),
        Column("surnames", words("Apellidos", "Surnames"),
               words("Como están en el documento.", "As on the document."), is_personal=True),
        Column("birth_date", words("Fecha de nacimiento", "Birth date"),
               words("Día, mes y año. Si no se sabe, la edad.", "Day, month and year. If it is not known, the age."),
               Kind.DAY, is_personal=True),
        Column("age", words("Edad", "Age"),
               words("Años cumplidos en la fecha de atención. Solo si no se sabe la fecha de nacimiento.",
                     "Full years on the day of attention. Only if the birth date is not known."), Kind.WHOLE),
        Column("sex", words("Sexo", "Sex"), words("De la lista.", "From the list."), codes=Codes.SEX),
        Column("nationality", words("Nacionalidad", "Nationality"),
               words("El país del que la persona es nacional; de Perú también. Apátrida: XXA.",
                     "The country of which the person is a national; Peru too. Stateless: XXA."),
               codes=Codes.COUNTRY, is_required=True),
        Column("country_of_birth", words("País de nacimiento", "Country of birth"),
               words("Donde nació. No dice de qué país es nacional.",
                     "Where she was born. It does not say of which country she is a national."), codes=Codes.COUNTRY),
        Column("document_type", words("Tipo de documento", "Document type"),
               words("El que mostró. Sin documento también se atiende: elija «Sin documento».",
                     "The one that was shown. Who has none is served too: choose “No document”."),
               codes=Codes.DOCUMENT),
        Column("document_number", words("Número de documento", "Document number"),
               words("Con sus letras y ceros.", "With its letters and noughts."), is_personal=True),
        Column("migratory_status", words("Situación migratoria", "Migratory status"),
               words("Solo si la persona la dice y hace falta para atenderla. No es condición para nada.",
                     "Only if the person tells it and it is needed to serve her. Nothing depends on it."),
               codes=Codes.STATUS, is_personal=True),
        Column("district", words("Ubigeo", "District"), UBIGEO, codes=Codes.DISTRICT),
        Column("registered_on", words("Fecha de atención", "Registration date"),
               words("Día en que se atendió.", "The day of attention."), Kind.DAY, is_required=True),
        Column("service", words("Servicio recibido", "What was received"),
               words("El que más se acerque.", "The one that comes nearest."), codes=Codes.SERVICE),
    ),
    (
        words("Esta tabla tiene datos de personas: la Ley 29733 los protege. Recoja solo lo que usa, diga para qué, y "
              "no la envíe por correo sin cifrar. Para informar basta el resumen.",
              "This table holds data of people, which Law 29733 protects. Take only what you use, say what for, and do "
              "not send it by mail without encryption. To report, the return is enough."),
        words("La nacionalidad se pregunta a todas las personas, peruanas también, y con la misma pregunta.",
              "Nationality is asked of everybody, Peruvians too, with the same question."),
        WORDS_OR_CODES, NOTHING_KNOWN,
        words("Nadie deja de ser atendido porque falte un dato de esta tabla.",
              "Nobody goes unserved because something of this table is missing."),
    ),
)  # fmt: skip
RETURN = Blank(
    "resumen",
    words("Resumen por nacionalidad, sexo, edad y distrito", "Return by nationality, sex, age and district"),
    words(
        "Una fila por combinación, sin ninguna persona: para informar cada mes, trimestre o año a quién se atendió.",
        "A row for each combination, without any person: to report each month, quarter or year who was served.",
    ),
    (
        Column("REF_AREA", words("Ubigeo del distrito", "Ubigeo of the district"), UBIGEO, codes=Codes.DISTRICT,
               is_required=True),
        Column("CITIZENSHIP", words("Nacionalidad", "Nationality"),
               words("El país del que son nacionales; Perú también. No se sabe: XXX.",
                     "The country of which they are nationals; Peru too. Not known: XXX."),
               codes=Codes.COUNTRY, is_required=True),
        Column("SEX", words("Sexo", "Sex"), words("De la lista.", "From the list."), codes=Codes.SEX_COUNTED,
               is_required=True),
        Column("AGE", words("Grupo de edad", "Age group"),
               words("Por la edad en el último día del periodo. Los grupos no se cruzan.",
                     "By the age on the last day of the period. The groups do not overlap."),
               codes=Codes.AGE, is_required=True),
        Column("TIME_PERIOD", words("Periodo", "Period"),
               words("Un mes (2026-09), un trimestre (2026-Q3) o un año (2026).",
                     "A month (2026-09), a quarter (2026-Q3) or a year (2026)."), pattern=PERIOD, is_required=True),
        Column("OBS_VALUE", words("Personas", "People"),
               words("Personas distintas que se atendieron: cada una, una vez en el periodo. 0 si no hubo nadie.",
                     "Different people who were served: each of them once in the period. 0 if there was nobody."),
               Kind.WHOLE, is_required=True),
    ),
    (
        words("Cuente personas, no atenciones: quien vino tres veces en el periodo es una.",
              "Count people and not visits: who came three times in the period is one."),
        words("Ponga solo las combinaciones que tienen a alguien, y ninguna fila de totales: se suman solas.",
              "Write only combinations that have somebody, and no row of totals: they are summed by themselves."),
        WORDS_OR_CODES,
        words("Una fila con una o dos personas puede señalar a alguien. Envíe el resumen a la unidad y no lo publique: "
              "el observatorio publica solo cifras protegidas.",
              "A row with one or two people may point at somebody. Send the return to the unit, and do not publish it: "
              "the observatory publishes protected figures only."),
        words("Los códigos son los de las tablas del observatorio: lo suyo y lo publicado se pueden comparar.",
              "The codes are those of the tables of the observatory: yours and what is published can be compared."),
    ),
    key=("REF_AREA", "CITIZENSHIP", "SEX", "AGE", "TIME_PERIOD"),
)  # fmt: skip
SERIES = Blank(
    "serie",
    words("Serie publicada por otra institución", "Series published by another institution"),
    words(
        "Una fila por cifra con su fuente, para entregar a la unidad una serie que falta en el observatorio.",
        "A row for each figure with its source, to hand the unit a series that the observatory lacks.",
    ),
    (
        Column("code", words("Código", "Code"),
               words("Queda vacío: lo pone la unidad.", "It stays empty: the unit gives it.")),
        Column("value", words("Valor", "Value"),
               words("Como se publicó, con punto decimal y sin espacios.",
                     "As published, with a decimal point and without spaces."), is_required=True),
        Column("comparator", words("Comparador", "Comparator"),
               words("= igual, ~ cerca de, > más de, >= al menos, < menos de, <= a lo más.",
                     "= equal, ~ about, > more than, >= at least, < less than, <= at most."),
               pattern=r"^(=|~|>=?|<=?)$", is_required=True),
        Column("unit", words("Unidad", "Unit"),
               words("persons, percent, USD, index…: como en las cifras publicadas.",
                     "persons, percent, USD, index…: as in the published figures."), is_required=True),
        Column("indicator_es", words("Qué se cuenta", "What is counted"),
               words("En español, con sexo, edad o nacionalidad si es una parte.",
                     "In Spanish, with sex, age or citizenship if it is a part."), is_required=True),
        Column("population_es", words("De quiénes", "Of whom"), words("En español.", "In Spanish."), is_required=True),
        Column("reference_date", words("Fecha o periodo", "Date or period"),
               words("De qué año o años es la cifra.", "Of which year or years the figure is."), is_required=True),
        Column("territory", words("Territorio", "Territory"),
               words("PE, el departamento, o Costa, Sierra, Selva.", "PE, the department, or Costa, Sierra, Selva."),
               is_required=True),
        Column("source", words("Fuente", "Source"),
               words("El documento o la carta donde se leyó, con su número y página.",
                     "The document or letter where it was read, with its number and page."), is_required=True),
        Column("cited_source", words("A quién cita", "Whom it cites"),
               words("Si la fuente toma la cifra de otra.", "If the source takes the figure from another.")),
        Column("precision", words("Precisión", "Precision"),
               words("exact, rounded o estimate.", "exact, rounded or estimate.")),
        Column("notes", words("Notas", "Notes"),
               words("Definición, y lo que no cuadra.", "Definition, and what does not add up.")),
    ),
    (
        words("Copie las cifras como se publicaron. Lo que la fuente no dice no se calcula ni se estima aquí.",
              "Copy figures as they were published. What the source does not say is not computed or estimated here."),
        words("Las columnas son las del archivo de cifras publicadas de la unidad, y entran en él tal cual.",
              "The columns are those of the unit's file of published figures, and go into it as they are."),
        words("El observatorio las muestra aparte de las suyas, cada una con su fuente.",
              "The observatory shows them apart from its own, each with its source."),
    ),
)  # fmt: skip
BLANKS = (REGISTER, RETURN, SERIES)
AGES_COUNTED = tuple(one for one in AGES if one.code not in {each.parent for each in AGES})
"""The finest groups: those around them are their sums."""
COUNTED: Mapping[Codes, tuple[Entry, ...]] = {
    Codes.SEX_COUNTED: tuple(Entry(one.code, one.label) for one in SEX.codes),
    Codes.AGE: tuple(Entry(one.code, one.label) for one in AGES_COUNTED),
}
"""As the cubes call them: `AGE` and `SEX` of the closed list."""


def named(code: str) -> Blank | None:
    return next((one for one in BLANKS if one.code == code), None)


def used(blank: Blank) -> tuple[Codes, ...]:
    """Its lists, each once, in the order of its columns."""
    return tuple(dict.fromkeys(one.codes for one in blank.columns if one.codes))
