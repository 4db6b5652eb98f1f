"""The outbox. What is queued is part of the caller's transaction; what leaves, leaves after it committed."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import ngettext

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.lib.keys import keyring

from . import queries, rules
from .gateways import Door, Kannel, NotSent, Smtp
from .models import DigestLine, Habit, Message, Subscription

logger = logging.getLogger(__name__)

DOORS: dict[str, Callable[[], Door]] = {Message.Channel.EMAIL: Smtp, Message.Channel.SMS: Kannel}


def queue_email(
    *, to: str, subject: str, text: str, about: UUID | None, at: datetime, not_before: datetime | None = None
) -> Message:
    """Put an e-mail into the outbox. Neither its subject nor its text may say anything about a person."""
    return Message.objects.create(
        channel=Message.Channel.EMAIL,
        to=to,
        subject=rules.one_line(subject),
        text=text,
        about=about,
        queued_at=at,
        not_before=not_before or at,
    )


def queue_sms(*, to: str, text: str, about: UUID | None, at: datetime, not_before: datetime | None = None) -> Message:
    """Put an SMS into the outbox. Its text may say nothing about a person."""
    return Message.objects.create(
        channel=Message.Channel.SMS, to=to, text=text, about=about, queued_at=at, not_before=not_before or at
    )


@dataclass(frozen=True)
class Notice:
    """What somebody is told: by a number and where to read it, never about a person."""

    subject: str
    text: str
    is_urgent: bool = False
    about: UUID | None = None


def tell(*, user: User, notice: Notice, at: datetime, not_before: datetime | None = None) -> None:
    """By e-mail, at once or in the digest of the day, as the user or their institution wants it. What is urgent is told
    at once."""
    habit = None if notice.is_urgent else queries.habit_of(user)
    if habit is None or not habit.is_daily:
        queue_email(
            to=user.email, subject=notice.subject, text=notice.text, about=notice.about, at=at, not_before=not_before
        )
        return
    due_at = rules.digest_at(localtime(not_before or at), habit.hour)
    subject = rules.one_line(notice.subject)
    DigestLine.objects.create(user=user, subject=subject, text=notice.text, queued_at=at, due_at=due_at)


def send_digests(*, at: datetime, limit: int = 100) -> int:
    """One quiet e-mail a day for each who wants it so. How many went into the outbox."""
    by_user = groupby(queries.due_lines(at, limit), key=lambda line: line.user)
    return sum(_send_digest(user, list(lines), at=at) for user, lines in by_user)


@transaction.atomic
def _send_digest(user: User, lines: list[DigestLine], *, at: datetime) -> bool:
    # Taken by deleting them: of two workers only one finds them there.
    taken, _each = DigestLine.objects.filter(pk__in=[line.pk for line in lines]).delete()
    if taken != len(lines) or not user.email:
        transaction.set_rollback(taken != len(lines))
        return False
    count = ngettext("%(count)s notice", "%(count)s notices", taken) % {"count": taken}
    text = "\n\n".join(f"{line.subject}\n{line.text}" for line in lines)
    queue_email(to=user.email, subject=f"Ayni: {count}", text=text, about=None, at=at)
    return True


@transaction.atomic
def set_habit(
    *, user: User | None, organisation: Organisation | None, is_daily: bool, hour: int, by: User, at: datetime
) -> Habit:
    """How a user, or an institution for whoever says nothing else, wants to be told."""
    habit, _made = Habit.objects.update_or_create(
        user=user, organisation=organisation, defaults={"is_daily": is_daily, "hour": hour}
    )
    audit.record("notices.habit", subject=habit, by=by, at=at, is_daily=is_daily, hour=hour)
    return habit


def deliver_due(*, at: datetime, limit: int = 50) -> int:
    """Send what is due, and say how many went out. Several workers may do so at once: each message is claimed first.

    A door that is shut is not knocked at again in this batch; what it should have taken waits without losing an
    attempt.
    """
    started, sent = time.monotonic(), 0
    doors: dict[str, Door] = {}
    shut: set[str] = set()
    for message in queries.due(at, limit):
        now = at + timedelta(seconds=time.monotonic() - started)
        if message.channel in shut or not _claim(message, at=now):
            continue
        door = doors.setdefault(message.channel, DOORS[message.channel]())
        try:
            door.send(to=message.to, subject=message.subject, text=message.text, ends_at=message.ends_at)
        except NotSent as why:
            _missed(message, why)
            shut |= {message.channel} if why.door_is_shut else set()
        else:
            _went_out(message, at=now)
            sent += 1
    for door in doors.values():
        door.close()
    return sent


def _claim(message: Message, *, at: datetime) -> bool:
    """Take the right to send this: one statement that only one worker can win. If the winner dies before it says how
    it went, the message comes up again after the wait that the claim wrote down."""
    unclaimed = Message.objects.filter(pk=message.pk, state=Message.State.QUEUED, attempts=message.attempts)
    message.attempts += 1
    message.not_before = at + rules.wait_after(message.attempts)
    return unclaimed.update(attempts=message.attempts, not_before=message.not_before) == 1


def _went_out(message: Message, *, at: datetime) -> None:
    # The text may hold a one-time link or a code: it has done its work, so we do not keep it.
    message.state, message.sent_at, message.failure = Message.State.SENT, at, ""
    message.text = message.ends_at = ""
    message.save(update_fields=["state", "sent_at", "failure", "text", "ends_at"])


def _missed(message: Message, why: NotSent) -> None:
    logger.warning("message %s was not sent: %s", message.pk, why.kind)
    message.failure = why.kind[:80]
    if rules.is_given_up(attempts=message.attempts, for_good=why.for_good):
        message.state = Message.State.FAILED
        message.text = message.ends_at = ""
    message.save(update_fields=["failure", "state", "text", "ends_at"])


@dataclass(frozen=True)
class Letter:
    """To somebody who subscribed."""

    subject: str
    text: str
    ends_at: str = ""
    """Where one press ends the subscription, without a page in between. Empty: this letter is none of it."""


Write = Callable[[Subscription], Letter | None]
"""In the language of the subscription, with its token. None: there is nothing to tell this one."""


@transaction.atomic
def subscribe(*, topic: str, email: str, language: str, write: Write, at: datetime) -> None:
    """Ask an address whether it wants this. Whoever confirmed already is asked nothing, and nobody learns that."""
    digest = keyring(settings.AYNI_HOME).digest("links", f"subscription:{rules.same_address(email)}").hex()
    found, _made = Subscription.objects.get_or_create(
        topic=topic, digest=digest, defaults={"email": email.strip(), "language": language, "asked_at": at}
    )
    if found.confirmed_at is None and (letter := write(found)):
        queue_email(to=found.email, subject=letter.subject, text=letter.text, about=None, at=at)


def confirm_subscription(*, subscription: Subscription, told: str, at: datetime) -> None:
    """`told`: the issue that is out already. What comes is the next one. Confirming again changes nothing."""
    unconfirmed = Subscription.objects.filter(pk=subscription.pk, confirmed_at__isnull=True)
    unconfirmed.update(confirmed_at=at, told=told)


def unsubscribe(*, subscription: Subscription) -> None:
    """Nothing stays: neither the address nor that there was one."""
    subscription.delete()


def forget_unconfirmed(*, at: datetime) -> int:
    """Addresses that nobody confirmed: perhaps somebody else typed them."""
    forgotten, _each = Subscription.objects.filter(
        confirmed_at__isnull=True, asked_at__lt=at - rules.UNCONFIRMED
    ).delete()
    return forgotten


def tell_subscribers(*, prefix: str, issue: str, write: Write, at: datetime, limit: int = 100) -> int:
    """Everybody who wants it and was not told of this issue yet, each once, whoever is interrupted where."""
    return sum(_tell_one(one, issue, write, at=at) for one in queries.to_tell(prefix, issue, limit))


@transaction.atomic
def _tell_one(subscription: Subscription, issue: str, write: Write, *, at: datetime) -> bool:
    # One statement that only one worker can win.
    untold = Subscription.objects.filter(pk=subscription.pk, told=subscription.told)
    if untold.update(told=issue) != 1:
        return False
    letter = write(subscription)
    if letter is None:
        return False
    Message.objects.create(
        channel=Message.Channel.EMAIL, to=subscription.email, subject=rules.one_line(letter.subject), text=letter.text,
        ends_at=letter.ends_at, queued_at=at, not_before=at,
    )  # fmt: skip
    return True
