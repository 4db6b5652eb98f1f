"""A case from its opening to its end."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import Team, User
from ayni.audit import actions as audit
from ayni.codelists.models import Profile
from ayni.governance import queries as governance
from ayni.lib.ids import unused_number
from ayni.lib.written import check_as_seen
from ayni.people import actions as people
from ayni.people.models import Person, Sensitivity
from ayni.people.rules.erasing import check_not_erased

from .. import hooks, queries
from ..models import Asking, Case, CaseProfile, CaseProtocol, Note, Screening, Status
from ..queries import following
from ..rules import cases as rules
from ..rules import closing
from ..rules import seen as marks
from .approvals import use
from .laying import lay_out
from .locking import lock, place_compartment
from .rhythm import drop_follow_up, follow_again
from .telling import caseworker_of, tell


@transaction.atomic
def open_case(
    *,
    person: Person,
    screening: Screening | None,
    profiles: Iterable[Profile],
    main: Profile,
    urgency: str,
    stage: str,
    wishes: str,
    team: Team | None,
    by: User,
    at: datetime,
    caseworker: User | None = None,
    area: str = "",
) -> Case:
    """Open a case, hold it to the protocols in force today, and lay out their steps as tasks. `caseworker`: who
    accompanies, where it is not whoever opens it, as in a list that comes in; `area`: city or countryside."""
    caseworker = caseworker or by
    people.check_may_keep(person)
    chosen = {main.pk: main} | {profile.pk: profile for profile in profiles}
    protocols = governance.protocols_for(chosen.values(), on=localdate(at))
    rules.check_may_open(screening_used=_is_used(screening), protocols=len(protocols))
    sensitivity = rules.sensitivity_of(profile.sensitivity for profile in chosen.values())
    case = Case(
        number=_new_number(), person=person, screening=screening, office_id=_office(caseworker),
        caseworker=caseworker, urgency=urgency, sensitivity=sensitivity, team=team, stage=stage, area=area,
        wishes=wishes, opened_at=at, opened_by=by,
    )  # fmt: skip
    _check_team(case)
    case.save(force_insert=True)
    CaseProfile.objects.bulk_create(CaseProfile(case=case, profile=p, is_main=p.pk == main.pk) for p in chosen.values())
    CaseProtocol.objects.bulk_create(CaseProtocol(case=case, protocol=protocol) for protocol in protocols)
    tasks = lay_out(case, protocols, at=at)
    place_compartment(case, by=by, at=at)
    audit.record(
        "case.started", subject=case, by=by, at=at, thread=case.pk, urgency=urgency, sensitivity=sensitivity,
        profiles=sorted(p.code for p in chosen.values()), protocols=[f"{p.code}.v{p.version}" for p in protocols],
        tasks=tasks,
    )  # fmt: skip
    return case


def _is_used(screening: Screening | None) -> bool:
    if screening is None:
        return False
    # Under a lock, so that one conversation cannot end in two cases.
    return queries.has_ended(Screening.objects.select_for_update(of=("self",)).get(pk=screening.pk))


def _office(user: User) -> int:
    rules.check_has_office(has_office=user.office_id is not None)
    return user.office_id or 0


def _check_team(case: Case) -> None:
    rules.check_team(
        sensitivity=case.sensitivity,
        has_team=case.team is not None,
        same_office=case.team is not None and case.team.office_id == case.office_id,
    )


def _new_number() -> str:
    return unused_number("C", lambda number: Case.objects.filter(number=number).exists())


@transaction.atomic
def close(*, case: Case, outcome: str, note: str, by: User, at: datetime) -> Case:
    """End a case in which nothing is waiting any more."""
    case = lock(case)
    rules.check_may_close(
        status=case.status,
        waiting_tasks=case.tasks.waiting().count(),
        blockers=[blocker.text for blocker in hooks.blockers(case)],
    )
    closing.check_criteria(outcome=outcome, facts=following.closing_facts(case, at))
    use(case, Asking.CLOSURE, {"outcome": outcome, "note": note})
    case.status, case.outcome, case.closing_note = Status.CLOSED, outcome, note
    case.closed_at, case.closed_by = at, by
    case.save(update_fields=["status", "outcome", "closing_note", "closed_at", "closed_by"])
    drop_follow_up(case, at=at)
    audit.record("case.closed", subject=case, by=by, at=at, thread=case.pk, outcome=outcome)
    return case


@transaction.atomic
def reopen(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """Open a closed case again. What was written at its closing, and why it goes on, stay among its notes."""
    case = lock(case)
    rules.check_may_reopen(status=case.status, reason=reason)
    check_not_erased(erased=case.person.erased_at is not None)
    if case.closing_note and case.closed_by is not None and case.closed_at is not None:
        Note.objects.create(case=case, text=case.closing_note, written_by=case.closed_by, written_at=case.closed_at)
    Note.objects.create(case=case, text=reason, written_by=by, written_at=at)
    former = case.outcome
    case.status, case.outcome, case.closing_note, case.closed_at, case.closed_by = Status.OPEN, "", "", None, None
    case.save(update_fields=["status", "outcome", "closing_note", "closed_at", "closed_by"])
    follow_again(case, at=at)
    audit.record("case.reopened", subject=case, by=by, at=at, thread=case.pk, former_outcome=former)
    return case


@transaction.atomic
def reassign(
    *, case: Case, caseworker: User, team: Team | None, by: User, at: datetime, note: str = "", seen: str = ""
) -> Case:
    """Hand a case to a colleague or a team of the same office. Who may see it changes at once. `note`: what whoever
    takes it over has to know; it stays among the notes of the case. `seen`: the mark of who had it on the page."""
    case = lock(case)
    check_as_seen(seen=seen, mark=marks.of_keeper(case))
    former = (case.caseworker_id, case.team_id)
    rules.check_is_open(case.status)
    rules.check_may_reassign(
        same_office=caseworker.office_id == case.office_id,
        may_work=queries.may_work_on_cases(caseworker),
        changes=former != (caseworker.pk, team.pk if team else None),
    )
    case.caseworker, case.team = caseworker, team
    _check_team(case)
    case.save(update_fields=["caseworker", "team"])
    case.tasks.waiting().filter(assignee=former[0]).update(assignee=caseworker)
    if note.strip():
        people.check_may_keep(case.person)
        Note.objects.create(case=case, text=note, written_by=by, written_at=at)
    place_compartment(case, by=by, at=at)
    audit.record(
        "case.reassigned", subject=case, by=by, at=at, thread=case.pk, former=former[0], caseworker=caseworker.pk,
        former_team=former[1], team=case.team_id,
    )  # fmt: skip
    if former[0] != caseworker.pk:
        subject = _("Case %(number)s is yours now") % {"number": case.number}
        tell(caseworker_of(case, at), subject, "desk:case", case.pk, at=at, but=by)
    return case


@transaction.atomic
def hand_over(*, cases: Sequence[Case], to: User, note: str, by: User, at: datetime) -> int:
    """Several cases of somebody who leaves go to one colleague, each with its team and the same note. All or none."""
    rules.check_hand_over(count=len(cases), note=note)
    # In one order, so that two who hand over at once do not wait for each other.
    for case in sorted(cases, key=lambda one: one.pk):
        if case.sensitivity == Sensitivity.RESTRICTED:
            rules.check_is_in_team(is_in_team=case.team_id in to.team_ids, number=case.number)
        reassign(case=case, caseworker=to, team=case.team, note=note, by=by, at=at)
    return len(cases)
