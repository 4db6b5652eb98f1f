"""Whom one may invite, what may be handed out, and who gets a certificate."""

import unicodedata
from datetime import datetime

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import OVER, State

MOST_ADDRESSES = 200
MOST_MATERIALS = 20


class CannotInvite(RuleBroken):
    pass


class CannotAdd(RuleBroken):
    pass


class CannotCertify(RuleBroken):
    pass


def check_may_invite(*, state: str, starts_at: datetime, at: datetime) -> None:
    if state not in {State.PLANNED, State.OPEN} or starts_at <= at:
        raise CannotInvite(_("One invites to a session that is still to come."))


def check_addresses(*, new: int, wanted: int) -> None:
    if not wanted:
        raise CannotInvite(
            _(
                "There is nobody to write to: the institutions have no e-mail in the directory. Type one, or choose "
                "others."
            )
        )
    if not new:
        raise CannotInvite(_("All of them were invited already."))
    if new > MOST_ADDRESSES:
        raise CannotInvite(_("At most %(most)d addresses at once.") % {"most": MOST_ADDRESSES})


def check_room(materials: int) -> None:
    if materials >= MOST_MATERIALS:
        raise CannotAdd(_("A session has at most %(most)d materials. Take one out first.") % {"most": MOST_MATERIALS})


def check_may_certify(*, state: str) -> None:
    if state not in OVER:
        raise CannotCertify(_("Say that the session was held: before that nobody has a certificate."))


def check_name(name: str) -> None:
    if not name.strip():
        raise CannotCertify(_("Type the name that stands on the certificate: we have none."))
    if any(unicodedata.category(c) in {"So", "Cs", "Co", "Cn"} for c in name):
        raise CannotCertify(_("There are pictures in the name, which no paper prints: leave its letters only."))


def check_same_name(*, is_same: bool) -> None:
    if not is_same:
        raise CannotCertify(
            _("A certificate was issued under another name. Withdraw it, and issue it anew under the right one.")
        )
