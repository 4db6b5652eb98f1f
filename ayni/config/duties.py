"""What the worker does again and again. An app's action plugs in here by one line."""

from datetime import datetime, timedelta

from django.conf import settings

from ayni.access import actions as access
from ayni.audit import actions as audit
from ayni.audit import queries as trail
from ayni.config.worker_loop import Duty
from ayni.directory import actions as directory
from ayni.facts import actions as facts
from ayni.files import actions as files
from ayni.notices import actions as notices
from ayni.people import actions as people
from ayni.people.actions import imports as lists
from ayni.referrals import actions as referrals


def sign_head(at: datetime) -> None:
    if trail.checkpoint_due(at):
        audit.sign_head(at=at)


def clear_sessions(at: datetime) -> None:
    access.forget_sessions(at=at)
    access.forget_submissions(at=at)


DUTIES: tuple[Duty, ...] = (
    Duty("outbox", timedelta(seconds=2), lambda at: notices.deliver_due(at=at)),
    Duty("clock of referrals", timedelta(minutes=1), lambda at: referrals.strike_clock(at=at)),
    # Signed a little after it is due: the rule of a day is the audit's own.
    Duty("audit checkpoint", timedelta(minutes=10), sign_head),
    Duty("facts", timedelta(days=1), lambda at: facts.build(home=settings.AYNI_HOME, at=at)),
    Duty("retention", timedelta(days=1), lambda at: people.run_retention(at=at)),
    Duty("possible duplicates", timedelta(days=1), lambda at: people.find_duplicates(at=at)),
    Duty("files nobody refers to", timedelta(days=1), lambda at: files.sweep(at=at)),
    Duty("lists that come in", timedelta(seconds=1), lambda at: lists.work_on_lists(at=at)),
    Duty("institutions to be asked", timedelta(days=1), lambda at: directory.ask_institutions(at=at)),
    Duty("ended sessions", timedelta(days=1), clear_sessions),
)
