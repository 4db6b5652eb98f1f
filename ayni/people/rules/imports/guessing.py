"""Which field a column probably is, by its header."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from ayni.lib.names import plain

from .fields import FIELDS

_CLOSE = 0.86
"""How like a known header one must be that is typed differently."""
_EMPTY_WORDS = frozenset({"de", "del", "la", "el", "los", "las", "of", "the", "da", "do", "su", "your", "persona"})


@lru_cache(maxsize=4096)
def guess(header: str) -> str:
    """The field, or nothing. Of a path of groups (“persona-nombre”, “persona/nombre”) the last part counts."""
    last = header.replace("/", "-").rpartition("-")[2]
    for text in dict.fromkeys((header, last)):
        folded = _folded(text)
        if found := _known().get(folded) or _in_any_order().get(_sorted(folded)):
            return found
        if len(folded) > 4 and (found := _nearest(folded)):
            return found
    return ""


def guess_all(headers: Iterable[str], labels: Mapping[str, str] | None = None) -> dict[str, str]:
    """Header → field, no field twice: the first column that fits has it. `labels`: what a form asks, by the name of
    the question, for columns whose name says nothing."""
    found: dict[str, str] = {}
    for header in headers:
        name = header.replace("/", "-").rpartition("-")[2]
        field = guess(header) or guess((labels or {}).get(name, ""))
        found[header] = field if field not in found.values() else ""
    _settle_names(found)
    return found


def _settle_names(found: dict[str, str]) -> None:
    """“Nombre” beside nothing of surnames is the full name; “apellidos” beside both surnames is a doubling."""
    fields = set(found.values())
    if "given_names" in fields and not fields & {"surnames", "surname_1", "full_name"}:
        header = next(h for h, f in found.items() if f == "given_names")
        if _folded(header) in {"nombre", "name", "nome"}:
            found[header] = "full_name"


@cache
def _known() -> dict[str, str]:
    return {_folded(header): code for code, field in reversed(FIELDS.items()) for header in field.headers.split("|")}


@cache
def _in_any_order() -> dict[str, str]:
    """“Documento” over “Tipo” is read as “Documento Tipo”."""
    return {_sorted(header): code for header, code in reversed(_known().items())}


def _sorted(folded: str) -> str:
    return " ".join(sorted(folded.split()))


def _nearest(folded: str) -> str:
    best = max(_known(), key=lambda known: OSA.normalized_similarity(folded, known))
    return _known()[best] if len(best) > 4 and OSA.normalized_similarity(folded, best) >= _CLOSE else ""


def _folded(header: str) -> str:
    text = plain(header.replace("_", " ").replace("°", " ").replace("º", " "))
    return " ".join(word for word in text.split() if word not in _EMPTY_WORDS)
