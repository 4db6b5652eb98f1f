"""What the person needs: stated in their words, and what became of it."""

from datetime import datetime

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists.models import NeedSector
from ayni.lib.written import check_as_seen
from ayni.people import actions as people

from ..models import Case, Need
from ..rules import cases as case_rules
from ..rules import needs as rules
from ..rules import seen as marks
from .locking import lock, lock_row


@transaction.atomic
def state_need(*, case: Case, sector: NeedSector, words: str, urgency: str, by: User, at: datetime) -> Need:
    """Write down what the person says that they need."""
    case = lock(case)
    case_rules.check_is_open(case.status)
    people.check_may_keep(case.person)
    rules.check_words(words)
    need = Need.objects.create(case=case, sector=sector, words=words, urgency=urgency, stated_at=at, stated_by=by)
    audit.record("need.stated", subject=need, by=by, at=at, thread=case.pk, sector=sector.code)
    return need


@transaction.atomic
def change_need(*, need: Need, state: str, by: User, at: datetime, seen: str = "") -> Need:
    """Say what became of a need. `seen`: the mark of what the page showed."""
    need = lock_row(need)
    case_rules.check_is_open(need.case.status)
    check_as_seen(seen=seen, mark=marks.of_what_became(need))
    rules.check_change(need.state, state)
    return _become(need, state, by=by, at=at)


@transaction.atomic
def note_effect_on_need(*, need: Need, effect: str, by: User | str, at: datetime) -> Need:
    """What the outcome of a referral made of a need: `effect` is a `NeedState`.

    Never refuses, so that no answer of an institution is lost: what adds nothing to what is known leaves it as it is,
    also in a case that was closed meanwhile. `by` is a plain id when the answer came through a link.
    """
    need = lock_row(need)
    return _become(need, effect, by=by, at=at) if rules.takes_effect(need.state, effect) else need


def _become(need: Need, state: str, *, by: User | str, at: datetime) -> Need:
    former, need.state, need.changed_at = need.state, state, at
    need.save(update_fields=["state", "changed_at"])
    audit.record("need.changed", subject=need, by=by, at=at, thread=need.case_id, former=former, state=state)
    return need
