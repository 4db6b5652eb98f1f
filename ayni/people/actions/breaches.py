"""The register of personal-data breaches: noticed, assessed, contained, told, closed."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.lib.ids import public_number
from ayni.lib.written import check_as_seen, mark_of_row
from ayni.notices import actions as notices
from ayni.people.models import Breach
from ayni.people.queries import breaches as queries
from ayni.people.rules import breaches as rules


@transaction.atomic
def record_breach(
    *,
    organisation: Organisation,
    kind: str,
    noticed_at: datetime,
    what: str,
    people: int | None,
    by: User,
    at: datetime,
) -> Breach:
    """Write down a breach. The clock runs from when it was noticed, whenever it is written down."""
    rules.check_noticed(noticed_at=noticed_at, at=at)
    rules.check_words(what)
    breach = Breach.objects.create(
        number=public_number("B"), organisation=organisation, kind=kind, noticed_at=noticed_at, what=what,
        notify_by=noticed_at + rules.NOTIFY_WITHIN, people=people, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    _record("breach.recorded", breach, by=by, at=at)
    _tell(breach, _("Data breach %(number)s was recorded: its clock runs"), at=at, but=by)
    return breach


@transaction.atomic
def assess_breach(
    *, breach: Breach, harm: str, assessment: str, people: int | None, by: User, at: datetime, seen: str = ""
) -> Breach:
    """What it may do to the people concerned, and how many they are. `seen`: the mark of what the page showed, here and
    below."""
    breach = _lock(breach)
    check_as_seen(seen=seen, mark=mark_of_row(breach, rules.ASSESSED))
    rules.check_words(harm, assessment)
    breach.harm, breach.assessment, breach.assessed_at = harm, assessment, at
    breach.people = people if people is not None else breach.people
    breach.save(update_fields=["harm", "assessment", "assessed_at", "people"])
    _record("breach.assessed", breach, by=by, at=at)
    return breach


@transaction.atomic
def contain_breach(*, breach: Breach, containment: str, by: User, at: datetime, seen: str = "") -> Breach:
    breach = _lock(breach)
    check_as_seen(seen=seen, mark=mark_of_row(breach, rules.CONTAINED))
    rules.check_words(containment)
    breach.containment, breach.contained_at = containment, at
    breach.save(update_fields=["containment", "contained_at"])
    _record("breach.contained", breach, by=by, at=at)
    return breach


@transaction.atomic
def tell_authority(*, breach: Breach, reference: str, why_not: str, by: User, at: datetime, seen: str = "") -> Breach:
    """The data protection authority was told, or is not, for a reason."""
    breach = _lock(breach)
    check_as_seen(seen=seen, mark=mark_of_row(breach, rules.ON_AUTHORITY))
    rules.check_authority(reference=reference, why_not=why_not)
    breach.authority_reference, breach.no_notice = reference.strip(), why_not
    breach.authority_told_at = at if reference.strip() else None
    breach.save(update_fields=["authority_reference", "no_notice", "authority_told_at"])
    verb = "breach.authority_told" if reference.strip() else "breach.authority_not_told"
    _record(verb, breach, by=by, at=at)
    return breach


@transaction.atomic
def tell_people(*, breach: Breach, were_told: bool, words: str, by: User, at: datetime, seen: str = "") -> Breach:
    """How the people concerned were told, or why not."""
    breach = _lock(breach)
    check_as_seen(seen=seen, mark=mark_of_row(breach, rules.ON_PEOPLE))
    rules.check_words(words)
    breach.people_told, breach.people_told_at = words, at if were_told else None
    breach.save(update_fields=["people_told", "people_told_at"])
    verb = "breach.people_told" if were_told else "breach.people_not_told"
    _record(verb, breach, by=by, at=at)
    return breach


@transaction.atomic
def close_breach(*, breach: Breach, lessons: str, by: User, at: datetime) -> Breach:
    breach = _lock(breach)
    rules.check_words(lessons)
    rules.check_may_close(
        assessed=breach.assessed_at is not None,
        contained=breach.contained_at is not None,
        decided_on_authority=breach.authority_told_at is not None or bool(breach.no_notice),
        decided_on_people=bool(breach.people_told),
    )
    breach.lessons, breach.closed_at = lessons, at
    breach.save(update_fields=["lessons", "closed_at"])
    _record("breach.closed", breach, by=by, at=at)
    return breach


def remind_of_breaches(*, at: datetime) -> int:
    """A duty of the worker: whoever answers learns once that the authority has to be told within a day. How many."""
    return sum(_remind(pk, at) for pk in queries.running_out(at))


@transaction.atomic
def _remind(pk: UUID, at: datetime) -> bool:
    breach = Breach.objects.select_for_update(of=("self",)).get(pk=pk)
    if breach.reminded_at is not None or breach.no_notice:
        return False
    breach.reminded_at = at
    breach.save(update_fields=["reminded_at"])
    _record("breach.reminded", breach, by=audit.SYSTEM, at=at)
    _tell(breach, _("Data breach %(number)s: the time to tell the authority runs out"), at=at)
    return True


def _lock(breach: Breach) -> Breach:
    # Read again under a lock, so that two colleagues do not write over each other.
    breach = Breach.objects.select_for_update(of=("self",)).get(pk=breach.pk)
    rules.check_is_open(is_open=breach.closed_at is None)
    return breach


def _tell(breach: Breach, subject: str, *, at: datetime, but: User | None = None) -> None:
    url = settings.PUBLIC_URL + reverse("people:breach", args=[breach.pk])
    text = _("Sign in to read it: %(url)s") % {"url": url}
    to = [user.email for user in queries.keepers(breach) if but is None or user.pk != but.pk]
    for address in dict.fromkeys(filter(None, [*to, settings.DATA_OFFICER_EMAIL])):
        notices.queue_email(to=address, subject=subject % {"number": breach.number}, text=text, about=None, at=at)


def _record(verb: str, breach: Breach, *, by: User | str, at: datetime) -> None:
    audit.record(verb, subject=breach, by=by, at=at, thread=breach.pk, kind=breach.kind)
