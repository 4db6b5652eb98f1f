"""Whether somebody may be hired with a document, and how many foreign workers a company may have. Whole numbers and
`Decimal` only: a share is never rounded before it is compared."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken


class Verdict(StrEnum):
    """From the best to the worst: of two, the later one counts."""

    MAY = "MAY"
    ASK = "ASK"
    NOT = "NOT"


class Said(StrEnum):
    """What whoever employs answers to a question about the document."""

    YES = "si"
    NO = "no"
    UNSURE = "no-se"


ORDER: Final = list(Verdict)
OF_THE_DOCUMENT: Final = {"YES": Verdict.MAY, "CONDITIONAL": Verdict.MAY, "NO": Verdict.NOT}
OF_THE_CONDITION: Final = {Said.YES: Verdict.MAY, Said.UNSURE: Verdict.ASK, Said.NO: Verdict.NOT}
OF_THE_DATE: Final = {
    ("NO", Said.YES): Verdict.MAY, ("NO", Said.UNSURE): Verdict.ASK, ("NO", Said.NO): Verdict.NOT,
    ("ASK", Said.YES): Verdict.MAY, ("ASK", Said.UNSURE): Verdict.ASK, ("ASK", Said.NO): Verdict.ASK,
}  # fmt: skip


def verdict(*, answer: str, when_expired: str, in_force: Said | None, holds: Said | None) -> Verdict:
    """`in_force`, `holds`: None where it is not asked of this document."""
    found = [OF_THE_DOCUMENT[answer]]
    if holds is not None:
        found.append(OF_THE_CONDITION[holds])
    if in_force is not None and when_expired:
        found.append(OF_THE_DATE[when_expired, in_force])
    return max(found, key=ORDER.index)


MOST_WORKERS: Final = 1_000_000
MOST_PAY: Final = Decimal(1_000_000_000)
GROUPS = re.compile(r"\d{1,3}(?:[ .,']\d{3})+")
PAY = re.compile(r"(?P<whole>\d{1,3}(?:(?P<mark>[ .,'])\d{3})(?:(?P=mark)\d{3})*|\d+)(?:[.,](?P<cents>\d{1,2}))?")


def people_of(typed: str) -> int:
    """A number of people as it is typed: digits, with or without marks between thousands. Raises RuleBroken."""
    text = typed.strip()
    if GROUPS.fullmatch(text):
        text = re.sub(r"\D", "", text)
    if not (text.isascii() and text.isdecimal()):
        raise RuleBroken(_("Type whole people in digits, such as 25."))
    if len(text) > 9 or int(text) > MOST_WORKERS:
        raise RuleBroken(_("That is more than this page reckons with: 1 000 000 people at most."))
    return int(text)


def pay_of(typed: str) -> Decimal:
    """An amount of soles as it is typed, with a point or a comma before the cents. Raises RuleBroken."""
    text = re.sub(r"^S/\.?\s*", "", typed.strip(), flags=re.IGNORECASE)
    found = PAY.fullmatch(text) if text.isascii() else None
    if not found or found["mark"] and text.count(found["mark"]) > found["whole"].count(found["mark"]):
        raise RuleBroken(_("Type soles in digits, such as 12500 or 12,500.50."))
    whole = re.sub(r"\D", "", found["whole"])
    if len(whole) > 12 or (amount := Decimal(f"{whole}.{found['cents'] or '0'}")) > MOST_PAY:
        raise RuleBroken(_("That is more than this page reckons with: S/ 1 000 000 000 at most."))
    return amount


@dataclass(frozen=True)
class Share:
    """A part of a whole, held against a limit."""

    part: Decimal
    whole: Decimal
    percent: int

    @property
    def is_within(self) -> bool:
        return self.part * 100 <= self.whole * self.percent

    @property
    def times_hundred(self) -> Decimal:
        return self.part * 100

    @property
    def product(self) -> Decimal:
        return self.whole * self.percent

    @property
    def most(self) -> Decimal:
        """The limit itself, in what is counted."""
        return self.product / 100

    @property
    def said(self) -> Decimal:
        """The share in percent, as it is shown. What is compared is not rounded."""
        return (self.part * 100 / self.whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Places:
    """How a company stands with the limit on people."""

    share: Share
    most_people: int
    """Whole people: what is over does not make one more."""
    more: int
    """So many foreign people can still be hired; each of them makes the company larger, too."""
    missing: int
    """So many Peruvian people, hired beside, would bring it within the limit."""


def places(*, workers: int, foreign: int, percent: int) -> Places:
    """Raises RuleBroken for what is no company. Whoever does not count is left out of `foreign` before."""
    if workers == 0:
        raise RuleBroken(_("With no workers there is nothing to reckon. Type at least 1."))
    if foreign > workers:
        raise RuleBroken(_("There cannot be more foreign people than people in all. Mend one of the two numbers."))
    room = workers * percent - foreign * 100
    return Places(
        share=Share(Decimal(foreign), Decimal(workers), percent),
        most_people=workers * percent // 100,
        more=room // (100 - percent) if room > 0 else 0,
        missing=-(room // percent) if room < 0 else 0,
    )


def pay_share(*, pay: Decimal, foreign_pay: Decimal, percent: int) -> Share:
    if pay == 0:
        raise RuleBroken(_("With no pay there is nothing to reckon. Type what you pay in a month."))
    if foreign_pay > pay:
        raise RuleBroken(_("The pay of the foreign people cannot be more than all the pay. Mend one of the two."))
    return Share(foreign_pay, pay, percent)
