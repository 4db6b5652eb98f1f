"""Where a referral stands, in words for whoever sent it. Plain functions over plain values: now is handed in."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ayni.design import words

from .models import DeclineReason, Reached, Referral, Result, Status


def situation(referral: Referral, now: datetime) -> str:
    """enviada, no recibida (venció hace 2 h) · recibida, sin respuesta (vence mañana) · aceptada, falta el resultado"""
    if referral.status == Status.SENT:
        if referral.reached == Reached.NOBODY:
            return _("sent, nobody will receive it: call")
        return _("sent, not received (%(deadline)s)") % {"deadline": words.deadline(referral.acknowledge_by, now)}
    if referral.status == Status.ACKNOWLEDGED:
        return _("received, no answer (%(deadline)s)") % {"deadline": words.deadline(referral.answer_by, now)}
    if referral.status in {Status.COMPLETED, Status.CLOSED}:
        words_of = _("ended: %(result)s") if referral.status == Status.COMPLETED else _("closed: %(result)s")
        return words_of % {"result": Result(referral.result).label}
    return {
        Status.ASKED: _("the institution asks for something: reply"),
        Status.ACCEPTED: _("accepted, its outcome is missing"),
        Status.DECLINED: _("declined"),
        Status.WITHDRAWN: pgettext("referral", "withdrawn"),
        Status.EXPIRED: _("expired: nobody answered"),
    }[Status(referral.status)]


def to_do(referral: Referral, now: datetime) -> str:
    """The same, for whoever has to answer."""
    if referral.status == Status.SENT:
        return _("confirm that it arrived (%(deadline)s)") % {"deadline": words.deadline(referral.acknowledge_by, now)}
    if referral.status == Status.ACKNOWLEDGED:
        return _("answer (%(deadline)s)") % {"deadline": words.deadline(referral.answer_by, now)}
    if referral.status == Status.ASKED:
        return _("wait for what you asked")
    if referral.status == Status.ACCEPTED:
        return _("report the outcome")
    return situation(referral, now)


def tone(referral: Referral, now: datetime) -> str:
    """The colour of the tag that says so. The words are always there too."""
    match referral.status:
        case Status.SENT if referral.reached == Reached.NOBODY or referral.acknowledge_by < now:
            return "red"
        case Status.ACKNOWLEDGED if referral.answer_by < now:
            return "red"
        case Status.SENT | Status.ACKNOWLEDGED | Status.ASKED:
            return "yellow"
        case Status.ACCEPTED:
            return "teal"
        case Status.COMPLETED | Status.CLOSED if referral.result == Result.SERVED:
            return "green"
    return "grey"


def detail(code: str) -> str:
    """Of a line of the history: the reason of a refusal, or the result, in words."""
    return str((dict(DeclineReason.choices) | dict(Result.choices)).get(code, ""))
