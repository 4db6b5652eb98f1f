"""What people call the services that they look for: plain words for each category of the directory, and the words that
somebody may type instead, in any language of ours. A category that the data has and this has not is called as there."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from ayni.codelists.rules import fold

Said = str | Promise

NEEDS: dict[str, tuple[Said, str]] = {
    "SV-REG": (
        pgettext_lazy("where", "Papers to stay in Peru"),
        "carnet carne cedula visa residencia permiso ptp cpp migraciones prorroga tramite regularizar papers documents "
        "papiers documentos papye",
    ),
    "SV-IDE": (
        pgettext_lazy("where", "Birth certificate and identity card"),
        "partida acta nacimiento dni reniec registro matrimonio defuncion birth naissance nascimento batistè",
    ),
    "SV-INF": (
        pgettext_lazy("where", "Information and guidance"),
        "informacion ayuda orientacion preguntar consulta help aide ajuda èd",
    ),
    "SV-SAL": (
        pgettext_lazy("where", "Health: doctor, clinic, hospital"),
        "doctor doctora medico medica posta hospital clinica enfermo enfermedad dolor fiebre medicinas emergencia "
        "health sante saude medecin lopital doktè hiv vih tuberculosis tbc",
    ),
    "SV-SAL-SIS": (
        pgettext_lazy("where", "Health insurance (SIS, EsSalud)"),
        "sis seguro essalud afiliacion insurance assurance asirans",
    ),
    "SV-SAL-MEN": (
        pgettext_lazy("where", "Mental health: somebody to talk to"),
        "psicologo psicologa psicologia psiquiatra depresion ansiedad tristeza salud mental drogas alcohol suicidio "
        "psychologist psychologue psicologo",
    ),
    "SV-SAL-SSR": (
        pgettext_lazy("where", "Pregnancy and sexual health"),
        "embarazo embarazada parto anticonceptivos condones matrona obstetra ginecologo pregnancy grossesse gravidez "
        "ansent gwosès",
    ),
    "SV-SAL-VAC": (
        pgettext_lazy("where", "Vaccines"),
        "vacuna vacunas vacunacion vaccine vaccin vacina vaksen",
    ),
    "SV-EDU": (
        pgettext_lazy("where", "School and studies"),
        "colegio escuela estudiar estudios clases profesor school ecole escola lekòl",
    ),
    "SV-EDU-MAT": (
        pgettext_lazy("where", "A place at school for my children"),
        "matricula vacante inicial jardin primaria secundaria ugel enrolment inscription matricula",
    ),
    "SV-EDU-SUP": (
        pgettext_lazy("where", "University and recognition of degrees"),
        "titulo universidad sunedu instituto revalidar homologar reconocer degree diplome diploma",
    ),
    "SV-TRA": (
        pgettext_lazy("where", "Work"),
        "trabajo empleo chamba bolsa cv job emploi travail emprego travay",
    ),
    "SV-TRA-EMP": (
        pgettext_lazy("where", "A business of my own"),
        "negocio emprender emprendimiento capital semilla vender mype business commerce negocio biznis",
    ),
    "SV-TRA-CER": (
        pgettext_lazy("where", "A certificate of what I know to do"),
        "certificar certificacion competencias oficio skills competences",
    ),
    "SV-TRA-DER": (
        pgettext_lazy("where", "They do not pay me, or treat me badly at work"),
        "no me pagan sueldo despido abuso laboral explotacion sunafil wage salaire salario salè",
    ),
    "SV-SEG": (
        pgettext_lazy("where", "Pension and social security"),
        "pension jubilacion onp afp seguridad social retraite aposentadoria",
    ),
    "SV-VIV": (
        pgettext_lazy("where", "A place to sleep, housing"),
        "albergue refugio techo dormir alquiler cuarto vivienda casa hospedaje shelter logement abrigo kay dòmi",
    ),
    "SV-PRO": (
        pgettext_lazy("where", "Protection"),
        "proteccion peligro amenaza riesgo protection protecao pwoteksyon",
    ),
    "SV-PRO-NNA": (
        pgettext_lazy("where", "Protection of children and adolescents"),
        "nino nina ninos menor menores adolescente demuna upe hijos children enfants criancas timoun",
    ),
    "SV-PRO-VBG": (
        pgettext_lazy("where", "Violence at home or against women"),
        "violencia maltrato golpes golpea pega pareja marido abuso violacion cem violence violences vyolans",
    ),
    "SV-PRO-TRA": (
        pgettext_lazy("where", "They force me to work, or do not let me go"),
        "trata trafico explotacion sexual obligan encerrada trafficking traite trafico trafik",
    ),
    "SV-PRO-REF": (
        pgettext_lazy("where", "Asylum"),
        "refugio refugiado asilo cepr solicitante asylum asile refugie refugee azil",
    ),
    "SV-JUS": (
        pgettext_lazy("where", "To report a crime, police, prosecutor"),
        "denuncia denunciar policia comisaria fiscalia robo justicia juez police polis lapolis",
    ),
    "SV-JUS-LEG": (
        pgettext_lazy("where", "A lawyer, free of charge"),
        "abogado abogada legal defensa alimentos tenencia lawyer avocat advogado avoka",
    ),
    "SV-DIS": (
        pgettext_lazy("where", "Discrimination"),
        "discriminacion racismo xenofobia insultos rechazo discrimination discriminacao",
    ),
    "SV-ALI": (
        pgettext_lazy("where", "Food"),
        "comida hambre comedor alimentos olla almuerzo food nourriture manje comida",
    ),
    "SV-NUT": (
        pgettext_lazy("where", "Nutrition of children"),
        "anemia desnutricion leche vaso nutricion nutrition",
    ),
    "SV-WAS": (
        pgettext_lazy("where", "Water, showers, toilets"),
        "agua bano banos ducha lavar higiene water eau dlo",
    ),
    "SV-TPT": (
        pgettext_lazy("where", "Transport"),
        "transporte pasaje bus viaje transport",
    ),
    "SV-CBI": (
        pgettext_lazy("where", "Help with money"),
        "dinero bono efectivo tarjeta cash argent dinheiro lajan",
    ),
    "SV-NFI": (
        pgettext_lazy("where", "Clothes, blankets, kits"),
        "ropa frazada kit panales abrigo clothes vetements roupa rad",
    ),
    "SV-FIN": (
        pgettext_lazy("where", "Bank account and sending money"),
        "banco cuenta remesa remesas envio prestamo bank banque bank",
    ),
    "SV-TRI": (
        pgettext_lazy("where", "Taxes and RUC"),
        "ruc sunat impuestos boleta recibo taxes impots",
    ),
    "SV-ESP": (
        pgettext_lazy("where", "Culture and places to meet"),
        "cultura deporte biblioteca parque culture",
    ),
    "SV-RET": (
        pgettext_lazy("where", "To go back to my country"),
        "retorno regresar volver repatriar return retour voltar retounen",
    ),
    "SV-FAM": (
        pgettext_lazy("where", "To find my family or be with them"),
        "familia buscar desaparecido reunificacion family famille fanmi",
    ),
    "SV-CAP": (
        pgettext_lazy("where", "Courses and talks"),
        "curso taller charla capacitacion course cours kou",
    ),
    "SV-EME": (
        pgettext_lazy("where", "Disaster or emergency"),
        "desastre terremoto sismo inundacion incendio huaico disaster catastrophe",
    ),
    "SV-PSD": (
        pgettext_lazy("where", "Social programmes and the municipality"),
        "municipalidad omaped discapacidad adulto mayor vaso leche qali pension65 juntos programa social",
    ),
}
DISCREET = frozenset({"SV-PRO", "SV-PRO-NNA", "SV-PRO-VBG", "SV-PRO-TRA", "SV-SAL-SSR", "SV-SAL-MEN"})
"""Somebody may look over the shoulder of whoever looks for these: a quick exit, and the emergency lines first."""
SHORTEST = 3
"""Letters of a word that is looked up: shorter ones begin too many."""


def called(text: str) -> frozenset[str]:
    """The categories that some word of this begins a word of. The whole label is among its words."""
    words = [word for word in fold(text[:100]).split() if len(word) >= SHORTEST and word not in EMPTY]
    return frozenset(code for code, known in _known().items() if any(_is_one(word, known) for word in words))


EMPTY = frozenset(
    {
        "para", "por", "con", "los", "las", "una", "uno", "que", "del", "donde", "como", "quiero", "necesito", "busco",
        "the", "for", "and", "des", "les", "pour",
    }
)  # fmt: skip
"""Words that say nothing about what is needed."""


def _is_one(word: str, known: Iterable[str]) -> bool:
    return any(one.startswith(word) or (len(one) > 4 and word.startswith(one)) for one in known)


def _known() -> dict[str, list[str]]:
    return {code: [*fold(str(label)).split(), *fold(words).split()] for code, (label, words) in NEEDS.items()}
