"""Who attends where, pauses, letters, screens."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.lib.written import check_as_seen

from .. import queries, rules
from ..models import Attendance, Kind, Procedure, Screen, Series, TicketState, Window
from .queue_calls import end
from .queue_steps import at_window, attends, lock_day, write


@transaction.atomic
def sit_down(*, window: Window, by: User, at: datetime) -> Attendance:
    """From now on this colleague attends at the window. Whoever sat there before has left it; what they had called goes
    on here."""
    lock_day(window.office_id, at)
    rules.queue.check_window(is_open=window.is_open, is_here=True)
    mine = Attendance.objects.filter(user=by).exclude(window=window).select_related("window").first()
    if mine is not None:
        rules.queue.check_is_free(is_free=at_window(mine.window) is None)
        mine.delete()
    if (there := Attendance.objects.filter(window=window, user=by).first()) is not None:
        return there
    seat = {"user": by, "since": at, "paused_at": None}
    attendance, _new = Attendance.objects.update_or_create(window=window, defaults=seat)
    audit.record("window.attended", subject=window, by=by, at=at)
    return attendance


@transaction.atomic
def stand_up(*, window: Window, by: User, at: datetime) -> None:
    """Nobody attends there any more. Who was being attended has ended; who was only called must be seen to first."""
    day = lock_day(window.office_id, at)
    attends(window, by)
    if (held := at_window(window)) is not None:
        rules.queue.check_is_free(is_free=held.state == TicketState.SERVING)
        end(held, day, by=by, at=at)
    Attendance.objects.filter(window=window).delete()
    audit.record("window.left", subject=window, by=by, at=at)


@transaction.atomic
def pause(*, window: Window, by: User, at: datetime) -> Attendance:
    """Nobody is called there for a while. Whoever is being attended stays."""
    day = lock_day(window.office_id, at)
    attendance = attends(window, by)
    if attendance.paused_at is None:
        attendance.paused_at = at
        attendance.save(update_fields=["paused_at"])
        write(day, Kind.PAUSED, ticket=None, window=window, by=by, at=at)
    return attendance


@transaction.atomic
def resume(*, window: Window, by: User, at: datetime) -> Attendance:
    day = lock_day(window.office_id, at)
    attendance = attends(window, by)
    if attendance.paused_at is not None:
        attendance.paused_at = None
        attendance.save(update_fields=["paused_at"])
        write(day, Kind.RESUMED, ticket=None, window=window, by=by, at=at)
    return attendance


@transaction.atomic
def set_series(
    *, office: Office, letter: str, name: str, procedures: Iterable[Procedure], by: User, at: datetime,
    seen: str = "",
) -> Series:  # fmt: skip
    """What a letter means in this office from now on. Tickets that were given keep theirs. `seen`: the mark of the
    letters that the page showed."""
    rules.queue.check_letter(letter)
    # One of an office at a time: else two colleagues would give one letter two meanings.
    Office.objects.select_for_update(of=("self",)).get(pk=office.pk)
    check_as_seen(seen=seen, mark=queries.marks.of_letters(queries.queue.letters(office)))
    said = {"name": name, "is_open": True}
    series, _new = Series.objects.update_or_create(office=office, letter=letter, defaults=said)
    series.procedures.set(procedures)
    audit.record("queue.letter_set", subject=series, by=by, at=at, letter=letter)
    return series


@transaction.atomic
def retire_series(*, series: Series, by: User, at: datetime) -> Series:
    """Nobody is given this letter any more. Who has a ticket of it is called as before."""
    series = Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    if series.is_open:
        series.is_open = False
        series.save(update_fields=["is_open"])
        audit.record("queue.letter_retired", subject=series, by=by, at=at, letter=series.letter)
    return series


@transaction.atomic
def add_screen(*, office: Office, kind: str, name: str, by: User, at: datetime) -> Screen:
    """A new address for a screen or a kiosk."""
    screen = Screen.objects.create(office=office, kind=kind, name=name, made_by=by, made_at=at)
    audit.record("screen.added", subject=screen, by=by, at=at, kind=kind)
    return screen


@transaction.atomic
def end_screen(*, screen: Screen, by: User, at: datetime) -> Screen:
    """Its address opens nothing any more."""
    screen = Screen.objects.select_for_update(of=("self",)).get(pk=screen.pk)
    if screen.ended_at is None:
        screen.ended_at = at
        screen.save(update_fields=["ended_at"])
        audit.record("screen.ended", subject=screen, by=by, at=at)
    return screen
