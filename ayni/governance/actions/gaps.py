"""A gap, from being opened to being closed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.audit import actions as audit
from ayni.lib import written

from .. import queries
from ..models import Gap, GapState
from ..rules import gaps as rules


def next_code(model: type[models.Model], year: int, write: Callable[[int, int], str]) -> str:
    """The next of that year. Two colleagues at once: the second waits for the first; on SQLite the transaction itself
    waits."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {model._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    last = model._default_manager.filter(code__startswith=write(year, 0)[:-4]).order_by("code").last()
    return write(year, int(last.code[-4:]) if last else 0)  # type: ignore[attr-defined]


@transaction.atomic
def open_gap(*, fields: rules.GapFields, by: User, at: datetime) -> Gap:
    """Whoever opens it sees to it, until somebody else does."""
    code = next_code(Gap, localdate(at).year, rules.gap_code)
    said = {name: getattr(fields, name) for name in fields.__dataclass_fields__}
    gap = Gap.objects.create(code=code, owner=by, opened_by=by, opened_at=at, **said)
    _record("gap.opened", gap, by=by, at=at, kind=gap.kind)
    return gap


def _lock(gap: Gap) -> Gap:
    return Gap.objects.select_for_update(of=("self",)).get(pk=gap.pk)


@transaction.atomic
def describe_gap(*, gap: Gap, fields: rules.GapFields, by: User, at: datetime, seen: str = "") -> Gap:
    """`seen`: the mark of what the page showed."""
    gap = _lock(gap)
    rules.check_is_open(is_open=gap.is_open)
    written.check_as_seen(seen=seen, mark=written.mark_of_row(gap, fields.__dataclass_fields__))
    changed = [name for name in fields.__dataclass_fields__ if getattr(gap, name) != getattr(fields, name)]
    for name in changed:
        setattr(gap, name, getattr(fields, name))
    if changed:
        gap.save(update_fields=changed)
        _record("gap.described", gap, by=by, at=at, columns=sorted(changed))
    return gap


@transaction.atomic
def hand_over_gap(*, gap: Gap, owner: User, by: User, at: datetime, seen: str = "") -> Gap:
    """Somebody else sees to it from now on. `seen`: the mark of who did, on the page."""
    gap = _lock(gap)
    rules.check_is_open(is_open=gap.is_open)
    written.check_as_seen(seen=seen, mark=written.mark_of_row(gap, ("owner",)))
    rules.check_owner(may_work=owner.is_active and owner.suspended_at is None and owner.may(Permission.GAP_WORK))
    former, gap.owner = gap.owner_id, owner
    gap.save(update_fields=["owner"])
    _record("gap.handed_over", gap, by=by, at=at, former=former, owner=owner.pk)
    return gap


@transaction.atomic
def carry_on_gap(*, gap: Gap, state: str, by: User, at: datetime) -> Gap:
    """To study, to a proposal, or back."""
    gap = _lock(gap)
    rules.check_is_open(is_open=gap.is_open and state != GapState.CLOSED)
    rules.check_gap_change(gap.state, state)
    former, gap.state = gap.state, state
    gap.save(update_fields=["state"])
    _record("gap.carried_on", gap, by=by, at=at, former=former, state=state)
    return gap


@transaction.atomic
def close_gap(*, gap: Gap, closing: str, note: str, same_as: Gap | None, by: User, at: datetime) -> Gap:
    gap = _lock(gap)
    rules.check_gap_change(gap.state, GapState.CLOSED)
    rules.check_closing(
        closing,
        note=note,
        has_norm=queries.is_mended_by_a_norm(gap),
        has_version=queries.is_mended_by_a_version(gap),
        same_as=same_as is not None and same_as.pk != gap.pk,
    )
    gap.state, gap.closing, gap.closing_note, gap.same_as = GapState.CLOSED, closing, note, same_as
    gap.closed_by, gap.closed_at = by, at
    gap.save(update_fields=["state", "closing", "closing_note", "same_as", "closed_by", "closed_at"])
    _record("gap.closed", gap, by=by, at=at, closing=closing)
    return gap


@transaction.atomic
def reopen_gap(*, gap: Gap, by: User, at: datetime) -> Gap:
    """It was not mended after all."""
    gap = _lock(gap)
    rules.check_gap_change(gap.state, GapState.OPEN)
    gap.state, gap.closing, gap.same_as, gap.closed_by, gap.closed_at = GapState.OPEN, "", None, None, None
    gap.save(update_fields=["state", "closing", "same_as", "closed_by", "closed_at"])
    _record("gap.reopened", gap, by=by, at=at)
    return gap


def _record(verb: str, gap: Gap, *, by: User, at: datetime, **details: Any) -> None:
    audit.record(verb, subject=gap, by=by, at=at, code=gap.code, **details)
