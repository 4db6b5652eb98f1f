"""The variables of the closed list: how a column of the facts becomes the codes of a dimension."""

from typing import Any

from .listed import OTHERS, UNKNOWN, Variable, words
from .published import TOTAL, Code

AGES = (
    Code("Y0T17", words("De 0 a 17 años", "0 to 17 years"), TOTAL),
    Code("Y0T5", words("De 0 a 5 años", "0 to 5 years"), "Y0T17"),
    Code("Y6T11", words("De 6 a 11 años", "6 to 11 years"), "Y0T17"),
    Code("Y12T17", words("De 12 a 17 años", "12 to 17 years"), "Y0T17"),
    Code("Y18T999", words("18 años o más", "18 years and over"), TOTAL),
    Code("Y18T59", words("De 18 a 59 años", "18 to 59 years"), "Y18T999"),
    Code("Y18T29", words("De 18 a 29 años", "18 to 29 years"), "Y18T59"),
    Code("Y30T59", words("De 30 a 59 años", "30 to 59 years"), "Y18T59"),
    Code("Y60T999", words("60 años o más", "60 years and over"), "Y18T999"),
    Code(UNKNOWN, words("Edad no registrada", "Age not recorded"), TOTAL),
)
OF_BAND = {
    "AB-0-5": "Y0T5", "AB-6-11": "Y6T11", "AB-12-17": "Y12T17", "AB-18-29": "Y18T29", "AB-30-59": "Y30T59",
    "AB-60": "Y60T999",
}  # fmt: skip
REST = Code(OTHERS, words("Otras y no registradas", "Other and not recorded"), TOTAL)
SEX = Variable(
    "SEX", words("Sexo", "Sex"),
    (
        Code("F", words("Mujer", "Female"), TOTAL), Code("M", words("Hombre", "Male"), TOTAL),
        Code(OTHERS, words("Otro o no registrado", "Other or not recorded"), TOTAL),
    ),
    recode=lambda code: code.removeprefix("SEX-"), coarse=("F", "M"),
)  # fmt: skip
AGE = Variable(
    "AGE", words("Edad", "Age"), AGES, recode=lambda code: OF_BAND.get(code, ""), coarse=("Y0T17", "Y18T999")
)
NATIONS = {
    "VEN": ("Venezuela", "Venezuela"), "COL": ("Colombia", "Colombia"), "ECU": ("Ecuador", "Ecuador"),
    "BOL": ("Bolivia", "Bolivia"), "CHL": ("Chile", "Chile"), "ARG": ("Argentina", "Argentina"),
    "BRA": ("Brasil", "Brazil"), "CUB": ("Cuba", "Cuba"), "HTI": ("Haití", "Haiti"),
    "DOM": ("República Dominicana", "Dominican Republic"), "MEX": ("México", "Mexico"), "ESP": ("España", "Spain"),
    "USA": ("Estados Unidos", "United States"), "CHN": ("China", "China"),
}  # fmt: skip
CITIZENSHIP = Variable(
    "CITIZENSHIP", words("Nacionalidad", "Citizenship"),
    (*(Code(code, words(*names), TOTAL) for code, names in NATIONS.items()), REST), folds=True,
)  # fmt: skip
REGULARITY = Variable(
    "REGULARITY", words("Situación migratoria", "Migratory situation"),
    (
        Code("REG", words("Regular", "Regular"), TOTAL), Code("IRR", words("Irregular", "Irregular"), TOTAL),
        Code("NAT", words("Nacionalidad peruana", "Peruvian national"), TOTAL),
        Code(UNKNOWN, words("No registrada", "Not recorded"), TOTAL),
    ),
    recode=lambda code: {"regular": "REG", "irregular": "IRR", "national": "NAT"}.get(code, ""), is_attribute=True,
)  # fmt: skip
PROTECTED_STATUSES = {"R-REF", "R-ASI", "S-SOLREF"}
"""Who asks for protection or has it is counted in the sensitive cubes alone, and here under the others."""
STATUS = Variable(
    "STATUS", words("Calidad migratoria", "Migratory status"), (REST,), "migratory_status",
    recode=lambda code: OTHERS if code in PROTECTED_STATUSES else code, folds=True, is_attribute=True,
)  # fmt: skip
EDUCATION = Variable(
    "EDUCATION", words("Nivel educativo", "Education"),
    (
        Code("ED0", words("Sin nivel o inicial", "None or early childhood"), TOTAL),
        Code("ED1", words("Primaria o básica especial", "Primary or special basic"), TOTAL),
        Code("ED2_3", words("Secundaria", "Secondary"), TOTAL),
        Code("ED5", words("Superior no universitaria", "Non-university higher"), TOTAL),
        Code("ED6", words("Universitaria", "University"), TOTAL),
        Code("ED7_8", words("Maestría o doctorado", "Master or doctorate"), TOTAL),
        Code(UNKNOWN, words("No se sabe", "Not known"), TOTAL),
    ),
    recode=lambda code: {
        "EDU-NING": "ED0", "EDU-INI": "ED0", "EDU-PRII": "ED1", "EDU-PRIC": "ED1", "EDU-BE": "ED1", "EDU-SECI": "ED2_3",
        "EDU-SECC": "ED2_3", "EDU-TECI": "ED5", "EDU-TECC": "ED5", "EDU-UNII": "ED6", "EDU-UNIC": "ED6",
        "EDU-MAE": "ED7_8", "EDU-DOC": "ED7_8",
    }.get(code, ""), is_attribute=True,
)  # fmt: skip
HOUSEHOLD = Variable(
    "HOUSEHOLD_SIZE", words("Personas en el hogar", "People in the household"),
    (
        *(Code(f"HH{code}", words(text, text), TOTAL) for code, text in (
            ("1", "1"), ("2", "2"), ("3_4", "3-4"), ("5_6", "5-6"), ("7", "7+"))),
        Code(UNKNOWN, words("No registrado", "Not recorded"), TOTAL),
    ),
    recode=lambda code: "HH" + code.replace("-", "_").removesuffix("+"), is_attribute=True,
)  # fmt: skip
PROTECTION = Variable(
    "PROTECTION", words("Protección internacional", "International protection"),
    (
        Code("APP", words("Solicitante de refugio", "Asylum seeker"), TOTAL),
        Code("REF", words("Persona refugiada", "Refugee"), TOTAL),
        Code("ASY", words("Persona asilada", "Political asylee"), TOTAL),
    ),
    recode=lambda code: {"applicant": "APP", "refugee": "REF", "asylee": "ASY"}.get(code, ""), is_attribute=True,
)  # fmt: skip


def top(code: str) -> str:
    """The first two parts of a code, which are its heading: SV-EDU of SV-EDU-MAT."""
    return "-".join(code.split("-")[:2])


def listed(code: str, es: str, en: str, code_list: str, **more: Any) -> Variable:
    """A variable whose codes are those of a code list, and rare ones under the others."""
    return Variable(code, words(es, en), (REST,), code_list, **{"folds": True, "is_attribute": True, **more})


LANGUAGE = listed("LANGUAGE", "Idioma de atención", "Language of attention", "language", is_attribute=False)
OCCUPATION = listed("OCCUPATION", "Ocupación", "Occupation", "occupation")
PREVIOUS = Variable(
    "PREVIOUS_COUNTRY", words("País de residencia anterior", "Country of residence before"), CITIZENSHIP.codes,
    folds=True,
)  # fmt: skip
PROFILE = listed("PROFILE", "Perfil de vulnerabilidad", "Profile of vulnerability", "profile")
OUTCOME = listed("OUTCOME", "Resultado", "Outcome", "outcome")
STAGE = listed("STAGE", "Etapa del proceso migratorio", "Stage of the migration process", "stage")
SERVICE = listed("SERVICE", "Servicio", "Service", "service_category", recode=top)
NEED = listed("NEED", "Sector de necesidad", "Sector of need", "need_sector", recode=lambda code: code.split("-")[0])
URGENCY = listed("URGENCY", "Urgencia", "Urgency", "urgency")
PROCEDURE = listed("PROCEDURE", "Trámite", "Procedure", "procedure")
APPLICATION_STATE = listed("STATE", "Estado de la solicitud", "State of the application", "application_state")
TIMELINESS = listed("TIMELINESS", "Plazo", "Timeliness", "timeliness")
APPOINTMENT_STATE = listed("STATE", "Estado de la cita", "State of the appointment", "appointment_state")
SERIES = listed("CARD", "Carné o constancia", "Card or certificate", "card_series")
REFERRAL_STATE = listed("STATE", "Estado de la derivación", "State of the referral", "referral_status")
REACH = listed("INSTITUTION_LEVEL", "Alcance de la institución", "Reach of the institution", "level")
FEEDBACK_KIND = listed("FEEDBACK_KIND", "Tipo", "Kind", "feedback_kind")
FEEDBACK_TOPIC = listed("FEEDBACK_CATEGORY", "Tema", "Theme", "feedback_category")
BARRIER = listed("BARRIER", "Motivo de la negativa", "Reason of the denial", "barrier")
SESSION_TOPIC = listed("SESSION_TOPIC", "Tema de la sesión", "Topic of the session", "session_topic")
