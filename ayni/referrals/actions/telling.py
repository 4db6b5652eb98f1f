"""Who is told of what, in which words. A notice says a number and where to read more: never who, what or why."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.access import covering
from ayni.access import queries as access
from ayni.access.models import User
from ayni.codelists import queries as codelists
from ayni.directory import queries as directory
from ayni.directory.models import FocalPoint
from ayni.directory.rules import next_open
from ayni.governance.models import Urgency
from ayni.notices import actions as notices
from ayni.people.models import Sensitivity

from .. import queries, rules
from ..models import AccessLink, Reached, Referral
from .links import make_link

BY_SMS_TOO = frozenset({Urgency.IMMEDIATE, Urgency.WITHIN_24H})
"""How soon help must begin for a telephone to ring as well."""


def tell_institution(referral: Referral, subject: str, *, at: datetime, with_link: bool = True) -> Reached:
    """Tell whoever answers for the institution: its users here, or its focal point by a link of their own."""
    if users := queries.answerers(referral):
        for user in users:
            _tell_user(user, referral, subject, at=at)
        return Reached.USERS
    focal_point = next(
        (rung.focal_point for rung in queries.chain_of(referral, at) if can_use_link(rung.focal_point)), None
    )
    if focal_point is None:
        return Reached.NOBODY
    if with_link:
        _tell_focal_point(focal_point, referral, subject, at=at)
    else:
        text = _("You do not need to do anything for this referral any more. Its link no longer opens.")
        notices.queue_email(to=focal_point.email, subject=subject, text=text, about=referral.pk, at=at)
    return Reached.FOCAL_POINT


def send_another_link(link: AccessLink, *, at: datetime) -> None:
    """To where the one went that ran out; nobody else is told."""
    subject = _("Referral %(number)s: a new link") % {"number": link.referral.number}
    _tell_focal_point(link.focal_point, link.referral, subject, at=at)


def tell_senders(referral: Referral, subject: str, *, at: datetime, by: User | None = None) -> None:
    """Tell whoever sent it and whoever has the case now; not the one who did it."""
    people = {user.pk: user for user in (referral.sent_by, referral.case.caseworker) if user.email}
    for user in people.values():
        if by is None or user.pk != by.pk:
            _tell_of(user, referral, subject, at=at)


def tell_of_escalation(referral: Referral, subject: str, *, at: datetime) -> None:
    """Nobody answered in time: the supervisors of the office and the sender learn it."""
    for supervisor in access.supervisors_of(referral.case.office):
        if supervisor.email and Referral.objects.visible_to(supervisor).filter(pk=referral.pk).exists():
            _tell_of(supervisor, referral, subject, at=at)
        elif supervisor.email:
            text = _("Its case is restricted to its team. Talk to whoever sent it: %(email)s")
            text %= {"email": referral.sent_by.email}
            notices.queue_email(to=supervisor.email, subject=subject, text=text, about=None, at=at)
    tell_senders(referral, subject, at=at)


def tell_up_the_chain(referral: Referral, subject: str, *, step: int, at: datetime) -> str:
    """Ask the next who answers for the institution: its focal point, the regional, the national. Returns their rank. By
    a link where they could answer; they are told of a number, and of nobody."""
    chain = queries.chain_of(referral, at)
    has_users = referral.reached == Reached.USERS
    # Where users were told first, nobody of the chain has been asked yet.
    place = rules.rung_to_ask(len(chain) + has_users, step)
    if place is None:
        return ""
    rung = chain[place - has_users]
    if has_users and rung.focal_point.email:
        text = _("Your institution has a referral past its time. Its users can open it here: %(url)s")
        text %= {"url": url("referrals:referral", referral.pk)}
        notices.queue_email(to=rung.focal_point.email, subject=subject, text=text, about=referral.pk, at=at)
    elif can_use_link(rung.focal_point):
        _tell_focal_point(rung.focal_point, referral, subject, at=at)
    return rung.rank.value


def can_use_link(focal_point: FocalPoint) -> bool:
    """The link goes by e-mail and its code by SMS: one without the other opens nothing."""
    return bool(focal_point.email and focal_point.phone)


def _tell_user(user: User, referral: Referral, subject: str, *, at: datetime) -> None:
    text = _("Sign in to read and answer it: %(url)s") % {"url": url("referrals:referral", referral.pk)}
    notice = notices.Notice(subject, text, is_urgent=referral.urgency in BY_SMS_TOO, about=referral.pk)
    notices.tell(user=user, notice=notice, at=at, not_before=when_open(referral, at))
    if user.phone and referral.urgency in BY_SMS_TOO:
        notices.queue_sms(to=user.phone, text=_by_sms(subject), about=referral.pk, at=at)


def _tell_focal_point(focal_point: FocalPoint, referral: Referral, subject: str, *, at: datetime) -> None:
    token = make_link(referral, focal_point, at=at)
    text = _(
        "Read and answer it here: %(url)s\n\n"
        "The page asks for a code, which it sends by SMS to the telephone of the focal point. The link is for you "
        "alone and lasts 72 hours. If it does not open, ask whoever sent the referral for another one."
    ) % {"url": url("referrals:link", token)}
    notices.queue_email(
        to=focal_point.email, subject=subject, text=text, about=referral.pk, at=at, not_before=when_open(referral, at)
    )
    if referral.urgency in BY_SMS_TOO:
        notices.queue_sms(to=focal_point.phone, text=_by_sms(subject), about=referral.pk, at=at)


def _tell_of(user: User, referral: Referral, subject: str, *, at: datetime) -> None:
    # Not `about` the referral: the page of a referral says whether the institution was reached, not its own staff.
    text = _("Read it here: %(url)s") % {"url": url("referrals:sent", referral.pk)}
    notice = notices.Notice(subject, text, is_urgent=referral.urgency in BY_SMS_TOO)
    team = referral.case.team if referral.case.sensitivity == Sensitivity.RESTRICTED else None
    for reader in covering.in_place_of(user, at, team=team):
        notices.tell(user=reader, notice=notice, at=at)


def when_open(referral: Referral, at: datetime) -> datetime:
    """When the institution reads it: at once if it is urgent, else not before it opens."""
    if referral.urgency in BY_SMS_TOO:
        return at
    return next_open(at, directory.hours_of(referral.organisation), codelists.holidays())


def _by_sms(subject: str) -> str:
    return _("%(subject)s. Look at your e-mail.") % {"subject": subject}


def url(name: str, *args: object) -> str:
    return settings.PUBLIC_URL + reverse(name, args=args)
