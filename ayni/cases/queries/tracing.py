"""Searches for relatives, and whom they may have found."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from ayni.access.models import User
from ayni.people.models import Consent, Person

from ..models import Case, Match, Status, Tracing, TracingState
from .lists import of_visible

BEGUN = ("-begun_at", "-pk")


def all_of(user: User) -> QuerySet[Tracing]:
    """The searches of cases that this user may open. Order: BEGUN."""
    rows = Tracing.objects.filter(of_visible(user)).select_related("case__person")
    return rows.defer("wish_words", "safety", "risk_words", "outcome_words", "case__wishes", "case__closing_note")


def of_case(case: Case) -> QuerySet[Tracing]:
    return Tracing.objects.filter(case=case).order_by(*BEGUN)


def fetch(user: User, tracing_id: UUID) -> Tracing | None:
    rows = Tracing.objects.visible_to(user).select_related("case__person", "case__office", "consent", "begun_by")
    return rows.filter(pk=tracing_id).first()


def resting_on(consent: Consent) -> QuerySet[Tracing]:
    """Who is looked for because the person agreed to it."""
    rows = Tracing.objects.filter(consent=consent, case__status=Status.OPEN).exclude(state=TracingState.ENDED)
    return rows.select_related("case").order_by("pk")


@dataclass(frozen=True)
class Shown:
    """A match as this user may see it."""

    match: Match
    person: Person | None
    """None: the file is closed to this user. Whoever asks calls the focal point."""


def matches(tracing: Tracing, user: User) -> list[Shown]:
    """Two statements. A file that is closed to the user is there without anything of it."""
    rows = list(tracing.matches.order_by("pk"))
    seen = Person.objects.visible_to(user).in_bulk([row.person_id for row in rows])
    return [Shown(row, seen.get(row.person_id)) for row in rows]


def verifications(tracing: Tracing) -> list[object]:
    return list(tracing.verifications.select_related("recorded_by").order_by("recorded_at", "pk"))
