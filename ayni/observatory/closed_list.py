"""The closed list of cubes: all that can be published, as data. What is not here cannot be asked for, by no filter."""

from collections.abc import Mapping

from .listed import Condition, Listed, Population, Test, Variable, words
from .published import Level
from .variables import (
    AGE,
    APPLICATION_STATE,
    APPOINTMENT_STATE,
    BARRIER,
    CITIZENSHIP,
    EDUCATION,
    FEEDBACK_KIND,
    FEEDBACK_TOPIC,
    HOUSEHOLD,
    LANGUAGE,
    NEED,
    OCCUPATION,
    OUTCOME,
    PREVIOUS,
    PROCEDURE,
    PROFILE,
    PROTECTION,
    REACH,
    REFERRAL_STATE,
    REGULARITY,
    SERIES,
    SERVICE,
    SESSION_TOPIC,
    SEX,
    STAGE,
    STATUS,
    TIMELINESS,
    URGENCY,
)

MONTHLY = (Condition("month", Test.IN),)
PEOPLE = Population(
    "PEOPLE", "people", "PERSONS",
    words("Personas en el registro al fin del mes", "People in the register at the end of the month"),
    (Condition("month", Test.UNTIL),), place="district",
)  # fmt: skip
NEWCOMERS = Population(
    "NEWCOMERS", "people", "PERSONS", words("Personas registradas en el mes", "People registered in the month"),
    MONTHLY, is_stock=False, place="department",
)  # fmt: skip
ASYLUM = Population(
    "ASYLUM", "situations", "PERSONS",
    words("Personas que piden o tienen protección", "People who ask for protection or have it"),
    (Condition("protection", Test.KNOWN), Condition("since", Test.UNTIL), Condition("until", Test.STANDS)),
    is_sensitive=True, place="",
)  # fmt: skip
OPEN_CASES = Population(
    "OPEN_CASES", "cases", "CASES", words("Casos abiertos al fin del mes", "Cases open at the end of the month"),
    (Condition("month_opened", Test.UNTIL), Condition("month_closed", Test.STANDS)),
)  # fmt: skip
PROTECTION_CASES = Population(
    "PROTECTION_CASES", "cases", "CASES", OPEN_CASES.measure, OPEN_CASES.keep, is_sensitive=True
)
OPENED = Population(
    "OPENED", "cases", "CASES", words("Casos abiertos en el mes", "Cases opened in the month"),
    (Condition("month_opened", Test.IN),), is_stock=False,
)  # fmt: skip
CLOSED = Population(
    "CLOSED", "cases", "CASES", words("Casos cerrados en el mes", "Cases closed in the month"),
    (Condition("month_closed", Test.IN),), is_stock=False,
)  # fmt: skip
SERVED = Population(
    "SERVED", "services", "PERSONS", words("Personas atendidas en el mes", "People who were served in the month"),
    MONTHLY, is_stock=False,
)  # fmt: skip
SERVICES = Population(
    "SERVICES", "services", "SERVICES", words("Servicios dados en el mes", "Services given in the month"),
    MONTHLY, is_stock=False, is_sensitive=True,
)  # fmt: skip
NEEDS = Population(
    "NEEDS", "needs", "NEEDS", words("Necesidades dichas en el mes", "Needs stated in the month"),
    MONTHLY, is_stock=False, is_sensitive=True,
)  # fmt: skip
REFERRALS = Population(
    "REFERRALS", "referrals", "REFERRALS", words("Derivaciones enviadas en el mes", "Referrals sent in the month"),
    MONTHLY, is_stock=False,
)  # fmt: skip
APPLICATIONS = Population(
    "APPLICATIONS", "applications", "APPLICATIONS",
    words("Solicitudes presentadas en el mes", "Applications submitted in the month"), MONTHLY, is_stock=False,
)  # fmt: skip
DECIDED = Population(
    "DECIDED", "applications", "APPLICATIONS",
    words("Solicitudes resueltas en el mes", "Applications decided in the month"),
    (Condition("month_decided", Test.IN),), is_stock=False,
)  # fmt: skip
APPOINTMENTS = Population(
    "APPOINTMENTS", "appointments", "APPOINTMENTS", words("Citas del mes", "Appointments of the month"), MONTHLY,
    is_stock=False,
)  # fmt: skip
CARDS = Population(
    "CARDS", "cards", "CARDS", words("Carnés entregados en el mes", "Cards handed over in the month"),
    (*MONTHLY, Condition("handed_over_on", Test.KNOWN)), is_stock=False,
)  # fmt: skip
VOICES = Population(
    "VOICES", "feedback", "REPORTS", words("Reclamos y sugerencias del mes", "Complaints and suggestions of the month"),
    MONTHLY, is_stock=False,
)  # fmt: skip
DENIED = Population(
    "DENIED", "denials", "DENIALS", words("Servicios negados en el mes", "Services denied in the month"), MONTHLY,
    is_stock=False, is_sensitive=True,
)  # fmt: skip
ATTENDERS = Population(
    "ATTENDERS", "session_attendances", "PERSONS",
    words("Personas con expediente que asistieron en el mes", "People with a file who attended in the month"),
    (*MONTHLY, Condition("person", Test.KNOWN)), is_stock=False,
)  # fmt: skip

_SEX, _AGE, _CITIZENSHIP = (SEX, "sex"), (AGE, "age_band"), (CITIZENSHIP, "nationality")
_REGULARITY, _EDUCATION = (REGULARITY, "regularity"), (EDUCATION, "education")


def _cube(
    code: str, es: str, en: str, population: Population, level: Level, *variables: tuple[Variable, str]
) -> Listed:
    return Listed(code, words(es, en), population, variables, level, THEMES[population.code])


THEMES: Mapping[str, str] = {
    **dict.fromkeys(("PEOPLE", "NEWCOMERS"), "population"),
    **dict.fromkeys(("ASYLUM", "PROTECTION_CASES", "OPEN_CASES", "OPENED", "CLOSED", "NEEDS", "DENIED"), "protection"),
    **dict.fromkeys(("APPLICATIONS", "DECIDED", "APPOINTMENTS", "CARDS"), "regularisation"),
    **dict.fromkeys(("SERVED", "SERVICES", "REFERRALS", "VOICES", "ATTENDERS"), "services"),
}
N, D, P, DI = Level.NATIONAL, Level.DEPARTMENT, Level.PROVINCE, Level.DISTRICT
CUBES: tuple[Listed, ...] = (
    _cube(
        "POP_DISTRICT", "Personas por distrito, sexo y edad", "People by district, sex and age",
        PEOPLE, DI, _SEX, _AGE,
    ),
    _cube(
        "POP_DISTRICT_CITIZENSHIP", "Personas por distrito y nacionalidad", "People by district and citizenship",
        PEOPLE, DI, _CITIZENSHIP, _SEX,
    ),
    _cube(
        "POP_PROVINCE_CITIZENSHIP", "Personas por provincia, nacionalidad y edad",
        "People by province, citizenship and age",
        PEOPLE, P, _CITIZENSHIP, _AGE,
    ),
    _cube(
        "POP_PROVINCE_REGULARITY", "Personas por provincia y situación migratoria",
        "People by province and migratory situation",
        PEOPLE, P, _REGULARITY, _SEX,
    ),
    _cube(
        "POP_PROVINCE_EDUCATION", "Personas por provincia y nivel educativo", "People by province and education",
        PEOPLE, P, _EDUCATION, _SEX,
    ),
    _cube(
        "POP_DEPARTMENT", "Personas por departamento, nacionalidad, sexo y edad",
        "People by department, citizenship, sex and age",
        PEOPLE, D, _CITIZENSHIP, _SEX, _AGE,
    ),
    _cube(
        "POP_DEPARTMENT_REGULARITY", "Personas por departamento, situación migratoria, sexo y edad",
        "People by department, migratory situation, sex and age",
        PEOPLE, D, _REGULARITY, _SEX, _AGE,
    ),
    _cube(
        "POP_REGULARITY_CITIZENSHIP", "Personas por departamento, situación migratoria y nacionalidad",
        "People by department, migratory situation and citizenship",
        PEOPLE, D, _REGULARITY, _CITIZENSHIP,
    ),
    _cube(
        "POP_DEPARTMENT_STATUS", "Personas por departamento y calidad migratoria",
        "People by department and migratory status",
        PEOPLE, D, (STATUS, "status"), _SEX,
    ),
    _cube(
        "POP_DEPARTMENT_EDUCATION", "Personas por departamento, nivel educativo, sexo y edad",
        "People by department, education, sex and age",
        PEOPLE, D, _EDUCATION, _SEX, _AGE,
    ),
    _cube(
        "POP_EDUCATION_CITIZENSHIP", "Personas por nacionalidad y nivel educativo",
        "People by citizenship and education",
        PEOPLE, N, _CITIZENSHIP, _EDUCATION, _SEX,
    ),
    _cube(
        "POP_LANGUAGE", "Personas por departamento e idioma", "People by department and language",
        PEOPLE, D, (LANGUAGE, "language"), _SEX,
    ),
    _cube(
        "POP_OCCUPATION", "Personas por departamento y ocupación", "People by department and occupation",
        PEOPLE, D, (OCCUPATION, "occupation"), _SEX,
    ),
    _cube(
        "POP_HOUSEHOLD", "Personas por departamento y tamaño del hogar",
        "People by department and size of the household",
        PEOPLE, D, (HOUSEHOLD, "household_size"), _AGE,
    ),
    _cube(
        "POP_PREVIOUS_COUNTRY", "Personas por departamento y país anterior", "People by department and country before",
        PEOPLE, D, (PREVIOUS, "previous_country"), _SEX,
    ),
    _cube(
        "REG_DEPARTMENT", "Personas registradas en el mes", "People registered in the month",
        NEWCOMERS, D, _SEX, _AGE,
    ),
    _cube(
        "REG_CITIZENSHIP", "Personas registradas en el mes, por nacionalidad",
        "People registered in the month, by citizenship",
        NEWCOMERS, D, _CITIZENSHIP, _SEX,
    ),
    _cube(
        "PRO_ASYLUM", "Personas que piden o tienen protección", "People who ask for protection or have it",
        ASYLUM, N, (PROTECTION, "protection"),
    ),
    _cube(
        "PRO_PROFILE", "Casos abiertos por perfil", "Open cases by profile",
        PROTECTION_CASES, D, (PROFILE, "profile"), _SEX,
    ),
    _cube(
        "CASES_OPEN", "Casos abiertos por sexo y edad", "Open cases by sex and age",
        OPEN_CASES, D, _SEX, _AGE,
    ),
    _cube(
        "CASES_STAGE", "Casos abiertos por etapa", "Open cases by stage",
        OPEN_CASES, D, (STAGE, "stage"), _SEX,
    ),
    _cube(
        "CASES_OPENED", "Casos que se abrieron en el mes", "Cases opened in the month",
        OPENED, D, _SEX, _AGE,
    ),
    _cube(
        "CASES_CLOSED", "Casos que se cerraron en el mes, por resultado", "Cases closed in the month, by outcome",
        CLOSED, D, (OUTCOME, "outcome"),
    ),
    _cube(
        "NEEDS", "Necesidades por sector", "Needs by sector",
        NEEDS, D, (NEED, "sector"), (URGENCY, "urgency"),
    ),
    _cube(
        "DENIALS", "Servicios negados, por motivo", "Services denied, by reason",
        DENIED, D, (BARRIER, "barrier"),
    ),
    _cube(
        "SERVED", "Personas atendidas por sexo y edad", "People served by sex and age",
        SERVED, D, _SEX, _AGE,
    ),
    _cube(
        "SERVICES", "Servicios dados, por tipo", "Services given, by kind",
        SERVICES, D, (SERVICE, "category"), _SEX,
    ),
    _cube(
        "REFERRALS", "Derivaciones, por estado y alcance de la institución",
        "Referrals, by state and reach of the institution",
        REFERRALS, D, (REFERRAL_STATE, "status"), (REACH, "level"),
    ),
    _cube(
        "REFERRALS_ANSWER", "Derivaciones, por plazo de respuesta", "Referrals, by timeliness of the answer",
        REFERRALS, D, (TIMELINESS, "answer"),
    ),
    _cube(
        "APPLICATIONS", "Solicitudes presentadas, por trámite", "Applications submitted, by procedure",
        APPLICATIONS, D, (PROCEDURE, "procedure"), (APPLICATION_STATE, "state"),
    ),
    _cube(
        "DECISIONS", "Solicitudes resueltas, por trámite y plazo", "Applications decided, by procedure and timeliness",
        DECIDED, D, (PROCEDURE, "procedure"), (TIMELINESS, "decision"),
    ),
    _cube(
        "APPOINTMENTS", "Citas, por trámite y estado", "Appointments, by procedure and state",
        APPOINTMENTS, D, (PROCEDURE, "procedure"), (APPOINTMENT_STATE, "state"),
    ),
    _cube(
        "CARDS", "Carnés entregados, por tipo", "Cards handed over, by kind",
        CARDS, D, (SERIES, "series"),
    ),
    _cube(
        "VOICES", "Reclamos y sugerencias, por tipo y tema", "Complaints and suggestions, by kind and theme",
        VOICES, D, (FEEDBACK_KIND, "kind"), (FEEDBACK_TOPIC, "category"),
    ),
    _cube(
        "ATTENDERS", "Personas que asistieron a sesiones, por tema", "People who attended sessions, by topic",
        ATTENDERS, D, (SESSION_TOPIC, "topic"), _SEX,
    ),
)  # fmt: skip
