"""What the worker does again and again. An app's action plugs in here by one line."""

from datetime import datetime, timedelta

from django.core.management import call_command

from ayni.config.worker_loop import Duty
from ayni.notices import actions as notices


def clear_sessions(at: datetime) -> None:
    call_command("clearsessions")


DUTIES: tuple[Duty, ...] = (
    Duty("outbox", timedelta(seconds=2), lambda at: notices.deliver_due(at=at)),
    Duty("ended sessions", timedelta(days=1), clear_sessions),
)
