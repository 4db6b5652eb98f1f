"""What a service costs, as somebody wrote it down."""

import re
from collections.abc import Iterable
from typing import Any

from ayni.codelists.rules import fold

FREE = re.compile(
    r"(?:es |atencion |servicio )?(?:totalmente )?(?:gratis|gratuit[oa]s?|sin costo|no tiene costo|no cuesta)"
)
CONDITIONS = frozenset({"si", "solo", "salvo", "excepto", "con", "para", "menos", "pero", "s"})
"""A word after which something that was free is no longer for everybody."""


def is_free(fees: str, amounts: Iterable[Any]) -> bool:
    """Only what is free for everybody and said to be so: what nobody wrote down is not free, it is unknown."""
    said = fold(fees)
    begins = FREE.match(said)
    if begins:
        return not CONDITIONS & set(said[begins.end() :].split())
    costs = [str(amount).strip() for amount in amounts if amount not in (None, "")]
    return not said and bool(costs) and all(re.fullmatch(r"0+(?:[.,]0+)?", cost) for cost in costs)
