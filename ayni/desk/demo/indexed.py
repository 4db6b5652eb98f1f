"""What the search index will hold of the people of a piece, worked out by the process that makes the piece."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings

from ayni.lib.keys import keyring
from ayni.people.queries.entries import BY_PHONE
from ayni.people.rules.documents import phone_tail
from ayni.people.rules.keys import Indexed

from .echoes import Echo, Original

NAMES = ("given_name_1", "given_name_2", "surname_1", "surname_2", "known_as")


class Entries:
    """Who has which documents and telephones, found once for the original and its echoes."""

    def __init__(self, original: Original) -> None:
        self.original = original
        place = {person: n for n, person in enumerate(original.people["id"])}
        self.documents = _owners(original, "people.IdentityDocument", place)
        kinds = _column(original, "people.ContactPoint", "kind")
        self.phones = [
            (n, owner)
            for n, owner in _owners(original, "people.ContactPoint", place)
            if kinds[n] in BY_PHONE
        ]  # fmt: skip

    def of(self, echo: Echo) -> Iterator[Indexed]:
        original = self.original
        count = original.people.count
        numbers: list[list[str]] = [[] for _n in range(count)]
        for _n, owner, value in self._values(echo, "people.IdentityDocument", "number", self.documents):
            numbers[owner] += [value] if value else []
        phones: list[list[bytes]] = [[] for _n in range(count)]
        # As `candidates.blind_phone`, which looks for the ring each time.
        blind = keyring(settings.AYNI_HOME).digest
        for _n, owner, value in self._values(echo, "people.ContactPoint", "value", self.phones):
            tail = phone_tail(value)
            phones[owner] += [blind("search", tail)] if tail else []
        columns = [_of_people(echo, name) for name in ("id", "office_id", *NAMES, "birth_date", "birth_precision")]
        for row, of_number, of_phone in zip(zip(*columns, strict=True), numbers, phones, strict=True):
            person, office, *names, born, precision = row
            day = date.fromisoformat(born) if born else None
            yield Indexed._make((person, office, *names, day, precision, of_number, of_phone))

    def _values(
        self, echo: Echo, table: str, name: str, owners: list[tuple[int, int]]
    ) -> Iterator[tuple[int, int, Any]]:
        if not owners:
            return
        values = echo.values(self.original.by_label[table], name)
        yield from ((n, owner, values[n]) for n, owner in owners)


def _owners(original: Original, table: str, place: dict[Any, int]) -> list[tuple[int, int]]:
    """Of each row its place, and the place of its person."""
    sheet = original.by_label.get(table)
    return [(n, place[person]) for n, person in enumerate(sheet["person_id"])] if sheet else []


def _column(original: Original, table: str, name: str) -> list[Any]:
    sheet = original.by_label.get(table)
    return sheet.whole(name) if sheet else []


def _of_people(echo: Echo, name: str) -> list[Any]:
    people = echo.original.people
    return list(echo.values(people, name)) if name in people.columns else people.whole(name)
