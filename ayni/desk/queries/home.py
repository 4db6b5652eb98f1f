"""The numbers of the desk. Each is one function that gives its rows: what is counted is what is listed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.access.permissions import Permission, Role
from ayni.cases import queries as cases
from ayni.cases.queries import approvals, following, glass, transfers
from ayni.cases.queries.ages import mine_coming_of_age
from ayni.people import queries as people
from ayni.people.models import Person
from ayni.people.queries.duplicates import ORDER as DUPLICATES
from ayni.referrals import queries as referrals

MOST = 1000
"""Beyond this a number says "more than": exact counts are what makes lists slow."""

LATELY = 7
"""Days that "lately" reaches back."""

Rows = Callable[[User, datetime], QuerySet[Any]]


@dataclass(frozen=True)
class Number:
    """A number of the desk, and the list behind it."""

    code: str
    label: str | Promise
    about: str | Promise
    """What it counts, and how something comes to be in it."""
    rows: Rows
    order: tuple[str, ...]
    kind: str
    """Of the rows: task, followup, case, referral, message, screening, duplicate, person or document."""
    permission: Permission
    role: Role | None = None
    """Only for whoever holds this role; else for everybody with the permission."""
    tone: str = ""
    """How the number looks when it is not zero."""


def _waiting(user: User, at: datetime) -> QuerySet[Any]:
    return referrals.waiting_for(user)


def _escalated(user: User, at: datetime) -> QuerySet[Any]:
    return referrals.escalated(user)


def _came_in(user: User, at: datetime) -> QuerySet[Any]:
    return referrals.came_in(user, cases.days_ago(at, LATELY))


def _registered(user: User, at: datetime) -> QuerySet[Any]:
    rows = Person.objects.visible_to(user).filter(office=user.office_id, registered_at__gte=cases.days_ago(at, LATELY))
    return rows.select_related("office", "registered_by")


def _expiring(user: User, at: datetime) -> QuerySet[Any]:
    return people.expiring_in_office(user, localdate(at))


NUMBERS = (
    Number(
        "vencidas",
        _("overdue"),
        _("Tasks that you see to and whose deadline has passed."),
        cases.overdue,
        cases.DUE,
        "task",
        Permission.CASE_WORK,
        tone="late",
    ),
    Number(
        "hoy",
        _("due today"),
        _("Tasks that you see to and that are due before midnight."),
        cases.due_today,
        cases.DUE,
        "task",
        Permission.CASE_WORK,
        tone="attention",
    ),
    Number(
        "contactos",
        _("people to contact"),
        _("People of your cases whom their level of risk asks to contact by tomorrow, the longest overdue first."),
        following.contacts_due,
        cases.DUE,
        "followup",
        Permission.CASE_WORK,
        tone="attention",
    ),
    Number(
        "esperan",
        _("wait for others"),
        _("Referrals of your cases that no institution has answered yet."),
        _waiting,
        ("answer_by", "pk"),
        "referral",
        Permission.REFERRAL_SEND,
    ),
    Number(
        "llegaron",
        _("answers came in"),
        _("What institutions said about your cases in the last seven days."),
        _came_in,
        ("-written_at", "-pk"),
        "message",
        Permission.REFERRAL_SEND,
    ),
    Number(
        "nuevos",
        _("new cases"),
        _("Cases that you keep and that were opened in the last seven days."),
        lambda user, at: cases.new_cases(user, cases.days_ago(at, LATELY)),
        cases.OPENED,
        "case",
        Permission.CASE_WORK,
    ),
    Number(
        "evaluaciones",
        _("screenings to finish"),
        _("Conversations that you began and that ended in nothing yet."),
        lambda user, at: cases.unfinished_screenings(user),
        ("-started_at", "-pk"),
        "screening",
        Permission.CASE_WORK,
    ),
    Number(
        "mis-casos",
        _("open cases"),
        _("Open cases that you keep."),
        lambda user, at: cases.my_cases(user),
        cases.OPENED,
        "case",
        Permission.CASE_WORK,
    ),
    Number(
        "oficina-vencidas",
        _("overdue in the office"),
        _("Tasks of your office whose deadline has passed."),
        cases.office_overdue,
        cases.DUE,
        "task",
        Permission.CASE_WORK,
        Role.SUPERVISOR,
        tone="late",
    ),
    Number(
        "oficina-contactos",
        _("overdue contacts in the office"),
        _("People of your office whom nobody has reached in the time that their level of risk asks for."),
        following.office_contacts_overdue,
        cases.DUE,
        "followup",
        Permission.CASE_WORK,
        Role.SUPERVISOR,
        tone="late",
    ),
    Number(
        "oficina-escaladas",
        _("escalated"),
        _("Referrals of your office that an institution did not answer in time."),
        _escalated,
        ("answer_by", "pk"),
        "referral",
        Permission.REFERRAL_SEND,
        Role.SUPERVISOR,
        tone="late",
    ),
    Number(
        "oficina-casos",
        _("open cases in the office"),
        _("Open cases of your office that you may open."),
        lambda user, at: cases.office_cases(user),
        cases.OPENED,
        "case",
        Permission.CASE_WORK,
        Role.SUPERVISOR,
    ),
    Number(
        "por-aprobar",
        _("to approve"),
        _("Plans, ends and transfers of cases that colleagues asked you to approve."),
        approvals.for_approver,
        approvals.WAITING_FIRST,
        "approval",
        Permission.CASE_WORK,
        tone="attention",
    ),
    Number(
        "por-recibir",
        _("cases offered to the office"),
        _("Whole cases that another office wants to hand to yours."),
        transfers.to_decide,
        transfers.ASKED_FIRST,
        "transfer",
        Permission.CASE_WORK,
        tone="attention",
    ),
    Number(
        "cumplen-18",
        _("turn 18 soon"),
        _("Cases of children who turn 18 within 90 days: the protocols for children end, and another plan begins."),
        lambda user, at: mine_coming_of_age(user, localdate(at)),
        cases.OPENED,
        "case",
        Permission.CASE_WORK,
        tone="attention",
    ),
    Number(
        "accesos-por-revisar",
        _("emergency access to review"),
        _("Cases that you answer for and that somebody opened by emergency access."),
        glass.to_review,
        glass.NEWEST,
        "glass",
        Permission.CASE_WORK,
        tone="late",
    ),
    Number(
        "registradas",
        _("people registered"),
        _("People whom your office registered in the last seven days."),
        _registered,
        ("-registered_at", "-pk"),
        "person",
        Permission.PERSON_VIEW,
    ),
    Number(
        "documentos-vencen",
        _("documents about to expire"),
        _("Documents of people of your office that expire within 90 days, the nearest first."),
        _expiring,
        ("expires_on", "pk"),
        "document",
        Permission.PERSON_VIEW,
        tone="attention",
    ),
    Number(
        "averiguar",
        _("duplicates to find out"),
        _("Two files each of which you said that you would find out whether they are of one person, by today."),
        lambda user, at: people.promised(user, localdate(at)),
        DUPLICATES,
        "duplicate",
        Permission.PERSON_VIEW,
        tone="attention",
    ),
    Number(
        "duplicados",
        _("possible duplicates"),
        _("Two files each that may be of one person, and about which nobody has decided."),
        lambda user, at: people.to_decide(user, localdate(at)),
        DUPLICATES,
        "duplicate",
        Permission.PERSON_ADJUDICATE,
        Role.SUPERVISOR,
        tone="attention",
    ),
)


def numbers_for(user: User) -> list[Number]:
    """The numbers that this user's roles have."""
    may, roles = user.permissions, user.active_roles
    return [n for n in NUMBERS if n.permission in may and (n.role is None or n.role in roles)]


def number(user: User, code: str) -> Number | None:
    return next((n for n in numbers_for(user) if n.code == code), None)


class _HowMany(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


@dataclass(frozen=True)
class Counted:
    number: Number
    count: tuple[int, bool]
    """How many, and whether that is all."""

    @property
    def tone(self) -> str:
        return self.number.tone if self.count[0] else "quiet"


def count(user: User, wanted: Sequence[Number], at: datetime) -> list[Counted]:
    """All the numbers in one statement, none counted further than MOST."""
    if not wanted:
        return []
    found = {f"n{i}": _HowMany(n.rows(user, at).order_by().values("pk")[: MOST + 1]) for i, n in enumerate(wanted)}
    counts = User.objects.filter(pk=user.pk).annotate(**found).values_list(*found).get()
    return [Counted(n, (min(c, MOST), c <= MOST)) for n, c in zip(wanted, counts, strict=True)]
