"""What came in, for whoever sees to it and for whoever sent it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from ayni.access import covering
from ayni.access import queries as access
from ayni.access.models import Office, Reach, Team, User
from ayni.access.permissions import Permission, Role
from ayni.codelists.models import Territory
from ayni.lib.ids import is_uuid, read_number

from ..models import Alert, AlertLink, Channel
from .links import token_hash

SECRETS = ("sender_name", "sender_contact", "who", "text", "safety", "question", "reply", "note")
QUEUE_ORDER = ("triage_by", "id")


@dataclass(frozen=True)
class AlertFilters:
    """What narrows the queue of alerts. Empty: everything."""

    topic: str = ""
    urgency: str = ""
    sender_kind: str = ""
    channel: str = ""

    def of(self, rows: QuerySet[Alert]) -> QuerySet[Alert]:
        return rows.filter(**{name: value for name, value in asdict(self).items() if value})


def queue(user: User) -> QuerySet[Alert]:
    """What waits to be seen to, by its clock."""
    rows = Alert.objects.visible_to(user).waiting().select_related("office", "taken_by", "sender_organisation")
    return rows.defer(*SECRETS).order_by(*QUEUE_ORDER)


def ended_alerts(user: User) -> QuerySet[Alert]:
    rows = Alert.objects.visible_to(user).filter(ended_at__isnull=False)
    rows = rows.select_related("office", "taken_by", "sender_organisation").defer(*SECRETS)
    return rows.order_by("-received_at", "-id")


def alert_of_form(submission: str) -> Alert | None:
    """What came through a link by this very form, whose id only the browser knows in which it was open."""
    if not is_uuid(submission):
        return None
    return Alert.objects.filter(submission=UUID(submission), channel=Channel.LINK).first()


def whole_alert(rows: QuerySet[Alert]) -> QuerySet[Alert]:
    return rows.select_related(
        "office__department", "team", "department", "sender_organisation", "sender", "taken_by", "person", "screening",
        "oriented_to",
    )  # fmt: skip


def alerts_of(user: User) -> QuerySet[Alert]:
    """What the user sent or wrote down, the newest first: the state of each."""
    return Alert.objects.sent_by(user).defer(*SECRETS).order_by("-received_at", "-id")


def state_of(receipt: str) -> Alert | None:
    """By the code of a receipt: its state is all that may be told."""
    number = read_number("A", receipt)
    return Alert.objects.only("state").filter(number=number).first() if number else None


def office_for(department: Territory | None) -> Office | None:
    """Who sees to what comes in from a department: an office of ours there that has a supervisor, else that of a
    supervisor whose role reaches the country."""
    rows = Office.objects.filter(organisation__in=access.own_institution()).order_by("pk")
    if department is not None:
        for office in rows.filter(department=department).exclude(is_open=False):
            if access.supervisors_of(office):
                return office
    national = access.with_reach(Role.SUPERVISOR, Reach.NATIONAL)
    return national or next((office for office in rows.exclude(is_open=False) if access.supervisors_of(office)), None)


def team_for(office: Office) -> Team | None:
    """Who guards restricted matters: the team of the office that has somebody in it, else any of ours that has."""
    own = access.teams_with_somebody().filter(office__organisation__in=access.own_institution())
    rows = list(own.order_by("pk"))
    return next((team for team in rows if team.office_id == office.pk), rows[0] if rows else None)


def told_of(alert: Alert, at: datetime) -> list[User]:
    """Whoever is told that it came or that it is late: the team of what is restricted, else the supervisors; and of
    who is away, whoever stands in."""
    if alert.team is not None:
        wanted = [user for user in access.members_of(alert.team) if user.may(Permission.TRIAGE_WORK)]
    else:
        wanted = access.supervisors_of(alert.office)
    return [user for user in covering.reached(wanted, at, team=alert.team) if user.email]


def may_take_over(alert: Alert, user: User, at: datetime) -> bool:
    """Whether somebody has it for whom this user, who sees it, need not wait: they are away or work here no more, or
    this user answers for the queue."""
    holder = alert.taken_by
    if holder is None or holder.pk == user.pk or not alert.is_waiting:
        return False
    if not holder.is_active or not holder.may(Permission.TRIAGE_WORK) or covering.is_away(holder, at):
        return True
    led = {m.team_id if alert.team_id else m.office_id for m in user.active_memberships if m.role == Role.SUPERVISOR}
    return (alert.team_id or alert.office_id) in led


def alert_link(token: str, at: datetime) -> AlertLink | None:
    digest = token_hash("alert", token)
    link = AlertLink.objects.select_related("organisation").filter(token_hash=digest).first()
    if link is None or not constant_time_compare(link.token_hash, digest):
        return None
    return link if link.is_open(at) else None


def offices_to_send_on(alert: Alert) -> QuerySet[Office]:
    """The other offices of ours where somebody would see it."""
    supervised = access.offices_with(Role.SUPERVISOR)
    rows = supervised.filter(organisation__in=access.own_institution()).exclude(pk=alert.office_id)
    return rows.order_by("name", "pk")
