"""Where a referral stands, in words for whoever sent it. Plain functions over plain values: now is handed in."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.design import words

from .models import Reached, Referral, Result, Status

VERBS: dict[str, str | Promise] = {
    "referral.sent": gettext_lazy("Sent a referral"),
    "referral.sent_again": gettext_lazy("Told the institution of the referral again"),
    "referral.opened": gettext_lazy("Opened a referral"),
    "referral.printed": gettext_lazy("Printed the letter of a referral"),
    "referral.acknowledged": gettext_lazy("The institution received a referral"),
    "referral.accepted": gettext_lazy("The institution accepted a referral"),
    "referral.declined": gettext_lazy("The institution declined a referral"),
    "referral.completed": gettext_lazy("The institution reported the outcome of a referral"),
    "referral.question": gettext_lazy("The institution asked for something"),
    "referral.replied": gettext_lazy("Wrote to the institution"),
    "referral.withdrawn": gettext_lazy("Withdrew a referral"),
    "referral.consent_withdrawn": gettext_lazy("The consent of a referral was withdrawn: its data are hidden"),
    "referral.reminded": gettext_lazy("The institution was reminded of a referral"),
    "referral.escalated": gettext_lazy("A referral was escalated: its time had passed"),
    "link.opened": gettext_lazy("The link of a referral was followed"),
    "link.refused": gettext_lazy("A link that no longer opens was followed"),
    "link.code_sent": gettext_lazy("A code was sent to the focal point"),
    "link.code_wrong": gettext_lazy("A wrong code was typed"),
    "link.code_right": gettext_lazy("The right code was typed"),
}
"""What the trail records about referrals, in words for the timeline of a case."""


def situation(referral: Referral, now: datetime) -> str:
    """enviado, no recibido (venció hace 2 h) · recibido, sin respuesta (vence mañana) · aceptado, falta el resultado"""
    if referral.status == Status.SENT:
        if referral.reached == Reached.NOBODY:
            return _("sent, nobody will receive it: call")
        return _("sent, not received (%(deadline)s)") % {"deadline": words.deadline(referral.acknowledge_by, now)}
    if referral.status == Status.ACKNOWLEDGED:
        return _("received, no answer (%(deadline)s)") % {"deadline": words.deadline(referral.answer_by, now)}
    if referral.status == Status.ACCEPTED:
        return _("accepted, its outcome is missing")
    if referral.status == Status.COMPLETED:
        return _("ended: %(result)s") % {"result": Result(referral.result).label}
    return {Status.DECLINED: _("declined"), Status.WITHDRAWN: _("withdrawn")}[Status(referral.status)]


def to_do(referral: Referral, now: datetime) -> str:
    """The same, for whoever has to answer."""
    if referral.status == Status.SENT:
        return _("confirm that it arrived (%(deadline)s)") % {"deadline": words.deadline(referral.acknowledge_by, now)}
    if referral.status == Status.ACKNOWLEDGED:
        return _("answer (%(deadline)s)") % {"deadline": words.deadline(referral.answer_by, now)}
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
        case Status.SENT | Status.ACKNOWLEDGED:
            return "yellow"
        case Status.ACCEPTED:
            return "teal"
        case Status.COMPLETED if referral.result == Result.SERVED:
            return "green"
    return "grey"
