"""What comes in: received, acknowledged, answered by whoever sent it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access import covering
from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.codelists import queries as codelists
from ayni.codelists.models import Territory
from ayni.governance.models import Urgency
from ayni.governance.rules import due_at
from ayni.lib.ids import unused_number
from ayni.lib.tongues import in_spanish
from ayni.notices import actions as notices
from ayni.people.models import Sensitivity

from .. import queries, rules
from ..models import Alert, AlertLink, AlertState, Channel, SenderKind
from .telling import url


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody tells us."""

    topic: str
    danger_now: bool
    text: str
    who: str = ""
    safety: str = ""
    department: Territory | None = None
    sender_name: str = ""
    sender_contact: str = ""


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who tells it, and by which way it reached us."""

    channel: str
    kind: str
    organisation: Organisation | None = None
    user: User | None = None


@transaction.atomic
def receive_alert(*, told: Told, sender: Sender, submission: UUID | None, at: datetime) -> Alert:
    """Keep what came in, in the queue of whom it concerns. The same form sent twice is one alert."""
    known = Alert.objects.filter(submission=submission).first() if submission else None
    if known is not None:
        return known
    rules.check_alert(text=told.text, topic=told.topic)
    office = queries.office_for(told.department)
    if office is None:
        raise rules.CannotAlert(_("Nobody can receive this here at the moment. Call the nearest office."))
    team = (
        queries.team_for(office) if rules.sensitivity_of(told.topic, has_team=True) == Sensitivity.RESTRICTED else None
    )
    urgency = rules.urgency_of(told.topic, danger_now=told.danger_now)
    amount, unit = queries.clock_for(urgency).acknowledge
    alert = Alert.objects.create(
        number=_new_number(), submission=submission, channel=sender.channel, topic=told.topic, urgency=urgency,
        sensitivity=rules.sensitivity_of(told.topic, has_team=team is not None), office=office, team=team,
        department=told.department, sender_kind=sender.kind, sender_organisation=sender.organisation,
        sender=sender.user, sender_name=told.sender_name, sender_contact=told.sender_contact, who=told.who,
        text=told.text, safety=told.safety, received_at=at,
        triage_by=due_at(start=at, amount=amount, unit=unit, holidays=codelists.holidays()),
    )  # fmt: skip
    audit.record(
        "alert.received", subject=alert, by=sender.user or audit.SYSTEM, at=at, channel=alert.channel,
        sender=alert.sender_kind, urgency=urgency,
    )  # fmt: skip
    if urgency == Urgency.IMMEDIATE:
        _call_for_help(alert, at=at)
    return alert


def _call_for_help(alert: Alert, *, at: datetime) -> None:
    with in_spanish():
        tell_of_alert(alert, _("Alert %(number)s came in: help begins now"), at=at)


def _new_number() -> str:
    return unused_number("A", lambda number: Alert.objects.filter(number=number).exists())


def tell_of_alert(alert: Alert, subject: str, *, at: datetime) -> None:
    """A number and where to read it: never who or what."""
    text = _("Read it here: %(url)s") % {"url": url("referrals:alert", alert.pk)}
    for user in queries.told_of(alert, at):
        notices.queue_email(to=user.email, subject=subject % {"number": alert.number}, text=text, about=None, at=at)


@transaction.atomic
def reply_to_alert(*, alert: Alert, text: str, by: User, at: datetime) -> Alert:
    """Whoever sent it answers what was asked back."""
    alert = lock_alert(alert)
    rules.check_words(text)
    rules.check_is_asked(alert.state)
    alert.reply, alert.state = text, AlertState.TAKEN
    alert.save(update_fields=["reply", "state"])
    audit.record("alert.replied", subject=alert, by=by, at=at)
    if alert.taken_by is not None:
        subject = _("Alert %(number)s: there is a reply") % {"number": alert.number}
        text = _("Read it here: %(url)s") % {"url": url("referrals:alert", alert.pk)}
        for user in covering.in_place_of(alert.taken_by, at, team=alert.team):
            notices.queue_email(to=user.email, subject=subject, text=text, about=None, at=at)
    return alert


def lock_alert(alert: Alert) -> Alert:
    """As it is now, held until the verb ends."""
    rows = Alert.objects.select_related("office", "team", "taken_by", "person", "sender")
    return rows.select_for_update(of=("self",)).get(pk=alert.pk)


@transaction.atomic
def make_alert_link(*, organisation: Organisation, email: str, by: User, at: datetime) -> AlertLink:
    """Let an institution without users tell us of somebody, once, within a week."""
    token = secrets.token_urlsafe(24)
    link = AlertLink.objects.create(
        organisation=organisation, token_hash=queries.token_hash("alert", token), made_by=by, made_at=at,
        expires_at=at + rules.ALERT_LINK_LASTS,
    )  # fmt: skip
    text = _("Tell the unit of a person who needs it by this page: %(url)s\n\nIt opens for one alert, within a week.")
    notices.queue_email(
        to=email, subject=_("A page to send an alert"), text=text % {"url": url("referrals:alert-by-link", token)},
        about=None, at=at,
    )  # fmt: skip
    audit.record("alert.link_made", subject=link, by=by, at=at, organisation=organisation.code)
    return link


@transaction.atomic
def receive_by_link(*, link: AlertLink, told: Told, submission: UUID | None, at: datetime) -> Alert:
    """The one alert that a link lets through."""
    link = AlertLink.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=link.pk)
    known = Alert.objects.filter(submission=submission).first() if submission else None
    if known is not None:
        return known
    if not link.is_open(at):
        raise rules.CannotAlert(_("This page was used already, or is too old. Ask whoever sent it for another one."))
    kind = rules.KIND_OF.get(link.organisation.kind, SenderKind.OTHER)
    sender = Sender(channel=Channel.LINK, kind=kind, organisation=link.organisation)
    alert = receive_alert(told=told, sender=sender, submission=submission, at=at)
    link.used_at = at
    link.save(update_fields=["used_at"])
    return alert


def strike_alerts(*, at: datetime, limit: int = 100) -> int:
    """Tell of what nobody took in time, once. How many."""
    late: Iterable[UUID] = Alert.objects.filter(
        state=AlertState.NEW, triage_by__lte=at, escalated_at__isnull=True
    ).order_by("triage_by", "id").values_list("pk", flat=True)[:limit]  # fmt: skip
    return sum(_strike_alert(pk, at=at) for pk in list(late))


@transaction.atomic
def _strike_alert(pk: UUID, *, at: datetime) -> bool:
    alert = lock_alert(Alert(pk=pk))
    if alert.state != AlertState.NEW or alert.escalated_at is not None:
        return False
    alert.escalated_at = at
    alert.save(update_fields=["escalated_at"])
    audit.record("alert.escalated", subject=alert, by=audit.SYSTEM, at=at)
    tell_of_alert(alert, _("Alert %(number)s: nobody has taken it in time"), at=at)
    return True
