"""Looking for words in what the directory says, whatever their case and accents."""

from functools import lru_cache

from django.db.models import QuerySet

from ayni.codelists.rules import fold

from ..models import Service

_folded = lru_cache(maxsize=1 << 15)(fold)
"""What everybody may read, and seldom changes: a text that another one replaced is never asked for again."""


def says(words: list[str], *texts: str) -> bool:
    """Whether each word, folded, is somewhere in the texts."""
    if not words:
        return True
    said = _folded(" ".join(texts))
    return all(word in said for word in words)


def services_that_say(rows: QuerySet[Service], text: str, *columns: str) -> dict[int, str]:
    """Those whose name or other columns have each word of the text: key → name."""
    words = fold(text).split()
    asked = rows.order_by().values_list("pk", "name", *(columns if words else ()))
    return {pk: name for pk, name, *more in asked if says(words, name, *more)}
