"""What a copy of one's own data calls the tables of referrals, and what of them it does not hand over."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ayni.people.hooks import OwnData
from ayni.referrals.models import Referral

LINKS = _("It says how an institution was let in, and nothing about you: that it was asked stands under the referrals.")

DRAFTS = _("It was not sent, and goes away within a month. Nobody but whoever began it can read it.")


def _shared(referral: Any) -> list[tuple[str, str]]:
    kept: Referral = referral
    return [(label, value) for _field, label, value in kept.shared]


TABLES = (
    OwnData(
        "referrals.Referral",
        _("Referrals of the person"),
        labels={
            "number": _("Number"),
            "organisation": _("Institution"),
            "sent_at": _("When"),
            "reason": _("What was asked"),
            "shared": _("Data that were shared"),
            "basis": _("What it rests on"),
            "grounds": _("Why the law allows it"),
            "status": _("State"),
            "result": _("Result"),
            "decline_reason": _("Reason"),
            "appointment_at": _("Appointment"),
        },
        told={"shared": _shared, "service": lambda row: [(row.service.code, row.service.name)]},
        withheld={"proof": _("Whoever has the letter has its code.")},
    ),
    OwnData(
        "referrals.Message",
        _("Messages about referrals"),
        labels={"kind": _("What"), "text": _("Text"), "written_at": _("When")},
        withheld={"signature": _("It is the name of somebody of the institution.")},
    ),
    OwnData("referrals.ClockEvent", _("Reminders of referrals"), labels={"kind": _("What"), "at": _("When")}),
    OwnData(
        "referrals.Change",
        _("History of referrals"),
        labels={"status": _("State"), "side": _("Who"), "at": _("When")},
        withheld={"detail": _("It stands in the referral itself.")},
    ),
    OwnData(
        "referrals.Alert",
        _("Alerts about the person"),
        labels={"number": _("Number"), "received_at": _("When"), "text": _("What was told"), "state": _("State")},
        withheld=dict.fromkeys(
            ("sender_name", "sender_contact", "who", "safety", "question", "reply", "note", "topic"),
            _("It could tell who told the unit, and put them in danger."),
        ),
    ),
    OwnData("referrals.Draft", _("Referrals that were begun"), withheld={"*": DRAFTS}),
    OwnData(
        "referrals.Feedback",
        _("What you said of how you were attended"),
        labels={
            "attended": _("Were you attended?"),
            "treated_well": _("Were they treated well?"),
            "text": _("Text"),
            "at": _("When"),
        },
    ),
    OwnData("referrals.FeedbackLink", _("Questions sent to your telephone"), withheld={"*": LINKS}),
    OwnData("referrals.AccessLink", _("Links for institutions"), withheld={"*": LINKS}),
    OwnData("referrals.LinkOpening", _("Openings of links"), withheld={"*": LINKS}),
    OwnData(
        "notices.Message",
        _("Notices to staff and institutions"),
        withheld={"*": _("They go to staff and institutions, and say a number and nothing about you.")},
    ),
)
