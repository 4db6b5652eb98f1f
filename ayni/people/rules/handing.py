"""To whom a copy of somebody's data may be handed, after which check."""

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.people.models import IdentityCheck, Recipient

CHECKS: dict[str, frozenset[str]] = {
    Recipient.PERSON: frozenset({IdentityCheck.DOCUMENT, IdentityCheck.KNOWN}),
    Recipient.REPRESENTATIVE: frozenset({IdentityCheck.POWER}),
    Recipient.AUTHORITY: frozenset({IdentityCheck.ORDER}),
}
"""Somebody who poses as family is the danger: whoever is not the person shows on paper that they may."""


class CannotHandOver(RuleBroken):
    pass


def check_identity(*, recipient: str, identity: str) -> None:
    if recipient not in CHECKS:
        raise CannotHandOver(_("Say to whom the copy is handed."))
    if identity not in CHECKS[recipient]:
        raise CannotHandOver(
            _("That check does not fit who receives the copy: the person shows a document or is known; who represents "
              "them shows the power; an authority, a written order.")
        )  # fmt: skip
