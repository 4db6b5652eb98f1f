"""What is known of the rights over a file: holds, erasures, what was handed over."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.access.scope import scope_of
from ayni.people.models import Compartment, Erasure, Handover, LegalHold, Person

HANDED_OVER_WITHIN = timedelta(hours=1)
"""How long the files of a handover can be downloaded: then the person is asked for again."""


def standing_hold(person: Person, today: date) -> LegalHold | None:
    """A hold ends by itself on its day."""
    return person.holds.filter(lifted_at__isnull=True, until__gte=today).select_related("placed_by").first()


def sees_all(person: Person, user: User) -> bool:
    """Whether nothing of this person is hidden from this user."""
    return not person.compartments.exclude(pk__in=Compartment.objects.visible_to(user).values("pk")).exists()


def held(today: date) -> list[UUID]:
    """Everybody whose file is on hold."""
    rows = LegalHold.objects.filter(lifted_at__isnull=True, until__gte=today).order_by()
    return list(rows.values_list("person_id", flat=True))


def erasure(person_id: UUID, user: User) -> Erasure | None:
    """That a file was erased, for whoever might have seen it."""
    shells = Person.objects.within(scope_of(user)).filter(pk=person_id, erased_at__isnull=False)
    return Erasure.objects.filter(person__in=shells).select_related("person__office", "erased_by").first()


def handover(proof: str) -> Handover | None:
    return Handover.objects.filter(proof=proof).first()


def open_handover(person: Person, user: User, at: datetime) -> Handover | None:
    """The copy that this user is handing over right now."""
    since = at - HANDED_OVER_WITHIN
    rows = Handover.objects.filter(person=person, made_by=user, kind=Handover.Kind.OWN_DATA, made_at__gte=since)
    return rows.order_by("-made_at", "-pk").first()


def holds(person: Person) -> list[LegalHold]:
    rows = person.holds.select_related("placed_by", "lifted_by")
    return list(rows.order_by("-placed_at", "-pk"))


def has_ended(hold: LegalHold, at: datetime) -> bool:
    return hold.lifted_at is not None or hold.until < localdate(at)
