"""Who is told of what, in words that tell nothing: a number, and where to read more."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from ayni.access.models import User
from ayni.lib.tongues import asked_as, in_spanish
from ayni.notices import actions as notices
from ayni.notices.actions import Notice

from .. import queries
from ..models import Report, Route, Way


def url(name: str, *args: object) -> str:
    return settings.PUBLIC_URL + reverse(name, args=args)


def tell_of_report(report: Report, *, at: datetime) -> None:
    """Those of named people at once; those of another office in the manner of each; what lies on the board of the
    office is found there."""
    if report.route != Route.OFFICE:
        with in_spanish():
            subject = _("Report %(number)s waits for you") % {"number": report.number}
            tell_users(report, queries.who_sees_to(report), subject, at=at)


def tell_users(report: Report, users: Iterable[User], subject: str, *, at: datetime) -> int:
    text = _("Read it here: %(url)s") % {"url": url("feedback:report", report.pk)}
    # No `about`: the outbox must not say of which report somebody was told.
    notice = Notice(subject=subject, text=text, is_urgent=report.route == Route.NAMED)
    told = [user for user in users if user.email]
    for user in told:
        notices.tell(user=user, notice=notice, at=at)
    return len(told)


def tell_whoever_told(report: Report, *, at: datetime) -> int:
    """That there is news, to those who said how, in the language in which it was told: neither what about nor from
    which office."""
    with override(report.language):
        text = _("Hello. There is news for you. Look with your number and your code: %(url)s")
        text %= {"url": url("feedback:follow") + asked_as(report.language)}
        subject = _("There is news for you")
    receipts = [one for one in report.receipts.all() if one.contact]
    for one in receipts:
        if one.way == Way.SMS:
            notices.queue_sms(to=one.contact, text=text, about=None, at=at)
        else:
            notices.queue_email(to=one.contact, subject=subject, text=text, about=None, at=at)
    return len(receipts)
