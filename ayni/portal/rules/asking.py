"""What somebody meant by a few letters of a telephone: a number of a menu, a word that leads somewhere, or danger."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from ayni.codelists.rules import fold

LEAST = 5
"""Letters of a word that may be misspelt, and by one of them."""
LEAST_OF_DANGER = 7
"""The same for words of danger: «traite» is one letter from «trámite»."""

PLACES: dict[str, tuple[str, ...]] = {
    "start": ("inicio", "menu", "hola", "start", "hello", "ola", "bonjour", "bonjou", "accueil", "akey"),
    "language": ("idioma", "language", "langue", "lingua", "lang", "lengua"),
    "services": ("guias", "guia", "guides", "guide", "gid"),
    "where": ("donde", "where", "onde", "ou aller", "ki kote", "kote"),
    "status": ("estado", "tramite", "status", "dossier", "dosye"),
    "tell": ("queja", "reclamo", "denuncia", "complaint", "queixa", "reclamacao", "plainte", "plent"),
    "help": (
        "emergencia",
        "auxilio",
        "socorro",
        "emergency",
        "urgence",
        "ijans",
        "ayuda",
        "help",
        "ajuda",
        "aide",
        "ed",
    ),
}
TONGUES = {
    "es": ("espanol", "castellano"), "en": ("english", "ingles"), "pt": ("portugues",), "fr": ("francais", "frances"),
    "ht": ("kreyol", "creole", "criollo"),
}  # fmt: skip
DANGER = (
    "violencia", "me pega", "me pegan", "me pego", "me golpea", "me golpeo", "golpes", "me maltrata", "maltrato",
    "me viola", "me violo", "violacion", "abuso sexual", "abusa de mi", "me amenaza", "me amenazo", "amenaza",
    "me va a matar", "me quiere matar", "me mata", "matarme", "suicidio", "trata", "trata de personas", "me explota",
    "explotacion", "prostitucion", "me encerro", "me tiene encerrada", "encerrada", "encerrado", "secuestro",
    "me quito el pasaporte", "me sigue", "acoso", "feminicidio",
    "violence", "he hits me", "hits me", "beats me", "rape", "raped", "trafficking", "kill me", "threatens me",
    "violencia domestica", "me bate", "me bateu", "estupro", "trafico de pessoas", "ameaca",
    "il me frappe", "me frappe", "viol", "traite", "me menace",
    "vyolans", "li bat mwen", "bat mwen", "kadejak", "trafik moun", "touye m",
)  # fmt: skip
ENDS = frozenset({
    "stop", "baja", "alto", "parar", "pare", "salir", "adios", "chau", "fin", "cancelar", "quit", "exit", "bye",
    "unsubscribe", "sair", "tchau", "arret", "arreter", "stopper", "kanpe", "sispann", "orevwa",
})  # fmt: skip
"""Whoever writes one of these alone is left in peace. None is guessed at: «baja» is one letter from «bajo»."""
THANKS = frozenset({"gracias", "muchas gracias", "thanks", "thank you", "obrigado", "obrigada", "merci", "mesi", "ok"})
ORDERS = {"0": "back", "9": "more", "atras": "back", "back": "back", "mas": "more", "more": "more"}


def _said(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text[:500])))


def alike(one: str, other: str, least: int = LEAST) -> bool:
    """The same word, or with one mistake in it."""
    if one == other:
        return True
    return min(len(one), len(other)) >= least and OSA.distance(one, other, score_cutoff=1) <= 1


def is_danger(text: str) -> bool:
    """Heard too often rather than once too little: it costs a few lines of numbers to call."""
    said = f" {_said(text)} ".split()
    return any(_stands_in(phrase.split(), said) for phrase in DANGER)


def _stands_in(phrase: list[str], said: list[str]) -> bool:
    return any(
        all(alike(want, have, LEAST_OF_DANGER) for want, have in zip(phrase, said[at:], strict=False))
        for at in range(len(said) - len(phrase) + 1)
    )


def place_of(text: str) -> str:
    """Where a word leads; empty: it is none of these."""
    return _of(text, PLACES)


def tongue_of(text: str) -> str:
    return _of(text, TONGUES)


def _of(text: str, table: dict[str, tuple[str, ...]]) -> str:
    said = _said(text)
    exact = next((name for name, words in table.items() if said in words), "")
    return exact or next((name for name, words in table.items() if any(alike(said, word) for word in words)), "")


def number_of(text: str) -> int | None:
    typed = text.strip().rstrip(".)")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else None


def is_end(text: str) -> bool:
    return _said(text) in ENDS


def is_thanks(text: str) -> bool:
    return _said(text) in THANKS


def is_beginning(text: str) -> bool:
    """Written out, and not guessed at: what somebody complains of may be one letter from it."""
    return _said(text) in PLACES["start"]


def order_of(text: str) -> str:
    return ORDERS.get(_said(text), "")


def named(text: str, labels: Iterable[str]) -> int | None:
    """Which of these somebody wrote out, whole or by its beginning, instead of its number."""
    said = _said(text)
    if len(said) < 4:
        return None
    folded = [_said(label) for label in labels]
    exact = [at for at, label in enumerate(folded) if label == said or label.startswith(said)]
    near = [at for at, label in enumerate(folded) if alike(label, said)]
    return next(iter([*exact, *near]), None)
