"""The calendar as anybody reads it, and as whoever keeps it does."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils.crypto import constant_time_compare
from django.utils.timezone import localtime

from ayni.access.models import Office, Organisation, User
from ayni.access.scope import counter_scope_of
from ayni.codelists.models import NeedSector
from ayni.codelists.queries import current
from ayni.lib.ids import ALPHABET, read_number
from ayni.procedures.rules import read_secret
from ayni.referrals.queries import token_hash

from ..models import OVER, Assistance, AssistanceState, Kind, Session, SignUp, SignUpState, State

MOST = 200
"""Sessions of one page of the calendar: what is later is found by its month."""


def _with_seats(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Each with `free`: the seats that nobody has."""
    have = Count("sign_ups", filter=Q(sign_ups__state=SignUpState.SIGNED))
    waiting = Count("sign_ups", filter=Q(sign_ups__state=SignUpState.WAITING))
    return rows.annotate(taken=have, waiting=waiting, free=Greatest(F("seats") - have, 0))


def to_come(at: datetime, *, department: str = "", month: date | None = None) -> list[Session]:
    """What is open or was cancelled and has not ended, the soonest first."""
    rows = Session.objects.published().filter(ends_at__gt=at).exclude(state__in=OVER)
    if department:
        rows = rows.filter(department__code=department)
    found = _with_seats(rows).select_related("kind", "office", "department").order_by("starts_at", "pk")
    if month:
        return [one for one in found[: MOST * 5] if _month(one.starts_at) == month][:MOST]
    return list(found[:MOST])


def public_sessions(at: datetime) -> list[UUID]:
    """Of those to come, for whoever makes a list of pages."""
    rows = Session.objects.published().filter(ends_at__gt=at, state=State.OPEN).order_by("starts_at", "pk")
    return list(rows.values_list("pk", flat=True)[: MOST * 5])


def _month(moment: datetime) -> date:
    return localtime(moment).date().replace(day=1)


@dataclass(frozen=True)
class Choices:
    """By what the calendar can be narrowed: what is in it, and nothing else."""

    departments: list[tuple[str, str]]
    months: list[date]


def choices_of(at: datetime) -> Choices:
    found = (
        Session.objects.published().filter(ends_at__gt=at).exclude(state__in=OVER).select_related("department")
    ).order_by("starts_at", "pk")[: MOST * 5]
    departments = {one.department.code: one.department.label_es for one in found if one.department}
    return Choices(
        sorted(departments.items(), key=lambda row: row[1]), sorted({_month(one.starts_at) for one in found})
    )


def sessions() -> QuerySet[Session]:
    """Every one, with what its page shows."""
    return _with_seats(Session.objects.select_related("kind", "office", "department", "made_by")).order_by("pk")


def taken(session: Session) -> int:
    return SignUp.objects.filter(session=session, state=SignUpState.SIGNED).count()


def next_in_line(session: Session, seats: int) -> list[SignUp]:
    """Who waits longest, as many as there are seats."""
    rows = SignUp.objects.filter(session=session, state=SignUpState.WAITING).order_by("made_at", "pk")
    return list(rows[: max(seats, 0)])


def signed(session: Session) -> QuerySet[SignUp]:
    """Who signed up: those with a seat, then those who wait."""
    rows = SignUp.objects.filter(session=session).exclude(state=SignUpState.WITHDRAWN)
    return rows.order_by("state", "made_at", "pk")


def kinds(on: date) -> QuerySet[Kind]:
    rows: QuerySet[Kind] = Kind.objects.in_force(on).order_by("label_es", "pk")
    return rows


def sectors() -> QuerySet[NeedSector]:
    return current(NeedSector).order_by("label_es", "pk")


def institutions() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name", "pk")


def partners() -> QuerySet[Organisation]:
    """Those of cooperation, with whom the unit gives sessions (R167)."""
    return Organisation.objects.filter(kind="international").order_by("name", "pk")


def open_assistances(user: User) -> QuerySet[Assistance]:
    ended = (AssistanceState.DONE, AssistanceState.DROPPED)
    return Assistance.objects.visible_to(user).exclude(state__in=ended).order_by("code")


def offices_of(user: User) -> QuerySet[Office]:
    """For which the user may plan."""
    scope = counter_scope_of(user)
    where = Q(pk__in=scope.offices) | Q(organisation__in=scope.organisations)
    for organisation, department in scope.departments:
        where |= Q(organisation=organisation, department=department)
    return Office.objects.filter(where).select_related("department").order_by("name", "pk")


def was_sent(session: Session, submission: UUID) -> bool:
    """Whether this form was kept already: sent again, it takes no seat."""
    return SignUp.objects.filter(session=session, submission=submission).exists()


def code_of(submission: UUID) -> str:
    """Eight letters that go with a number. The same form sent twice has the same ones: nobody loses them by pressing
    again."""
    drawn = int(token_hash("session-code", str(submission)), 16)
    return "".join(ALPHABET[(drawn >> shift) & 31] for shift in range(0, 40, 5))


def code_digest(number: str, code: str) -> str:
    return token_hash("session", f"{number}:{code}")


def sign_up_of(number: str, code: str) -> SignUp | None:
    """Whose number and code go together. Wrong and unknown take the same work."""
    number, code = read_number("S", number) or "", read_secret(code)
    rows = SignUp.objects.select_related("session__kind", "session__office", "session__department")
    found = rows.filter(number=number).first()
    is_right = constant_time_compare(found.code_hash if found else "0" * 64, code_digest(number, code))
    return found if is_right else None
