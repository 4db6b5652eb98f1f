"""What may be counted of notices: how many went out, by which way. Neither to whom, nor about what."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ayni.facts.periods import hours_between, month_of
from ayni.facts.registry import Column, FactTable, Kind, of_choices, register

from .models import Message


def _messages(at: datetime) -> Iterable[QuerySet[Any]]:
    return [Message.objects.filter(queued_at__lte=at).order_by("pk")]


register(
    FactTable(
        name="notices",
        about="One row per e-mail or SMS that was to go out. No office and no row id: it says nothing of anybody.",
        model="notices.Message",
        rows=_messages,
        columns=(
            Column(
                "channel", Kind.CODE, ("channel",), "By which way.", of_choices("notice_channel", Message.Channel)
            ),
            Column("state", Kind.CODE, ("state",), "What became of it.", of_choices("notice_state", Message.State)),
            Column("attempts", Kind.COUNT, ("attempts",), "How often it was tried."),
            Column(
                "hours_to_send", Kind.HOURS, ("queued_at", "sent_at"), "Hours until it went out.",
                derive=hours_between,
            ),
            Column("month", Kind.MONTH, ("queued_at",), "Month in which it was written.", derive=month_of),
        ),
    )
)  # fmt: skip
