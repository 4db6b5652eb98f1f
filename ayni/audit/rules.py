"""The chain itself: how a line is hashed, how a head is signed, how a broken chain is read.

Plain values in, so that the trail can be verified without the models, the clock or the keyring.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum, auto
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.lib import signing

GENESIS = "0" * 64

_written = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
_quoted = json.encoder.encode_basestring
_CODE = re.compile(r"[^\s\x00]{0,120}")


def line_hash(*, previous: str, seq: int, at: datetime, line: dict[str, Any]) -> str:
    """SHA-256 over the previous hash and every column of the line, in canonical JSON."""
    body = {**line, "seq": seq, "at": at.astimezone(UTC).isoformat(timespec="microseconds"), "previous": previous}
    return sha256(_written(body).encode()).hexdigest()


class Written(NamedTuple):
    """A line whose moment and details are written as the hash reads them: many are hashed without being read again."""

    at: str
    by: str
    verb: str
    subject_type: str
    subject_id: str
    thread: str | None
    purpose: str
    details: str


def written(*, at: datetime, line: Mapping[str, Any]) -> Written:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return Written(moment, **{**line, "details": _written(line["details"])})


@dataclass
class Chain:
    """The end of a chain to which many lines are added. Hashes what `line_hash` does, at a third of its time."""

    seq: int
    hash: str

    def add(self, line: Written) -> tuple[int, str, str]:
        """The place of the line, the hash before it, and its own."""
        previous = self.hash
        self.seq += 1
        self.hash = _hash_of(line, seq=self.seq, previous=previous)
        return self.seq, previous, self.hash


def _hash_of(line: Written, *, seq: int, previous: str) -> str:
    at, by, verb, subject_type, subject_id, thread, purpose, details = line
    body = (
        f'{{"at":"{at}","by":{_quoted(by)},"details":{details},"previous":"{previous}","purpose":{_quoted(purpose)},'
        f'"seq":{seq},"subject_id":{_quoted(subject_id)},"subject_type":{_quoted(subject_type)},'
        f'"thread":{_quoted(thread) if thread else "null"},"verb":{_quoted(verb)}}}'
    )
    return sha256(body.encode()).hexdigest()


def _is_whole(line: Written, seq: int, previous: str, digest: str) -> bool:
    try:
        return _hash_of(line, seq=seq, previous=previous) == digest
    except TypeError:
        return False


@lru_cache(maxsize=4096)
def rewritten(details: str) -> str:
    """The details as the hash reads them, from the JSON that a database keeps; nothing if that is not JSON."""
    try:
        return _written(json.loads(details))
    except ValueError:
        return ""


def plain(value: Any) -> Any:
    """A detail as JSON keeps it: ids, codes, counts and dates. Anything that could be a sentence is refused."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str) and _CODE.fullmatch(value):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        items = [plain(item) for item in value]
        return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    raise TypeError(
        f"The trail holds ids, codes, counts and dates, not a {type(value).__name__} with free text or fractions."
    )


def statement(*, seq: int, digest: str, made_at: datetime) -> bytes:
    """What a checkpoint says and its signature covers."""
    return f"ayni-audit:{seq}:{digest}:{made_at.astimezone(UTC).isoformat(timespec='microseconds')}".encode()


def sign(secret: bytes, said: bytes) -> str:
    return signing.sign(secret, said).hex()


def is_signed(secret: bytes, said: bytes, signature: str) -> bool:
    try:
        return signing.is_signed(signing.public_of(secret), said, bytes.fromhex(signature))
    except ValueError:
        return False


@dataclass(frozen=True)
class Row:
    """A line as it is stored."""

    seq: int
    at: datetime
    line: dict[str, Any]
    previous: str
    hash: str

    def is_whole_at(self, seq: int) -> bool:
        try:
            return line_hash(previous=self.previous, seq=seq, at=self.at, line=self.line) == self.hash
        except TypeError:
            # SQLite keeps bytes where a text should be, if somebody put them there.
            return False


class Stored(NamedTuple):
    """The same for many: as the hash reads it."""

    seq: int
    line: Written
    previous: str
    hash: str


@dataclass(frozen=True)
class Seal:
    """What a checkpoint or an anchor says that it saw: this line had this hash then."""

    seq: int
    hash: str
    made_at: datetime
    signature: str
    where: str


class Fault(StrEnum):
    CHANGED = auto()
    REMOVED = auto()
    INSERTED = auto()
    REORDERED = auto()
    CUT = auto()
    FORGED = auto()
    """A seal that this installation did not sign."""


@dataclass(frozen=True)
class Finding:
    seq: int
    fault: Fault
    text: str

    def __str__(self) -> str:
        return self.text


WORTH_TELLING = 100
_NEAR = 64


@dataclass
class Reading:
    """Reads the chain once, line by line, and remembers nothing but where it stands."""

    seals: list[Seal]
    lines: int = 0
    findings: list[Finding] = field(default_factory=list)
    more: int = 0
    seq: int = 0
    hash: str = GENESIS
    moved: int = 0
    """By how many places the lines now stand later than they were written."""
    _odd: tuple[int, int] | None = None
    """The line before, if it stood elsewhere than its neighbours, and by how many places."""
    _next_seal: int = 0

    def __post_init__(self) -> None:
        self.seals = sorted(self.seals, key=lambda seal: seal.seq)

    def follow(self, rows: Sequence[Stored]) -> int:
        """Read lines for as long as each is whole and follows the one before. How many that were: `read` would find
        nothing in these, and what comes then is for it to judge."""
        if self._odd is not None:
            return 0
        seq, last, moved, done = self.seq, self.hash, self.moved, 0
        for place, line, previous, digest in rows:
            if place != seq + 1 or previous != last or not _is_whole(line, place - moved, previous, digest):
                break
            seq, last, done = place, digest, done + 1
        self.lines, self.seq, self.hash = self.lines + done, seq, last
        while done and self._next_seal < len(self.seals) and self.seals[self._next_seal].seq <= seq:
            row = rows[max(0, self.seals[self._next_seal].seq - rows[0].seq)]
            self._compare_with_seals(row.seq, row.hash)
        return done

    def read(self, row: Row) -> None:
        self.lines += 1
        if row.seq < 1:
            self._find(row.seq, Fault.INSERTED, _("Line %(seq)s stands before the first one.") % {"seq": row.seq})
            return
        if row.seq > self.seq + 1:
            self._missing(self.seq + 1, row.seq - 1)
        written = self._written_as(row)
        if written is None:
            self._find(row.seq, Fault.CHANGED, _("Line %(seq)s was changed.") % {"seq": row.seq})
        else:
            after_one_in_place = self._odd is None and row.seq == self.seq + 1
            in_place = self._settle(row.seq, row.seq - written)
            if in_place and after_one_in_place and row.previous != self.hash:
                text = _("Line %(seq)s does not follow line %(before)s: one of the two was written anew.")
                self._find(row.seq, Fault.CHANGED, text % {"seq": row.seq, "before": row.seq - 1})
        self._compare_with_seals(row.seq, row.hash)
        self.seq, self.hash = row.seq, row.hash

    def end(self, *, head_seq: int, head_hash: str) -> None:
        """All lines are read: does the chain reach as far as the head and every seal say?"""
        if self._odd is not None:
            self._shifted(*self._odd)
        if head_seq < self.seq:
            text = _("Lines %(first)s to %(last)s stand after the end of the chain.")
            self._find(head_seq + 1, Fault.INSERTED, text % {"first": head_seq + 1, "last": self.seq})
        elif head_seq == self.seq and head_hash != self.hash:
            text = _("The end of the chain (line %(seq)s) is not the line that was written there.")
            self._find(self.seq, Fault.CHANGED, text % {"seq": self.seq})
        beyond = [(seal.seq, seal.where) for seal in self.seals if seal.seq > self.seq]
        furthest, witness = max([(head_seq, _("the head of the chain")), *beyond])
        if furthest > self.seq:
            text = _("The tail was cut: lines %(first)s to %(last)s are missing. Witness: %(witness)s.")
            said = text % {"first": self.seq + 1, "last": furthest, "witness": witness}
            self._find(self.seq + 1, Fault.CUT, said)

    def _written_as(self, row: Row) -> int | None:
        """The place for which the line was written: its own, or one nearby if it was moved, or none."""
        for seq in {row.seq - self.moved: None, row.seq: None}:
            if row.is_whole_at(seq):
                return seq
        if self.more:
            return None
        near = (row.seq + sign * step for step in range(1, _NEAR) for sign in (-1, 1))
        return next((seq for seq in near if row.is_whole_at(seq)), None)

    def _settle(self, seq: int, by: int) -> bool:
        """One line that stands elsewhere was moved; two in a row, and something was put in or taken out before them."""
        if self._odd is None:
            self._odd = (seq, by) if by != self.moved else None
            return by == self.moved
        odd, places = self._odd
        self._odd = None
        if by == places:
            self._shifted(odd, places)
            return True
        text = _("Line %(seq)s was written as line %(written)s: lines were reordered.")
        self._find(odd, Fault.REORDERED, text % {"seq": odd, "written": odd - places})
        return self._settle(seq, by)

    def _shifted(self, seq: int, places: int) -> None:
        if places > self.moved:
            text = _("Something was inserted before line %(seq)s, which was written as line %(written)s.")
            self._find(seq - 1, Fault.INSERTED, text % {"seq": seq, "written": seq - places})
        else:
            text = _("Something was removed before line %(seq)s, which was written as line %(written)s.")
            self._find(seq, Fault.REMOVED, text % {"seq": seq, "written": seq - places})
        self.moved = places

    def _missing(self, first: int, last: int) -> None:
        text = ngettext("Line %(first)s was removed.", "Lines %(first)s to %(last)s were removed.", last - first + 1)
        self._find(first, Fault.REMOVED, text % {"first": first, "last": last})

    def _compare_with_seals(self, seq: int, digest: str) -> None:
        while self._next_seal < len(self.seals) and self.seals[self._next_seal].seq <= seq:
            seal = self.seals[self._next_seal]
            self._next_seal += 1
            if seal.seq == seq and seal.hash != digest:
                text = _("Line %(seq)s or one before it was rewritten. Witness: %(witness)s.")
                self._find(seq, Fault.CHANGED, text % {"seq": seq, "witness": seal.where})

    def _find(self, seq: int, fault: Fault, text: str) -> None:
        if len(self.findings) < WORTH_TELLING:
            self.findings.append(Finding(seq, fault, text))
        else:
            self.more += 1


@dataclass(frozen=True)
class Verification:
    """What `ayni audit verify` prints."""

    lines: int
    seals: int
    findings: list[Finding]
    more: int = 0

    @property
    def ok(self) -> bool:
        return not self.findings

    def __str__(self) -> str:
        counted = {"lines": self.lines, "seals": self.seals}
        if self.ok:
            return _("The trail is whole: %(lines)s lines, %(seals)s signed checkpoints and anchors.") % counted
        said = [_("The trail is NOT whole (%(lines)s lines, %(seals)s checkpoints and anchors):") % counted]
        said += [f"  · {finding}" for finding in self.findings]
        if self.more:
            said.append("  · " + _("… and %(more)s more.") % {"more": self.more})
        return "\n".join(said)
