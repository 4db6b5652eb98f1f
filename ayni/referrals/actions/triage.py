"""Seeing to what came in: take, ask back, match, open a screening, send on, close."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access.models import Office, Organisation, User
from ayni.audit import actions as audit
from ayni.cases import actions as cases
from ayni.cases.models import Screening
from ayni.notices import actions as notices
from ayni.people.models import Person, Sensitivity

from .. import queries, rules
from ..models import Alert, AlertState, RejectReason
from .alerts import lock_alert, tell_of_alert
from .telling import url

UNMATCHED_LASTS = timedelta(days=365)
REJECTED_LASTS = timedelta(days=90)
EMPTY = dict.fromkeys(queries.SECRETS, "")


@transaction.atomic
def take_alert(*, alert: Alert, by: User, at: datetime) -> Alert:
    """From now on it is this colleague's to see to. What somebody had who is away, or whom this one supervises, is
    taken over as it stands: its time and what was asked stay."""
    alert = lock_alert(alert)
    former = alert.taken_by
    rules.check_may_take(is_held=former is not None, may_take_over=queries.may_take_over(alert, by, at))
    if former is None:
        _become(alert, AlertState.TAKEN)
    alert.taken_by, alert.taken_at = by, alert.taken_at or at
    alert.save(update_fields=["state", "taken_by", "taken_at"])
    audit.record("alert.taken", subject=alert, by=by, at=at, former=former.pk if former else None)
    if former is not None and former.email:
        subject = _("Alert %(number)s: a colleague has taken it over") % {"number": alert.number}
        text = _("You do not need to see to it any more.")
        notices.queue_email(to=former.email, subject=subject, text=text, about=None, at=at)
    return alert


@transaction.atomic
def give_back_alert(*, alert: Alert, by: User, at: datetime) -> Alert:
    """Whoever took it cannot see to it: it is in the queue again, with the time it had, and whoever answers for it is
    told."""
    alert = _mine(alert, by)
    rules.check_nothing_is_asked(alert.state)
    _become(alert, AlertState.NEW)
    alert.taken_by, alert.taken_at = None, None
    alert.save(update_fields=["state", "taken_by", "taken_at"])
    audit.record("alert.given_back", subject=alert, by=by, at=at)
    tell_of_alert(alert, _("Alert %(number)s is in the queue again"), at=at)
    return alert


@transaction.atomic
def ask_back(*, alert: Alert, text: str, by: User, at: datetime) -> Alert:
    """Ask whoever sent it. With an account they answer here; others are asked to call, by words that tell nothing."""
    alert = _mine(alert, by)
    rules.check_words(text)
    _become(alert, AlertState.ASKED)
    alert.question = text
    alert.save(update_fields=["state", "question"])
    audit.record("alert.asked", subject=alert, by=by, at=at)
    subject = _("Alert %(number)s: more is asked of you") % {"number": alert.number}
    if alert.sender is not None and alert.sender.email:
        words = _("Sign in to read and answer it: %(url)s") % {"url": url("referrals:my-alert", alert.pk)}
        notices.queue_email(to=alert.sender.email, subject=subject, text=words, about=None, at=at)
    elif "@" in alert.sender_contact:
        words = _("Write to %(email)s about the code of your receipt. Do not write names in an e-mail.")
        to = alert.sender_contact.strip()
        notices.queue_email(to=to, subject=subject, text=words % {"email": by.email}, about=None, at=at)
    return alert


@transaction.atomic
def match_alert(*, alert: Alert, person: Person, by: User, at: datetime) -> Alert:
    """It is about this person, whose file was found or opened."""
    alert = _mine(alert, by)
    rules.check_alert_change(alert.state, AlertState.ATTENDED)
    alert.person = person
    alert.save(update_fields=["person"])
    audit.record("alert.matched", subject=alert, by=by, at=at, thread=person.pk)
    return alert


@transaction.atomic
def screen_alert(*, alert: Alert, by: User, at: datetime) -> Screening:
    """Begin the conversation with the person: with it the alert is seen to."""
    alert = _mine(alert, by)
    rules.check_has_person(has_person=alert.person is not None)
    assert alert.person is not None  # noqa: S101 - the rule above
    screening = cases.start_screening(person=alert.person, by=by, at=at)
    _become(alert, AlertState.ATTENDED)
    alert.screening, alert.ended_at = screening, at
    alert.save(update_fields=["state", "screening", "ended_at"])
    audit.record("alert.attended", subject=alert, by=by, at=at, thread=alert.person_id)
    return screening


@transaction.atomic
def send_alert_on(*, alert: Alert, office: Office, by: User, at: datetime) -> Alert:
    """Another office of ours sees to it: into its queue, with the time it had."""
    alert = _mine(alert, by)
    _become(alert, AlertState.NEW)
    alert.office, alert.taken_by, alert.taken_at = office, None, None
    if alert.sensitivity == Sensitivity.RESTRICTED:
        alert.team = queries.team_for(office) or alert.team
    alert.save(update_fields=["state", "office", "taken_by", "taken_at", "team"])
    audit.record("alert.sent_on", subject=alert, by=by, at=at, office=office.code)
    tell_of_alert(alert, _("Alert %(number)s was sent on to your office"), at=at)
    return alert


@transaction.atomic
def orient_alert(*, alert: Alert, organisation: Organisation, text: str, by: User, at: datetime) -> Alert:
    """It concerns another institution, and whoever sent it was told which. No data of anybody leave by this."""
    alert = _mine(alert, by)
    _become(alert, AlertState.ORIENTED)
    alert.oriented_to, alert.note, alert.ended_at = organisation, text, at
    alert.save(update_fields=["state", "oriented_to", "note", "ended_at"])
    audit.record("alert.oriented", subject=alert, by=by, at=at, organisation=organisation.code)
    return alert


@transaction.atomic
def reject_alert(*, alert: Alert, reason: str, text: str, by: User, at: datetime) -> Alert:
    """There is nothing to see to, for a reason."""
    alert = lock_alert(alert)
    rules.check_rejection(reason, note=text)
    _become(alert, AlertState.REJECTED)
    alert.reject_reason, alert.note, alert.ended_at = RejectReason(reason), text, at
    alert.taken_by = alert.taken_by or by
    alert.save(update_fields=["state", "reject_reason", "note", "ended_at", "taken_by"])
    audit.record("alert.rejected", subject=alert, by=by, at=at, reason=reason)
    return alert


def forget_alerts(*, at: datetime) -> int:
    """Of what ended long ago and belongs to nobody's file, only that it came stays."""
    ended = Alert.objects.filter(person__isnull=True, forgotten_at__isnull=True)
    rejected = ended.filter(state=AlertState.REJECTED, ended_at__lt=at - REJECTED_LASTS)
    others = ended.filter(ended_at__lt=at - UNMATCHED_LASTS)
    return sum(rows.update(**EMPTY, submission=None, forgotten_at=at) for rows in (rejected, others))


def _mine(alert: Alert, by: User) -> Alert:
    alert = lock_alert(alert)
    rules.check_is_mine(is_mine=alert.taken_by_id == by.pk)
    return alert


def _become(alert: Alert, state: AlertState) -> None:
    rules.check_alert_change(alert.state, state)
    alert.state = state
