"""What cases leave elsewhere: evidence of a gap, an old version of a protocol, a late answer, alerts that ended.
Whoever may not open the case must not meet it there."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.timezone import localdate

from ayni.cases import actions as cases
from ayni.cases.models import CaseProtocol, Denial, Need, NeedState, Tracing
from ayni.governance.models import Gap, Protocol
from ayni.referrals.models import Alert, AlertState, Referral, RejectReason
from ayni.referrals.tests.factories import alert_of

from .cast import PROFILE, WISH

if TYPE_CHECKING:
    from .things import Things

TOPICS = {"ordinary": "SHELTER", "protected": "CHILD", "restricted": "TRAFFICKING"}


def leave(things: "Things") -> None:
    rosa, now = things.cast.rosa, timezone.now()
    gap = Gap.objects.get(code=things.norms["gap_code"])
    for kind in PROFILE:
        case = things.files[kind].case
        Denial.objects.filter(case=case).update(gap=gap)
        Need.objects.filter(case=case).update(state=NeedState.NO_SERVICE, gap=gap, changed_at=now)
        text = f"{WISH[kind]} en una nota de campo"
        note = cases.note_from_field(text=text, territory=None, case=case, gap=gap, by=rosa, at=now)
        things.files[kind].ids["note_id"] = note.pk
    Referral.objects.update(escalated_at=now)
    _change_the_protocols(things)
    # Somebody may be the relative whom another case looks for.
    (tracing,) = Tracing.objects.filter(case=things.files["ordinary"].case)
    cases.note_match(tracing=tracing, person=things.files["restricted"].person, by=rosa, at=now)
    # An alert was found to be of somebody whom not everybody who sees it may see.
    Alert.objects.filter(pk=things.alerts["ordinary"].pk).update(person=things.files["restricted"].person)
    things.ended = {kind: _ended(kind, f"{WISH[kind]} en otro aviso", things) for kind in TOPICS}


def _change_the_protocols(things: "Things") -> None:
    """There is a newer version of what the cases are held to."""
    held_to = CaseProtocol.objects.filter(case__in=[file.case for file in things.files.values() if file.case])
    for old in Protocol.objects.filter(pk__in=held_to.values("protocol")).order_by("pk"):
        Protocol.objects.filter(pk=old.pk).update(valid_to=localdate())
        profiles = list(old.profiles.all())
        old.pk, old.version, old.valid_from, old.valid_to = None, old.version + 1, localdate(), None
        old._state.adding = True
        old.save()
        old.profiles.set(profiles)


def _ended(kind: str, text: str, things: "Things") -> Alert:
    """In the queue where the one of this kind waits, closed by nobody in particular."""
    alert, waits = alert_of(TOPICS[kind], text=text), things.alerts[kind]
    Alert.objects.filter(pk=alert.pk).update(
        state=AlertState.REJECTED, reject_reason=RejectReason.DUPLICATE, ended_at=timezone.now(), office=waits.office,
        team=waits.team, sensitivity=waits.sensitivity,
    )  # fmt: skip
    alert.refresh_from_db()
    return alert
