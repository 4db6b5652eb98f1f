"""Matching a list is a verb: that somebody asked who of a list is in the register stands in the trail."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ayni.audit import actions as audit
from ayni.people.models import Person
from ayni.people.queries.lists import Answer, answers
from ayni.people.rules.lists import Asked


def match_list(*, asked: Sequence[Asked], top: int, by: str, at: datetime) -> Iterator[list[Answer]]:
    """The trail says how many were asked for, before the first answer, and no names."""
    audit.record("people.list_matched", subject=Person(pk=None), by=by, at=at, queries=len(asked), top=top)
    return answers(asked, top=top)
