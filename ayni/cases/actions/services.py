"""Goals, services that were given, and those that were denied."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.codelists.models import Barrier, LegalNorm, ServiceCategory, Territory
from ayni.governance.models import Gap
from ayni.lib.written import check_as_seen
from ayni.people import actions as people
from ayni.people.models import Birth

from ..models import Case, Denial, DenialOutcome, Goal, Need, NeedState, ServiceGiven
from ..rules import cases as case_rules
from ..rules import needs as need_rules
from ..rules import seen as marks
from ..rules import services as rules
from .locking import lock, lock_row


@dataclass(frozen=True, kw_only=True)
class NewService:
    """What was done for the person. `hours` and `amount` (soles): what was counted of it."""

    category: ServiceCategory
    organisation: Organisation
    given_on: date
    need: Need | None = None
    hours: Decimal | None = None
    amount: Decimal | None = None
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class NewDenial:
    """Who denied what, where, when, why, and what came of it."""

    category: ServiceCategory
    barrier: Barrier
    happened_on: date
    words: str
    organisation: Organisation | None = None
    place: str = ""
    district: Territory | None = None
    norm: LegalNorm | None = None
    need: Need | None = None
    late_only: bool = False
    harm: str = "UNKNOWN"
    consequences: str = ""
    done: str = ""
    complaint: str = "NOT_ASKED"


@transaction.atomic
def state_goal(*, case: Case, words: str, first_step: str, by: User, at: datetime) -> Goal:
    """Write down what the person wants to reach."""
    case = _open(case)
    rules.check_goal(words)
    goal = Goal.objects.create(case=case, words=words, first_step=first_step, stated_at=at, stated_by=by)
    audit.record("goal.stated", subject=goal, by=by, at=at, thread=case.pk)
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, state: str, by: User, at: datetime, seen: str = "") -> Goal:
    """Say what became of a goal. `seen`: the mark of what the page showed, here and below."""
    goal = lock_row(goal)
    _check_goes_on(goal.case)
    check_as_seen(seen=seen, mark=marks.of_what_became(goal))
    rules.check_goal_change(goal.state, state)
    goal.state, goal.changed_at = state, at
    goal.save(update_fields=["state", "changed_at"])
    audit.record("goal.changed", subject=goal, by=by, at=at, thread=goal.case_id, state=state)
    return goal


@transaction.atomic
def record_service(*, case: Case, service: NewService, by: User, at: datetime) -> ServiceGiven:
    """Note what was done for the person."""
    case = _open(case)
    rules.check_day(service.given_on, localdate(at), born=_born(case))
    rules.check_measure(service.hours, service.amount)
    _check_need(service.need, case)
    given = ServiceGiven.objects.create(case=case, recorded_by=by, recorded_at=at, **vars(service))
    audit.record("service.given", subject=given, by=by, at=at, thread=case.pk, category=service.category.code)
    return given


@transaction.atomic
def note_denial(*, case: Case, denial: NewDenial, by: User, at: datetime) -> Denial:
    """Note that the person was denied a service, or got it too late."""
    case = _open(case)
    rules.check_denial(has_organisation=denial.organisation is not None, place=denial.place, words=denial.words)
    rules.check_day(denial.happened_on, localdate(at), born=_born(case))
    _check_need(denial.need, case)
    noted = Denial.objects.create(case=case, recorded_by=by, recorded_at=at, **vars(denial))
    audit.record(
        "denial.noted", subject=noted, by=by, at=at, thread=case.pk, barrier=denial.barrier.code,
        category=denial.category.code,
    )  # fmt: skip
    return noted


@transaction.atomic
def settle_denial(
    *, denial: Denial, outcome: str, done: str, complaint: str, by: User, at: datetime, seen: str = ""
) -> Denial:
    """Say what was done about a denial, whether the person agrees to a complaint, and what came of it. Also when the
    case is closed: an authority answers a complaint months later, and nothing of the case goes on because of it."""
    denial = lock_row(denial)
    check_as_seen(seen=seen, mark=marks.of_denial(denial))
    rules.check_outcome(outcome=outcome, complaint=complaint)
    denial.outcome, denial.done, denial.complaint = outcome, done, complaint
    denial.outcome_at = None if outcome == DenialOutcome.OPEN else at
    denial.save(update_fields=["outcome", "done", "complaint", "outcome_at"])
    audit.record(
        "denial.settled", subject=denial, by=by, at=at, thread=denial.case_id, outcome=outcome, complaint=complaint
    )
    return denial


@transaction.atomic
def show_gap(*, evidence: Denial | Need, gap: Gap | None, by: User, at: datetime, seen: str = "") -> None:
    """Say of which gap a denial, or a need that no service meets, is evidence; None: of none."""
    evidence = lock_row(evidence)
    check_as_seen(seen=seen, mark=marks.of_shown_gap(evidence))
    if isinstance(evidence, Need):
        need_rules.check_shows_gap(is_unmet=evidence.state == NeedState.NO_SERVICE)
    evidence.gap = gap
    evidence.save(update_fields=["gap"])
    audit.record("gap.shown", subject=evidence, by=by, at=at, thread=evidence.case_id, gap=gap.code if gap else "")


def _born(case: Case) -> date | None:
    """The first day on which the person may have lived, if that is known."""
    born = case.person.birth_date
    if born is None or case.person.birth_precision not in {Birth.EXACT, Birth.MONTH, Birth.YEAR}:
        return None
    return born if case.person.birth_precision == Birth.EXACT else date(born.year, 1, 1)


def _check_need(need: Need | None, case: Case) -> None:
    rules.check_of_same_case(same=need is None or need.case_id == case.pk)


def _open(case: Case) -> Case:
    case = lock(case)
    _check_goes_on(case)
    return case


def _check_goes_on(case: Case) -> None:
    case_rules.check_is_open(case.status)
    people.check_may_keep(case.person)
