"""What was used and what for."""

import logging
import time
from collections import Counter
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils.timezone import localtime

from ..models import DailyUse, Purpose
from ..use_counts import BUFFER, Use

logger = logging.getLogger(__name__)


def count_use(*, kind: str, code: str, detail: str = "", at: datetime) -> None:
    """One more of this today. Written down with others, once a minute: reading waits for nothing."""
    due = BUFFER.add(Use(localtime(at).date(), kind, code[:40], detail[:20]), time.monotonic())
    if due:
        write_down(due)


def write_down(counts: Counter[Use] | None = None) -> int:
    """What was counted goes into the table; without `counts`, all that waits. How many lines that were."""
    waiting = BUFFER.take() if counts is None else counts
    try:
        with transaction.atomic():
            for use, many in sorted(waiting.items()):
                _add(use, many)
    except DatabaseError:
        # Counting must not cost anybody their page.
        logger.warning("what was used could not be counted; trying again later")
        BUFFER.give_back(waiting)
        return 0
    return len(waiting)


def _add(use: Use, many: int) -> None:
    row, made = DailyUse.objects.get_or_create(**use._asdict(), defaults={"many": many})
    if not made:
        DailyUse.objects.filter(pk=row.pk).update(many=F("many") + many)


def tell_purpose(*, kind: str, about: str, text: str, at: datetime) -> Purpose:
    return Purpose.objects.create(told_on=localtime(at).date(), kind=kind, about=about, text=text)
