"""What the file of a case shows of the other apps: referrals, consents, and what happened, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ayni.access.models import User
from ayni.audit.models import Event
from ayni.cases.models import Case, Task
from ayni.desk import words
from ayni.people.models import Consent


def standing_consents(case: Case) -> list[Consent]:
    """What the person agreed to, or the law allows, and nobody has withdrawn."""
    rows = Consent.objects.filter(person=case.person_id, withdrawn_at__isnull=True).select_related("organisation")
    return list(rows.defer("grounds").order_by("purpose", "given_at", "pk"))


def events(case: Case, with_readings: bool) -> QuerySet[Event]:
    """What happened with this case. Readings of its file are asked for apart: they are many."""
    rows = Event.objects.filter(thread=case.pk)
    return rows if with_readings else rows.exclude(verb__endswith=".opened")


@dataclass(frozen=True)
class Told:
    """One event, in words."""

    what: str
    who: str
    at: datetime
    tone: str


def tell(case: Case, rows: Sequence[Event]) -> list[Told]:
    """Events in words, with the names of who did them and the tasks they were about. Two statements."""
    names = _names(event.by for event in rows)
    titles = _titles(case, rows)
    return [
        Told(words.sentence(event, titles.get(event.subject_id, "")), names.get(event.by) or words.somebody(event.by),
             event.at, words.tone(event.verb))
        for event in rows
    ]  # fmt: skip


def _names(ids: Iterable[str]) -> dict[str, str]:
    users = User.objects.in_bulk({int(by) for by in ids if by.isascii() and by.isdigit()})
    return {str(pk): user.display_name for pk, user in users.items()}


def _titles(case: Case, rows: Sequence[Event]) -> dict[str, str]:
    about = [event.subject_id for event in rows if event.subject_type == Task._meta.label]
    tasks = Task.objects.filter(case=case, pk__in=about).select_related("step") if about else []
    return {str(task.pk): task.title for task in tasks}
