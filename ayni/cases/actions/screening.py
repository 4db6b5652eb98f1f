from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists.models import Profile
from ayni.instruments import actions as instruments
from ayni.instruments import queries as asked
from ayni.instruments.models import Instrument
from ayni.lib.written import check_as_seen
from ayni.people import actions as people
from ayni.people.models import Person

from .. import queries
from ..models import Screening, ScreeningProfile
from ..rules import cases as case_rules
from ..rules import screening as rules
from ..rules import seen as marks


@transaction.atomic
def start_screening(*, person: Person, by: User, at: datetime) -> Screening:
    """Begin a first conversation. One that the same colleague left unfinished with this person goes on instead."""
    people.check_may_keep(person)
    unfinished = Screening.objects.unfinished().filter(person=person, started_by=by).order_by("-started_at").first()
    if unfinished is not None:
        return unfinished
    case_rules.check_has_office(has_office=by.office_id is not None)
    screening = Screening.objects.create(person=person, office_id=by.office_id or 0, started_by=by, started_at=at)
    audit.record("screening.started", subject=screening, by=by, at=at, thread=person.pk)
    return screening


@transaction.atomic
def answer(
    *,
    screening: Screening,
    instrument: Instrument,
    answers: Mapping[str, Any],
    by: User,
    at: datetime,
    seen: str = "",
) -> Screening:
    """Keep the answers to one form of the conversation. Answering it again replaces them, until the decision. `seen`:
    the mark of the answers that the page showed."""
    screening = _lock(screening)
    people.check_may_keep(screening.person)
    rules.check_may_answer(decided=screening.decided_at is not None, ended=queries.has_ended(screening))
    before = asked.answer_sets(screening.pk).get(instrument.code)
    check_as_seen(seen=seen, mark=marks.of_answers(before))
    instruments.keep_answers(instrument=instrument, about=screening.pk, answers=answers, by=by, at=at)
    # Neither the form nor how much was said: which family was talked about is itself a secret of the person.
    audit.record("screening.answered", subject=screening, by=by, at=at)
    return screening


def skip_form(*, screening: Screening, instrument: Instrument, by: User, at: datetime) -> Screening:
    """Leave a whole form out. It says so, and can still be answered until the decision."""
    return answer(screening=screening, instrument=instrument, answers={}, by=by, at=at)


@transaction.atomic
def decide(
    *,
    screening: Screening,
    profiles: Iterable[Profile],
    main: Profile,
    urgency: str,
    reason: str,
    by: User,
    at: datetime,
) -> Screening:
    """The caseworker decides. What was suggested is kept beside it, and why the two differ."""
    screening = _lock(screening)
    rules.check_may_answer(decided=False, ended=queries.has_ended(screening))
    chosen = {profile.code: profile for profile in profiles}
    suggestion = queries.suggestion(screening)
    departure = rules.departs(
        suggested=suggestion.codes, chosen=frozenset(chosen), suggested_urgency=suggestion.urgency, urgency=urgency
    )
    rules.check_decision(chosen=frozenset(chosen), main=main.code, departure=departure, reason=reason)
    screening.suggested_urgency, screening.decided_urgency = suggestion.urgency, urgency
    screening.decided_by, screening.decided_at = by, at
    screening.departure_reason = reason if departure else ""
    screening.save()
    _keep_profiles(screening, suggestion, chosen, main)
    audit.record("screening.decided", subject=screening, by=by, at=at, departs=departure)
    return screening


def _keep_profiles(
    screening: Screening, suggestion: rules.Suggestion, chosen: Mapping[str, Profile], main: Profile
) -> None:
    screening.profiles.all().delete()
    weighed = {w.code: w for w in suggestion.profiles}
    known = {p.code: p for p in Profile.objects.current().filter(code__in=weighed)} | dict(chosen)
    ScreeningProfile.objects.bulk_create(
        ScreeningProfile(
            screening=screening,
            profile=profile,
            suggested=code in suggestion.codes,
            score=weighed[code].score if code in weighed else 0,
            chosen=code in chosen,
            is_main=code == main.code,
        )
        for code, profile in known.items()
    )


@transaction.atomic
def orient(*, screening: Screening, text: str, by: User, at: datetime) -> Screening:
    """End the conversation with an orientation, without a case."""
    screening = _lock(screening)
    rules.check_may_orient(ended=queries.has_ended(screening), text=text)
    screening.orientation, screening.oriented_at = text, at
    screening.save(update_fields=["orientation", "oriented_at"])
    audit.record("screening.oriented", subject=screening, by=by, at=at, thread=screening.person_id)
    return screening


def _lock(screening: Screening) -> Screening:
    # Read again under a lock, so that two pages of the same conversation cannot contradict each other.
    return Screening.objects.select_for_update(of=("self",)).get(pk=screening.pk)
