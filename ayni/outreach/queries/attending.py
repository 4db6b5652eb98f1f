"""Who came: for the page that notes it, and for its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet, Sum

from ayni.access.models import User
from ayni.codelists.models import AgeBand, Country, SexGender
from ayni.codelists.queries import current
from ayni.facts.periods import age_band
from ayni.lib.ids import read_number
from ayni.people.models import Person

from ..models import Attendance, Dimension, Headcount, Session, SignUp, SignUpState
from ..rules.attending import Traits


def came(session: Session) -> int:
    heads = Headcount.objects.filter(session=session, dimension=Dimension.TOTAL).aggregate(n=Sum("people"))["n"]
    return Attendance.objects.filter(session=session).count() + (heads or 0)


def traits_of(person: Person, at: datetime) -> Traits:
    """Of somebody with a file, as it stands at that moment."""
    first = person.nationalities.filter(ended_at__isnull=True).order_by("order", "pk").first()
    return Traits(
        sex=person.sex.code, age_band=age_band(person.birth_date, at) or "",
        nationality=first.country.code if first else "",
    )  # fmt: skip


def sign_up_by_number(session: Session, typed: str) -> SignUp | None:
    """Whose slip it is; of this session only."""
    number = read_number("S", typed)
    return SignUp.objects.filter(session=session, number=number).first() if number else None


@dataclass(frozen=True)
class Expected:
    """A line of the list at the door."""

    sign_up: SignUp
    attendance: Attendance | None


def expected(session: Session) -> list[Expected]:
    """Those with a seat, then those who wait; whoever came stays in their place."""
    rows = SignUp.objects.filter(session=session).exclude(state=SignUpState.WITHDRAWN)
    noted = {one.sign_up_id: one for one in Attendance.objects.filter(session=session, sign_up__isnull=False)}
    return [Expected(one, noted.get(one.pk)) for one in rows.order_by("state", "made_at", "pk")]


@dataclass(frozen=True)
class Present:
    """Somebody who came, as this user may know them."""

    attendance: Attendance
    name: str
    """Of a file that they see, a colleague, or a slip; else nothing."""
    has_certificate: bool


def present(session: Session, user: User) -> list[Present]:
    rows = Attendance.objects.filter(session=session).select_related(
        "sign_up", "colleague", "organisation", "certificate"
    )
    found = list(rows.order_by("noted_at", "pk"))
    seen = visible_people({one.person_id for one in found if one.person_id}, user)
    return [Present(one, name_of(one, seen), is_certified(one)) for one in found]


def is_certified(one: Attendance) -> bool:
    certificate = getattr(one, "certificate", None)
    return certificate is not None and certificate.withdrawn_at is None


def visible_people(ids: set[UUID], user: User) -> dict[UUID, Person]:
    return {person.pk: person for person in Person.objects.visible_to(user).filter(pk__in=ids).order_by("pk")}


def name_of(one: Attendance, seen: Mapping[UUID, Person]) -> str:
    if one.person_id and one.person_id in seen:
        return seen[one.person_id].full_name
    if one.colleague:
        return one.colleague.display_name
    return one.sign_up.name if one.sign_up else ""


def lists() -> dict[str, list[tuple[str, str]]]:
    """What may be said of somebody without a file: code and word."""
    sexes = current(SexGender).filter(dimension="sex").order_by("pk")
    bands = current(AgeBand).filter(scheme="vida").order_by("min_age", "pk")
    countries = current(Country).order_by("label_es", "pk")
    return {
        "sex": list(sexes.values_list("code", "label_es")),
        "age_band": list(bands.values_list("code", "label_es")),
        "nationality": list(countries.values_list("code", "label_es")),
    }


def parted(session: Session) -> dict[str, list[tuple[str, int]]]:
    """Who came by sex, age and nationality: those noted and those counted together, in words."""
    words = {name: dict(pairs) for name, pairs in lists().items()}
    sides = (("sex", Dimension.SEX), ("age_band", Dimension.AGE), ("nationality", Dimension.NATIONALITY))
    return {name: _parted(session, name, side, words[name]) for name, side in sides}


def _parted(session: Session, name: str, side: str, words: Mapping[str, str]) -> list[tuple[str, int]]:
    noted: Any = Attendance.objects.filter(session=session).exclude(**{name: ""}).order_by()
    numbers: dict[str, int] = dict(noted.values_list(name).annotate(n=Count("pk")))
    for code, people in Headcount.objects.filter(session=session, dimension=side).values_list("code", "people"):
        numbers[code] = numbers.get(code, 0) + people
    return [(words.get(code, code), n) for code, n in sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))]


def by_institution(sessions: QuerySet[Session]) -> list[tuple[str, int]]:
    """People trained by the institution that sent them (R163), the most first."""
    rows = Attendance.objects.filter(session__in=sessions, organisation__isnull=False).order_by()
    found = rows.values_list(F("organisation__name")).annotate(n=Count("pk"))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
