"""What an agreement between institutions must say. Plain values."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

RENEWED = ("valid_to", "document")
"""What a renewal writes."""


class CannotAgree(RuleBroken):
    pass


def check_agreement(
    *, code_taken: bool, same_party: bool, sections: Collection[str], valid_from: date, valid_to: date | None
) -> None:
    if code_taken:
        raise CannotAgree(_("There is an agreement with this code. Write its own code, as on its signed paper."))
    if same_party:
        raise CannotAgree(_("An agreement is between two institutions. Choose another one."))
    if not sections:
        raise CannotAgree(_("Choose at least one part of the file: an agreement says what may be shared."))
    if valid_to is not None and valid_to < valid_from:
        raise CannotAgree(_("The last day comes before the first. Look at both on the signed paper."))


def check_may_end(*, is_over: bool) -> None:
    if is_over:
        raise CannotAgree(_("This agreement is over already. Look at the list again."))


def check_may_renew(*, valid_to: date | None, until: date, today: date) -> None:
    if until <= today or (valid_to is not None and until <= valid_to):
        raise CannotAgree(_("The new last day has to be later than today and than the one it has."))
