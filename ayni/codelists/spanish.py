"""The Spanish of what the sources of the reference data say in English or in signs of their own."""

import re

from .tables import Column, File, Tables, text

LONGEST = 2000
WORDS = File(
    "map_words.csv", (Column("text", text(LONGEST), required=True), Column("text_es", text(LONGEST), required=True))
)
_BETWEEN_PARTS = re.compile(r"[|;]")


class Words:
    """The reviewed table, ready to be asked."""

    def __init__(self, tables: Tables) -> None:
        self.known: dict[str, str] = {row["text"]: row["text_es"] for row in tables[WORDS.name]}

    def __call__(self, said: str) -> str:
        """The whole text, or each of its parts. What no row knows keeps standing."""
        if not said or said in self.known:
            return self.known.get(said, said)
        parts = (part.strip() for part in _BETWEEN_PARTS.split(said))
        return "; ".join(self.known.get(part, part) for part in parts)
