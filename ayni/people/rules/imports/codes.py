"""Words of lists as codes of ours: “Mujer”, “F” and “femenino” are one; countries by name, code or demonym."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ayni.lib.names import plain

UNKNOWN_SEX, UNKNOWN_COUNTRY, NO_DOCUMENT, OTHER_DOCUMENT = "SEX-U", "XXX", "SINDOC", "OTRO"

_SEX = {
    "SEX-F": "f fem femenino femenina female feminino mujer woman girl nina mulher 2",
    "SEX-M": "masc masculino masculina male hombre man boy nino varon homem h 1",
    "SEX-I": "intersex intersexual i",
    "SEX-U": "no registrado no sabe nr ns nd unknown desconocido 0",
}
"""Without “m”: beside an H it is a woman, beside an F it is a man (`sex_of_m`)."""

_COUNTRY = {
    "VEN": "venezolana venezolano venezuelan ve vzla venezolanas republica bolivariana de venezuela|venezuela rb",
    "COL": "colombiana colombiano colombian", "ECU": "ecuatoriana ecuatoriano ecuadorian equatoriana",
    "BOL": "boliviana boliviano bolivian estado plurinacional de bolivia", "HTI": "haitiana haitiano haitian haiti",
    "CUB": "cubana cubano cuban", "PER": "peruana peruano peruvian peru", "BRA": "brasilena brasileno brazilian "
    "brasileira brasil brazil", "ARG": "argentina argentino argentinian argentine", "CHL": "chilena chileno chilean",
    "DOM": "dominicana dominicano dominican", "MEX": "mexicana mexicano mexican", "USA": "estadounidense eeuu american",
    "ESP": "espanola espanol spanish", "CHN": "china chino chinese", "NGA": "nigeriana nigeriano nigerian",
    "SEN": "senegalesa senegales senegalese", "CMR": "camerunesa camerunes", "NIC": "nicaraguense nicaraguan",
    "SLV": "salvadorena salvadoreno salvadoran", "HND": "hondurena hondureno honduran", "PRY": "paraguaya paraguayo",
    "URY": "uruguaya uruguayo", "PAN": "panamena panameno", "CRI": "costarricense", "GTM": "guatemalteca guatemalteco",
    "ITA": "italiana italiano italian", "FRA": "francesa frances french", "DEU": "alemana aleman german",
    "XXA": "apatrida stateless apatride", "XXX": "desconocida desconocido unknown sin-dato nd ns nr no-sabe",
}  # fmt: skip

_DOCUMENT = {
    "DNI": "dni|documento nacional de identidad|dni peruano",
    "CE": "ce|carne de extranjeria|carnet de extranjeria|carnet extranjeria|carne extranjeria",
    "CPP": "cpp|carne de permiso temporal|carnet cpp|carne cpp",
    "PTP": "ptp",
    "CSR": "csr|carne de solicitante de refugio|carnet de refugio|carne de refugio|carne de solicitante",
    "PAS": "pas|pasaporte|passport|passaporte|pasap",
    "ACTNAC": "partida de nacimiento|acta de nacimiento|partida|acta|birth certificate|certidao de nascimento",
    "TAM": "tam|tarjeta andina|tarjeta andina de migracion",
    "SINDOC": "sin documento|sindoc|ninguno|no tiene|sin documentos|none|indocumentado|indocumentada|no documento",
    "OTRO": "otro|other|otros|outro",
}
_CEDULA = frozenset({"cedula", "ci", "cedula de identidad", "cedula de ciudadania", "c i", "cc", "id card", "cie",
                     "cedula extranjera", "national id", "documento de identidad", "cedula de origen"})  # fmt: skip
_CEDULA_OF = {"VEN": "CIE-VE", "COL": "CIE-CO", "ECU": "CIE-EC", "BOL": "CIE-BO", "CHL": "CIE-CL", "ARG": "CIE-AR",
              "PER": "DNI"}  # fmt: skip
_EDUCATION = {
    "EDU-NING": "ninguno|sin instruccion|sin estudios|none|no schooling|analfabeto|nenhuma",
    "EDU-PRIC": "primaria|primary|fundamental", "EDU-SECC": "secundaria|secondary|bachillerato|bachiller|medio",
    "EDU-TECC": "tecnico|tecnica|technical|superior no universitaria|tsu|instituto",
    "EDU-UNIC": "universitaria|universitario|superior|university|universidad|licenciatura",
    "EDU-MAE": "posgrado|postgrado|maestria|master", "EDU-NS": "no sabe|nd|ns|nr",
}  # fmt: skip


@dataclass(frozen=True)
class Codes:
    """Field → folded word → code, of the entries in force."""

    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    """Type of document → the shape of its numbers."""

    def find(self, name: str, text: str) -> str | None:
        folded = plain(text)
        words = self.words.get(name, {})
        return words.get(folded) or words.get(text.strip().upper())


def make_codes(entries: Mapping[str, Iterable[tuple[str, ...]]], patterns: Mapping[str, str]) -> Codes:
    """`entries`: field → rows of code and the words by which the data know it."""
    found: dict[str, dict[str, str]] = {}
    for name, rows in entries.items():
        words = found.setdefault(name, {})
        known = set()
        for code, *labels in rows:
            known.add(code)
            words |= {plain(label): code for label in labels if label} | {code: code, plain(code): code}
        for code, text in _SYNONYMS.get(name, {}).items():
            if code in known:
                words |= {plain(word): code for word in text}
    return Codes(found, patterns)


_SYNONYMS: dict[str, dict[str, list[str]]] = {
    "sex": {code: [text, *text.split()] for code, text in _SEX.items()},
    "nationality": {c: [p for t in text.split("|") for p in (t, *t.split())] for c, text in _COUNTRY.items()},
    "document_type": {code: text.split("|") for code, text in _DOCUMENT.items()},
    "education": {code: text.split("|") for code, text in _EDUCATION.items()},
}
for _word in ("de", "republica", "bolivariana", "estado", "plurinacional", "rb", "no", "sabe"):
    for _found in _SYNONYMS.values():
        for _code in _found:
            _found[_code] = [w for w in _found[_code] if w != _word]


def document_code(codes: Codes, text: str, country: str, number: str) -> str | None:
    """The type of a document. A “cédula” is that of the country; without a word, what the number looks like."""
    if not text:
        return (_CEDULA_OF.get(country, OTHER_DOCUMENT) if number else None) or None
    if plain(text) in _CEDULA:
        return _CEDULA_OF.get(country, "CIE-OT")
    return codes.find("document_type", text)


def sex_of_m(texts: Iterable[str]) -> str | None:
    """What “M” means in this list: a woman beside H, a man beside F. None if the list does not tell."""
    seen = {plain(text) for text in texts}
    if "m" not in seen or ("h" in seen) == ("f" in seen):
        return None
    return "SEX-F" if "h" in seen else "SEX-M"
