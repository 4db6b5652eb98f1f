"""Rows of a part of a guide, then and now: which were changed, which came in, which are gone. A row that is only moved
down by a new one before it says what it said."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

Changed = tuple[str, str, str]
"""The number of the row, what it said, what it says."""


def rows_changed(before: Sequence[str], after: Sequence[str]) -> list[Changed]:
    """In the order of what is now. The number is that of the row now; of one that is gone, the one that it had."""
    same = SequenceMatcher(None, before, after, autojunk=False)
    return [
        row
        for kind, *ends in same.get_opcodes()
        if kind != "equal"
        for row in _one_by_one(before, after, *ends)
    ]  # fmt: skip


def _one_by_one(
    before: Sequence[str], after: Sequence[str], i: int, i_end: int, j: int, j_end: int
) -> Iterator[Changed]:
    for was, now in zip_longest(range(i, i_end), range(j, j_end)):
        number = was if now is None else now
        yield str(number + 1), "" if was is None else before[was], "" if now is None else after[now]
