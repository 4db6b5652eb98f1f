"""When data of a person may be used. Consent is for a purpose, and sharing is for one institution."""

from datetime import date

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.people.models import Basis, ConsentText, Purpose

CONSENTS = frozenset({Basis.CONSENT, Basis.REPRESENTATIVE})
"""The bases that rest on somebody's agreement, after a text was read to them."""


class CannotConsent(RuleBroken):
    pass


class CannotWithdraw(RuleBroken):
    pass


class CannotKeep(RuleBroken):
    pass


def check_purpose(*, purpose: str, names_institution: bool) -> None:
    if purpose == Purpose.REFER and not names_institution:
        raise CannotConsent(_("Say which institution may receive the data: consent to share names its institution."))
    if purpose != Purpose.REFER and names_institution:
        raise CannotConsent(_("Only consent to share names an institution. Choose that purpose, or no institution."))


def check_basis(*, basis: str, may_be_minor: bool, has_text: bool, grounds: str) -> None:
    if basis == Basis.CONSENT and may_be_minor:
        raise CannotConsent(
            _("This person is, or may be, under 18: the representative consents and the child is heard. "
              "If there is no representative, choose another basis and say why.")
        )  # fmt: skip
    if basis in CONSENTS and not has_text:
        raise CannotConsent(_("Read the text to the person first: consent is to the words that were read."))
    if basis not in CONSENTS and not grounds.strip():
        raise CannotConsent(_("Say why the law allows it here without consent."))
    if basis == Basis.BEST_INTERESTS and not may_be_minor:
        raise CannotConsent(_("The best interests of the child are a basis for people under 18 only. Choose another."))


def check_text(*, text: ConsentText | None, purpose: str, today: date) -> None:
    if text is None:
        return
    if text.purpose != purpose:
        raise CannotConsent(_("The text that was read is for another purpose. Read the right one."))
    if text.valid_from > today or (text.valid_to and text.valid_to <= today):
        raise CannotConsent(_("That text is no longer in force. Read the new one."))


def check_none_stands(*, stands: bool) -> None:
    if stands:
        raise CannotConsent(_("A consent for this purpose already stands. Withdraw it first if it has to change."))


def check_may_withdraw(*, already_withdrawn: bool) -> None:
    if already_withdrawn:
        raise CannotWithdraw(_("This was withdrawn before. There is nothing left to withdraw."))


def check_may_keep(*, stands: bool) -> None:
    """Nothing is added to a file that nobody agreed to and no law asks for."""
    if not stands:
        raise CannotKeep(
            _("The person withdrew their consent to keep this file. "
              "Record a new consent, or the legal basis, before changing it.")
        )  # fmt: skip
