"""What the file of a case shows of the other apps: referrals, consents, and what happened, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ayni.access.models import User
from ayni.audit.models import Event
from ayni.cases.models import Case, Goal, Task
from ayni.cases.queries import services
from ayni.desk import words
from ayni.lib.together import read_together
from ayni.people.models import Consent
from ayni.referrals.models import Referral


def consents_and_goals(case: Case) -> tuple[list[Consent], list[Goal]]:
    """What the person agreed to, or the law allows, and nobody has withdrawn; and what they want to reach. One
    statement."""
    standing = Consent.objects.filter(withdrawn_at__isnull=True, superseded_by__isnull=True)
    rows = standing.filter(person=case.person_id).select_related("organisation")
    consents, goals = read_together(rows.defer("grounds").order_by("purpose", "given_at", "pk"), services.goals(case))
    return consents, goals


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
    """Events in words: who did them, and the tasks and referrals that they were about. Three statements."""
    users = _users(event.by for event in rows)
    titles, referrals = _titles(case, rows), _referrals(case, rows)
    return [_told(event, users.get(event.by), titles, referrals.get(_referral_of(event))) for event in rows]


def _told(event: Event, user: User | None, titles: Mapping[str, str], referral: Referral | None) -> Told:
    title = f"{referral.number} · {referral.organisation.name}" if referral else titles.get(event.subject_id, "")
    noted = referral is not None and user is not None and user.organisation_id != referral.organisation_id
    return Told(
        what=words.sentence(event, title, noted=noted),
        who=user.display_name if user else words.somebody(event.by),
        at=event.at,
        tone=words.tone(event.verb),
    )


def _users(ids: Iterable[str]) -> dict[str, User]:
    users = User.objects.in_bulk({int(by) for by in ids if by.isascii() and by.isdigit()})
    return {str(pk): user for pk, user in users.items()}


def _titles(case: Case, rows: Sequence[Event]) -> dict[str, str]:
    about = [event.subject_id for event in rows if event.subject_type == Task._meta.label]
    tasks = Task.objects.filter(case=case, pk__in=about).select_related("step") if about else []
    return {str(task.pk): task.title for task in tasks}


def _referral_of(event: Event) -> str:
    """The id of the referral that an event is about: its subject, or the one of a link to it."""
    return event.subject_id if event.subject_type == Referral._meta.label else str(event.details.get("referral", ""))


def _referrals(case: Case, rows: Sequence[Event]) -> dict[str, Referral]:
    about = {pk for event in rows if (pk := _referral_of(event))}
    if not about:
        return {}
    found = Referral.objects.filter(case=case).select_related("organisation").only("number", "organisation__name")
    return {str(referral.pk): referral for referral in found if str(referral.pk) in about}
