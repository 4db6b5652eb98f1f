"""What a search reads of people, in statements written out.

They are the same at every search, and the ORM spends more time writing them than the database answering. Values come as
the database gives them: an id is a UUID in PostgreSQL and 32 hexadecimal digits in SQLite. Who may see whom is asked
through the condition of `visible_to`, as everywhere.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from ayni.access.models import User
from ayni.access.scope import Scope, scope_of
from ayni.people.models import Person

RawId = UUID | str

_PEOPLE = """
SELECT person.id, given_name_1, given_name_2, surname_1, surname_2, known_as, birth_date, birth_precision, office.name
FROM people_person person JOIN access_office office ON office.id = person.office_id
"""
_NAMES = f"{_PEOPLE} WHERE person.id IN ({{}})"
_NAMES_OF_LINES = f"{_PEOPLE} JOIN people_nameline line ON line.person_id = person.id WHERE line.id IN ({{}})"
_NATIONALITIES = """
SELECT person_id, country.label_es
FROM people_nationality nationality JOIN codelists_country country ON country.id = country_id
WHERE ended_at IS NULL AND person_id IN ({}) ORDER BY person_id, nationality."order"
"""
_DOCUMENTS = """
SELECT person_id, kind.label_es, number
FROM people_identitydocument document JOIN codelists_documenttype kind ON kind.id = type_id
WHERE ended_at IS NULL AND person_id IN ({}) ORDER BY document.id
"""


def as_uuid(pk: RawId) -> UUID:
    return pk if isinstance(pk, UUID) else UUID(pk)


def as_date(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def names_of(ids: Collection[RawId]) -> Iterable[Sequence[Any]]:
    """Rows of id, names, birth date and its precision, office."""
    return rows(_NAMES, ids)


def names_of_lines(numbers: Collection[int]) -> Iterable[Sequence[Any]]:
    """The same, of people by the lines of their names."""
    return rows(_NAMES_OF_LINES, numbers)


def nationalities_of(ids: Collection[RawId]) -> dict[RawId, list[str]]:
    return _grouped((pk, country) for pk, country in rows(_NATIONALITIES, ids))


def documents_of(ids: Collection[RawId]) -> dict[RawId, list[str]]:
    """The documents that people hold, in words."""
    return _grouped((pk, f"{kind} {number}".strip()) for pk, kind, number in rows(_DOCUMENTS, ids))


def visible(ids: Collection[RawId], user: User) -> set[RawId]:
    """Those of them whose file this user may open."""
    seen, values = _seen_within(scope_of(user))
    return {pk for (pk,) in rows(seen, ids, before=values)}


@lru_cache(maxsize=512)
def _seen_within(scope: Scope) -> tuple[str, tuple[Any, ...]]:
    """`visible_to` as a statement with a place for ids: writing it takes Django longer than the database answering.

    Kept by scope, never by user: what a user may see changes with every role that begins or ends.
    """
    seen, values = Person.objects.within(scope).order_by().values("id").query.sql_with_params()
    return f"SELECT seen.id FROM ({seen}) AS seen WHERE seen.id IN ({{}})", values  # noqa: S608 - Django wrote it


def rows(sql: str, ids: Collection[Any], *, before: Sequence[Any] = (), after: Sequence[Any] = ()) -> list[Any]:
    """The rows of a statement with one {} for ids. Both databases understand the statements of this app."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql.format(", ".join(["%s"] * len(ids))), [*before, *ids, *after])
        return list(cursor.fetchall())


def _grouped(pairs: Iterable[tuple[RawId, str]]) -> dict[RawId, list[str]]:
    found: dict[RawId, list[str]] = defaultdict(list)
    for pk, text in pairs:
        found[pk].append(text)
    return found
