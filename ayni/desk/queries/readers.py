"""Who has seen a file, by name. The trail knows ids only; a former user stays a reader."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import queries as audit
from ayni.audit.queries import Reader
from ayni.people import queries as people
from ayni.people.models import Person, ReadingPurpose


@dataclass(frozen=True)
class NamedReader:
    who: str
    where: str
    purpose: str
    reading: Reader


def of_person(person: Person) -> list[NamedReader]:
    """The last to read it first."""
    rows = audit.readers(*people.files_of(person))
    users = _users(row.by for row in rows)
    return [_named(row, users.get(row.by)) for row in rows]


def _users(ids: Iterable[str]) -> dict[str, User]:
    numbers = {int(pk) for pk in ids if pk.isdigit()}
    return {str(user.pk): user for user in User.objects.select_related("office").filter(pk__in=numbers).order_by()}


def _named(row: Reader, user: User | None) -> NamedReader:
    code = row.purpose.upper()
    purpose = str(ReadingPurpose(code).label) if code in ReadingPurpose.values else row.purpose
    if user is None:
        return NamedReader(_("A former user"), "", purpose, row)
    return NamedReader(user.display_name, user.office.name if user.office else "", purpose, row)
