"""Which of two values stands: a later, weaker source never silently overwrites a stronger one."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.lib.errors import RuleBroken
from ayni.people.models.sources import Confidence, Source

STRENGTH: dict[str, int] = {
    Source.ESTIMATED: 1,
    Source.LIST: 2,
    Source.RELATIVE: 3,
    Source.STATED: 4,
    Source.INSTITUTION: 5,
    Source.SEEN: 6,
    Source.REGISTER: 7,
}
"""The order is the unit's own: what was seen or registered weighs more than what was said, and a list least of all
but a guess."""

_SURE = {Confidence.LOW: 0, Confidence.MEDIUM: 1, Confidence.HIGH: 2}


class WeakerSource(RuleBroken):
    """What stands has a stronger source. Whoever still wants to change it says so."""


@dataclass(frozen=True)
class Provenance:
    """Where values come from that are written together."""

    source: str = Source.STATED
    confidence: str = Confidence.HIGH
    reference: str = ""

    @property
    def weight(self) -> tuple[str, str]:
        """(source, confidence), as `check_may_overwrite` compares them."""
        return self.source, self.confidence


@dataclass(frozen=True)
class Noted:
    """Who writes something down, when, and where it comes from."""

    by: User
    at: datetime
    provenance: Provenance = Provenance()

    @property
    def columns(self) -> dict[str, Any]:
        """Those of `Sourced`."""
        return asdict(self.provenance) | {"recorded_by": self.by, "recorded_at": self.at}

    def seen(self) -> "Noted":
        """The same, of what somebody of ours saw with their own eyes: never weaker than it was."""
        seen = replace(self.provenance, source=Source.SEEN, confidence=Confidence.HIGH)
        return self if STRENGTH[self.provenance.source] > STRENGTH[Source.SEEN] else replace(self, provenance=seen)


@dataclass(frozen=True)
class Told:
    """What a form asks beside a value: where it comes from, and whether a weaker one is meant to stand."""

    provenance: Provenance = Provenance()
    confirmed: bool = False

    def check_over(self, source: str, confidence: str) -> None:
        """Raises WeakerSource if what stands, of that source, weighs more and nobody confirmed."""
        check_may_overwrite(new=self.provenance.weight, standing=(source, confidence), confirmed=self.confirmed)


SAID = Told()
"""The person said so."""


def strength(source: str, confidence: str) -> tuple[int, int]:
    """Comparable: the source first, then how sure whoever recorded it was."""
    return STRENGTH[source], _SURE[Confidence(confidence)]


def is_weaker(new: tuple[str, str], standing: tuple[str, str]) -> bool:
    """Whether (source, confidence) of a new value weighs less than that of the value that stands."""
    return strength(*new) < strength(*standing)


def check_may_overwrite(*, new: tuple[str, str], standing: tuple[str, str], confirmed: bool) -> None:
    """Raises WeakerSource with a sentence, unless somebody confirmed that the weaker value is the right one."""
    if is_weaker(new, standing) and not confirmed:
        raise WeakerSource(
            _("What the file says has a stronger source (%(source)s). Confirm that the new value is right, "
              "or keep the old one.") % {"source": Source(standing[0]).label}
        )  # fmt: skip
