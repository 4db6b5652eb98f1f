"""Answers as a code that somebody keeps on paper: it carries them in itself, nothing of it is on the server.

The alphabet is Crockford's (no I, L, O, U), in groups of four. The last two signs are the rest of what stands before
them, read as a number in base 32, modulo 1021: a prime above 32, so that one wrong sign and two that changed places are
always seen, and of other mistakes all but one in a thousand. Before the answers stands which questions they answer.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.lib.ids import ALPHABET

from .questions import NONE
from .way import UNSAID, Kind, Question, Said

FORMAT = 1
MODULUS = 1021
LONGEST = 120
"""Signs. Whoever answers everything with everything needs fewer."""
_SAID_FOR = str.maketrans({"I": "1", "L": "1", "O": "0"})
_FORMAT_BITS, _EDITION_BITS, _DAY_BITS, _COUNTRY_BITS = 3, 10, 16, 15
_BEFORE_THE_FIRST = date(1899, 12, 31)
_PRECISIONS = (4, 7, 10)
"""How long a day is written of which the year, the month, the day is known."""


class WrongCode(RuleBroken):
    """It was mistyped."""


class OldCode(RuleBroken):
    """It is right, and answers other questions than those of today."""


def edition_of(questions: Sequence[Question]) -> int:
    """Ten bits of the questions and their choices, in their order. Their words do not count."""
    told = ";".join(f"{one.code}:{one.kind}:{one.most}:{'|'.join(one.choices)}" for one in questions)
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:2]) >> 6


def write(questions: Sequence[Question], said: Said) -> str:
    bits = _written(FORMAT, _FORMAT_BITS) + _written(edition_of(questions), _EDITION_BITS)
    for question in questions:
        value = said.get(question.code, "")
        bits += "0" if not value else "10" if value == UNSAID else "11" + WRITE[question.kind](question, value)
    # A one before all of it keeps the zeros that it may begin with; the rest of a sign is filled up.
    bits = "1" + bits + "0" * (-(len(bits) + 1) % 5)
    body = "".join(ALPHABET[int(bits[at : at + 5], 2)] for at in range(0, len(bits), 5))
    whole = body + _check(body)
    return "-".join(whole[at : at + 4] for at in range(0, len(whole), 4))


def read(questions: Sequence[Question], typed: str) -> dict[str, str]:
    """The answers, or a sentence that says what is wrong. `typed` in any case and spacing, or an address that carries
    it behind its #."""
    bare = "".join(sign for sign in typed.rpartition("#")[2].upper().translate(_SAID_FOR) if not sign.isspace())
    bare = bare.replace("-", "")
    is_ours = 5 <= len(bare) <= LONGEST and not set(bare) - set(ALPHABET) and _check(bare[:-2]) == bare[-2:]
    bits = "".join(_written(ALPHABET.index(sign), 5) for sign in bare[:-2]) if is_ours else ""
    if not bits.startswith("1"):
        raise WrongCode(_("A letter or a number of the code is not right, or is missing. Look at it once more."))
    take = _Taker(bits[1:])
    try:
        if take(_FORMAT_BITS) != FORMAT or take(_EDITION_BITS) != edition_of(questions):
            raise OldCode(
                _("This code is right, but it belongs to older questions. They have changed: please answer them again.")
            )
        return dict(_answers(questions, take))
    except (IndexError, OverflowError):
        raise WrongCode(_("This is not a code of these questions. Look at it once more.")) from None


def _answers(questions: Sequence[Question], take: "_Taker") -> Iterator[tuple[str, str]]:
    for question in questions:
        if take(1):
            yield question.code, READ[question.kind](question, take) if take(1) else UNSAID


def _check(body: str) -> str:
    rest = 0
    for sign in body:
        rest = (rest * 32 + ALPHABET.index(sign)) % MODULUS
    return ALPHABET[rest >> 5] + ALPHABET[rest & 31]


def _written(number: int, bits: int) -> str:
    return f"{number:0{bits}b}" if bits else ""


class _Taker:
    """Takes numbers from the front of a row of bits."""

    def __init__(self, bits: str) -> None:
        self.bits, self.at = bits, 0

    def __call__(self, bits: int) -> int:
        if self.at + bits > len(self.bits):
            raise IndexError
        taken = self.bits[self.at : self.at + bits]
        self.at += bits
        return int(taken, 2) if bits else 0


def _width(question: Question) -> int:
    return max(len(question.choices) - 1, question.most).bit_length()


def _write_one(question: Question, value: str) -> str:
    return _written(question.choices.index(value), _width(question))


def _write_many(question: Question, value: str) -> str:
    """How many, each as a one, and which; or a bit for every choice, where that is shorter."""
    chosen = [place for place, code in enumerate(question.choices) if code in value.split("|")]
    listed = "1" * len(chosen) + "0" + "".join(_written(place, _width(question)) for place in chosen)
    marked = "".join("01"[place in chosen] for place in range(len(question.choices)))
    return "0" + listed if len(listed) <= len(marked) else "1" + marked


def _write_number(question: Question, value: str) -> str:
    return _written(int(value), _width(question))


def _write_day(_question: Question, value: str) -> str:
    precision = _PRECISIONS.index(len(value))
    day = date.fromisoformat((value + "-01-01")[:10]) - _BEFORE_THE_FIRST
    return _written(precision, 2) + _written(day.days, _DAY_BITS)


def _write_country(_question: Question, value: str) -> str:
    number = 0
    for letter in value:
        number = number * 26 + ord(letter) - ord("A")
    return _written(number, _COUNTRY_BITS)


def _read_one(question: Question, take: _Taker) -> str:
    return question.choices[take(_width(question))]


def _read_many(question: Question, take: _Taker) -> str:
    if take(1):
        places = [place for place in range(len(question.choices)) if take(1)]
    else:
        count = 0
        while take(1):
            count += 1
        places = [take(_width(question)) for _one in range(count)]
    return "|".join(question.choices[place] for place in places) or NONE


def _read_number(question: Question, take: _Taker) -> str:
    return str(take(_width(question)))


def _read_day(_question: Question, take: _Taker) -> str:
    length = _PRECISIONS[take(2)]
    return (_BEFORE_THE_FIRST + timedelta(days=take(_DAY_BITS))).isoformat()[:length]


def _read_country(_question: Question, take: _Taker) -> str:
    number = take(_COUNTRY_BITS)
    return "".join(chr(ord("A") + number // 26**power % 26) for power in (2, 1, 0))


WRITE: dict[Kind, Callable[[Question, str], str]] = {
    Kind.ONE: _write_one,
    Kind.MANY: _write_many,
    Kind.NUMBER: _write_number,
    Kind.DAY: _write_day,
    Kind.COUNTRY: _write_country,
}
READ: dict[Kind, Callable[[Question, _Taker], str]] = {
    Kind.ONE: _read_one,
    Kind.MANY: _read_many,
    Kind.NUMBER: _read_number,
    Kind.DAY: _read_day,
    Kind.COUNTRY: _read_country,
}
