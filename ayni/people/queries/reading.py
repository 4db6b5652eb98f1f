"""What a search reads of people, in statements written out.

They are the same at every search, and the ORM spends more time writing them than the database answering. Values come as
the database gives them: an id is a UUID in PostgreSQL and 32 hexadecimal digits in SQLite. Who may see whom is asked
through the condition of `visible_to`, as everywhere.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
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
SELECT line.id, person.id, given_name_1, given_name_2, surname_1, surname_2, known_as, birth_date, birth_precision,
       EXISTS (SELECT 1 FROM people_otheridentity other WHERE other.person_id = person.id)
FROM people_nameline line JOIN people_person person ON person.id = line.person_id WHERE line.id IN ({})
"""
_PLACES = """
SELECT person.id, office.name, country.label_es
FROM people_person person JOIN access_office office ON office.id = person.office_id
LEFT JOIN people_nationality nationality ON nationality.person_id = person.id AND nationality.ended_at IS NULL
LEFT JOIN codelists_country country ON country.id = nationality.country_id
WHERE person.id IN ({}) ORDER BY person.id, nationality."order"
"""
_DOCUMENTS = """
SELECT person_id, kind.label_es, number
FROM people_identitydocument document JOIN codelists_documenttype kind ON kind.id = type_id
WHERE ended_at IS NULL AND person_id IN ({}) ORDER BY document.id
"""


def as_uuid(pk: RawId) -> UUID:
    return pk if isinstance(pk, UUID) else UUID(pk)


def as_raw(pk: UUID) -> RawId:
    """As the database gives it."""
    return pk if connection.features.has_native_uuid_field else pk.hex


def as_date(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def people_of(lines: Collection[int]) -> list[Any]:
    """Rows of line, id, names, birth date and its precision, and whether the person has another identity too. Whoever
    has another line by now is not in it."""
    return rows(_PEOPLE, lines)


def places_of(ids: Collection[RawId]) -> dict[RawId, tuple[str, list[str]]]:
    """Of each person: the office that has the file, and the countries whose nationals they are."""
    found: dict[RawId, tuple[str, list[str]]] = {}
    for pk, office, country in rows(_PLACES, ids):
        countries = found.setdefault(pk, (office, []))[1]
        if country:
            countries.append(country)
    return found


def documents_of(ids: Collection[RawId]) -> dict[RawId, list[tuple[str, str]]]:
    """The documents that people hold: what kind, and the number, if there is one."""
    found: dict[RawId, list[tuple[str, str]]] = defaultdict(list)
    for pk, kind, number in rows(_DOCUMENTS, ids):
        found[pk].append((kind, number))
    return found


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


def part_of(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def plain_rows(sql: str) -> list[Any]:
    """The rows of a statement in which all values stand already: numbers of ours."""
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
