"""A one-time code is given and tried. Called by the verbs, inside their transaction and under their lock."""

from datetime import datetime

from django.utils.crypto import constant_time_compare

from ..models.codes import OneTimeCode
from ..queries.codes import code_digest
from ..rules import codes as rules


def give_code(row: OneTimeCode, *, at: datetime) -> str:
    """A new code for this row, which is not saved here. It is told once: only its digest is kept."""
    code = rules.new_code()
    row.code, row.ends_at = code_digest(row, code), at + rules.LASTS
    return code


def give_none(row: OneTimeCode, *, at: datetime) -> None:
    """To whoever tries codes, such a row is like any other."""
    row.code, row.ends_at = rules.no_code(), at + rules.LASTS


def is_over(row: OneTimeCode, *, at: datetime) -> bool:
    return rules.is_over(ends_at=row.ends_at, tries=row.tries, at=at)


def fits(row: OneTimeCode, code: str) -> bool:
    """Whether it is the code. One that is not counts as a try."""
    if constant_time_compare(row.code, code_digest(row, code)):
        return True
    row.tries += 1
    row.save(update_fields=["tries"])
    return False
