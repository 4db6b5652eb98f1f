"""Who is registered while `bench.scale` measures."""

import random
import re
from typing import Any

MEN = ("José", "Luis", "Juan", "Carlos", "Jorge", "Miguel", "Yorman", "Wilmer", "Jhonny", "Franklin", "Ender", "Édgar")
SURNAMES = (
    "González", "Rodríguez", "Pérez", "Hernández", "García", "Martínez", "Chacín", "Urdaneta", "Bracho", "Quintero",
    "Rivas", "Zambrano", "Parra", "Briceño", "Escalona",
)  # fmt: skip


def new_person(chance: random.Random) -> dict[str, str]:
    """Somebody as they are typed: names that many have, a document, a telephone."""
    return {
        "given_name_1": chance.choice(MEN), "given_name_2": chance.choice(MEN),
        "surname_1": chance.choice(SURNAMES), "surname_2": chance.choice(SURNAMES),
        "birth_known": "date", "birth_day": str(chance.randrange(1, 29)), "birth_month": str(chance.randrange(1, 13)),
        "birth_year": str(chance.randrange(1950, 2005)), "sex": "SEX-M", "nationality_1": "VEN",
        "has_documents": "yes", "type_1": "CIE-VE", "number_1": f"V-{chance.randrange(10**7, 10**8)}",
        "issued_in_1": "VEN", "kind_1": "PHONE", "value_1": f"987{chance.randrange(10**6):06}", "is_safe_1": "on",
        "status": "S-DESC", "where": "unknown",
    }  # fmt: skip


AGREED: dict[str, Any] = {
    "basis": "CONSENT",
    "read_in": "es",
    "none_of_them": "on",
    "shape_ok": "on",
    "also": ["CONTACT"],
}
"""That it is nobody who was shown, and that the person agrees."""
SHOWN = re.compile(rb'name="shown" value="([^"]+)"')


def said_to_be_nobody(page: bytes) -> dict[str, Any]:
    """The form of the last page, with whom that page showed."""
    shown = SHOWN.search(page)
    return {**AGREED, "shown": shown[1].decode()} if shown else AGREED
