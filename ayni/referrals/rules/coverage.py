"""What lets data leave: somebody's consent, a norm, an agreement. Which of them is there, and which is missing."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from ayni.design import words
from ayni.directory.models import AgreementState
from ayni.people.models import Basis

from .states import CONSENTS, CannotRefer

BEYOND_AGREEMENTS = frozenset({Basis.VITAL_INTEREST, Basis.LEGAL_DUTY})
"""Danger to life and what a norm obliges to: no agreement takes these back, and none is needed."""


@dataclass(frozen=True)
class Agreed:
    """The agreement that this referral would fall under, as it stands today."""

    code: str
    state: AgreementState
    sections: frozenset[str] = field(default_factory=frozenset)
    ended_on: date | None = None

    @property
    def is_in_force(self) -> bool:
        return self.state == AgreementState.IN_FORCE

    @property
    def is_over(self) -> bool:
        return self.state in {AgreementState.EXPIRED, AgreementState.ENDED}


def check_covered(*, basis: str, has_consent: bool, has_norm: bool, agreed: Agreed | None) -> None:
    """Whether consent, a norm or an agreement covers it. The sentence says which is missing."""
    if basis in BEYOND_AGREEMENTS:
        if basis == Basis.LEGAL_DUTY and not has_norm:
            raise CannotRefer(_("Name the norm that obliges to notify this. Without a norm it needs consent."))
        return
    if agreed is not None and agreed.is_over:
        words_ = _("Agreement %(code)s ended on %(day)s, so nothing may be shared with it. Have it renewed first.")
        day = words.day(agreed.ended_on) if agreed.ended_on else ""
        raise CannotRefer(words_ % {"code": agreed.code, "day": day})
    if basis in CONSENTS and not has_consent:
        raise CannotRefer(_("There is no standing consent for this institution. Ask the person, and record it."))
    if basis == Basis.PUBLIC_FUNCTION and not has_norm and not (agreed is not None and agreed.is_in_force):
        raise CannotRefer(
            _(
                "Nothing covers this yet: there is no consent, no norm is named and no agreement with this institution "
                "is in force. Ask the person for consent, name the norm, or have an agreement written down."
            )
        )


def check_sections(*, basis: str, chosen: Collection[str], agreed: Agreed | None) -> None:
    """An agreement in force lets only its own parts of the file go."""
    if agreed is None or not agreed.is_in_force or basis in BEYOND_AGREEMENTS:
        return
    if set(chosen) - agreed.sections:
        raise CannotRefer(
            _("Agreement %(code)s does not let all of this go. Take out what is marked as outside the agreement.")
            % {"code": agreed.code}
        )
