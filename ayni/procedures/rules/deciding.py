"""Who may decide, within what time a decision is appealed, how resolutions are numbered and sealed."""

import json
from collections.abc import Collection, Mapping, Set
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from ayni.lib import signing
from ayni.lib.names import on_paper
from ayni.lib.periods import add_working_days

from ..models import AppealKind, Outcome, State
from .applications import CannotChange

FILE_WITHIN = 15
"""Working days from the day on which the person was told (TUO of Ley 27444, art. 218)."""
DECIDE_WITHIN: dict[str, int] = {AppealKind.RECONSIDERATION: 15, AppealKind.APPEAL: 30}
"""Working days (the same article, as Ley 31603 changed it)."""
SEAL = b"%ayni-seal "
"""Begins the last line of a sealed PDF, after its end: readers of PDF pass over it."""


class CannotDecide(CannotChange):
    pass


class CannotAppeal(CannotChange):
    pass


def check_second_person(*, by: int, took_part: Collection[int | None]) -> None:
    if by in took_part:
        raise CannotDecide(_("You evaluated this application, or put it together. Somebody else has to decide."))


def check_grounds(grounds: str) -> None:
    if not on_paper(grounds):
        raise CannotDecide(_("Write the grounds: the person has a right to know why."))


def check_may_approve(rejected: int) -> None:
    if rejected:
        raise CannotDecide(_("A mandatory requirement was rejected. Send it back to the evaluator, or reject it."))


def is_appealable(state: str, *, was_submitted: bool) -> bool:
    """A rejection, or that what was submitted was declared abandoned (TUO of Ley 27444, art. 202)."""
    return state == State.REJECTED or (state == State.ABANDONED and was_submitted)


def check_may_appeal(*, is_appealable: bool, told_on: date | None, today: date, holidays: Set[date]) -> None:
    if not is_appealable:
        raise CannotAppeal(_("Only a rejection, or that something was declared abandoned, is appealed."))
    if told_on is not None and today > appeal_until(told_on, holidays):
        raise CannotAppeal(
            _("The time to appeal is over: it was %(days)s working days. The person may apply again.")
            % {"days": FILE_WITHIN}
        )


def check_way_is_open(decided: Collection[str]) -> None:
    """`decided`: the kinds of appeal on which a decision was made."""
    if AppealKind.APPEAL in decided:
        raise CannotAppeal(
            _("The appeal to the superior was decided, and that ends the way before the administration. Only a judge "
              "can look at it now; or the person applies again.")
        )  # fmt: skip


def appeal_until(told_on: date, holidays: Set[date]) -> date:
    return add_working_days(told_on, FILE_WITHIN, holidays)


def appeal_due(kind: str, filed_on: date, holidays: Set[date]) -> date:
    return add_working_days(filed_on, DECIDE_WITHIN[kind], holidays)


def check_took_no_part(*, by: int, took_part: Collection[int | None]) -> None:
    if by in took_part:
        raise CannotDecide(
            _("You took part in this application before. Somebody who did not has to decide the appeal.")
        )


def check_not_annulled(*, is_annulled: bool) -> None:
    if is_annulled:
        raise CannotDecide(_("This resolution was annulled already."))


def valid_until(start: date, days: int | None) -> date | None:
    """The last day of what was granted; none where the procedure does not say."""
    return None if days is None else start + timedelta(days=days)


def resolution_number(sequence: int, year: int, office: str) -> str:
    return f"{sequence:06d}-{year}-{office}"


def canonical(said: Mapping[str, Any]) -> bytes:
    """What is signed: the same words give the same bytes."""
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest_of(said: Mapping[str, Any]) -> str:
    return sha256(canonical(said)).hexdigest()


def public_key(seed: bytes) -> str:
    return signing.public_of(seed).hex()


def sign(seed: bytes, said: bytes) -> str:
    return signing.sign(seed, said).hex()


def is_signed(key: str, said: bytes, signature: str) -> bool:
    try:
        return signing.is_signed(bytes.fromhex(key), said, bytes.fromhex(signature))
    except ValueError:
        return False


def resolution_statement(digest: str) -> bytes:
    return f"ayni-resolution:{digest}".encode()


def paper_statement(digest: str, paper: str) -> bytes:
    """That this file is a print of that resolution."""
    return f"ayni-resolution-paper:{digest}:{paper}".encode()


def sealed_pdf(pdf: bytes, *, digest: str, signature: str, seed: bytes) -> bytes:
    """The PDF with a last line that says which resolution it is and proves every byte before it."""
    pdf = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    paper = sign(seed, paper_statement(digest, sha256(pdf).hexdigest()))
    return pdf + SEAL + canonical({"digest": digest, "signature": signature, "paper": paper}) + b"\n"


def read_seal(content: bytes, *, key: str) -> str | None:
    """The digest of the resolution that this file is an unchanged print of; none if it is not, or not of this key."""
    at = content.rfind(SEAL)
    if at < 0:
        return None
    try:
        seal = json.loads(content[at + len(SEAL) :])
        digest, signature, paper = str(seal["digest"]), str(seal["signature"]), str(seal["paper"])
    except (ValueError, KeyError, TypeError):
        return None
    # The line is exactly as we write it: nothing may hide behind it.
    if content[at:] != SEAL + canonical({"digest": digest, "signature": signature, "paper": paper}) + b"\n":
        return None
    said = paper_statement(digest, sha256(content[:at]).hexdigest())
    is_ours = is_signed(key, resolution_statement(digest), signature) and is_signed(key, said, paper)
    return digest if is_ours else None


OUTCOME_OF_APPEAL = {True: Outcome.APPEAL_ALLOWED, False: Outcome.APPEAL_DISMISSED}
