"""How the records of this app, and of the outbox below it, end when their time is over."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from ayni.access.models import User
from ayni.audit.models import Event
from ayni.notices.models import Message
from ayni.people.hooks import Sweeper
from ayni.people.models import Compartment, ContactPoint, Draft, Ground, Person

from .erasing import erase


def delete_row(row: Any, at: datetime, rule: str) -> None:
    """For records of which nothing stays."""
    row.delete()


def erase_person(person: Person, at: datetime, rule: str) -> None:
    erase(person=person, ground=Ground.RETENTION, by=None, at=at, rule=rule)


def visible_people(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    return rows.filter(pk__in=Person.objects.visible_to(user).order_by().values("pk"))


def quiet_since(before: datetime) -> Any:
    """Whether nothing was done with a person since: condition on people. That somebody looked does not count."""
    done = Event.objects.filter(thread=OuterRef("pk"), at__gte=before).exclude(verb__endswith=".opened")
    return ~Exists(done)


def _drafts(before: datetime) -> QuerySet[Any]:
    return Draft.objects.filter(saved_at__lt=before)


def _messages(before: datetime) -> QuerySet[Any]:
    return Message.objects.filter(queued_at__lt=before).exclude(state=Message.State.QUEUED)


def _ended_contacts(before: datetime) -> QuerySet[Any]:
    return ContactPoint.objects.filter(ended_at__lt=before)


def _people_without_case(before: datetime) -> QuerySet[Any]:
    cases = Compartment.objects.filter(person=OuterRef("pk"))
    registered = Person.objects.filter(registered_at__lt=before, erased_at__isnull=True)
    return registered.filter(~Exists(cases), quiet_since(before))


SWEEPERS = [
    Sweeper("DRAFT", _drafts, delete_row),
    Sweeper("MESSAGE", _messages, delete_row),
    Sweeper("ENDED_CONTACT", _ended_contacts, delete_row, person="person"),
    Sweeper("PERSON_WITHOUT_CASE", _people_without_case, erase_person, person="pk", visible=visible_people),
]
