"""Who signs a resolution through the service of the State, when, and what may come back."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from .applications import CannotChange

OPEN_FOR = timedelta(minutes=15)
"""How long the addresses work that the signing program was given."""


class CannotSign(CannotChange):
    pass


def check_may_sign(*, made_by: int | None, by: int, is_annulled: bool, is_signed: bool, is_there: bool) -> None:
    """Whoever decided signs; what the clock decided, whoever decides at the office. `is_there`: what it says was not
    erased."""
    if made_by is not None and made_by != by:
        raise CannotSign(_("Whoever decided signs the resolution."))
    if is_annulled:
        raise CannotSign(_("This resolution was annulled: nobody signs it any more."))
    if is_signed:
        raise CannotSign(_("This resolution is signed already."))
    if not is_there:
        raise CannotSign(_("What this resolution says was erased with the person's file. There is nothing to sign."))


def is_open(begun_at: datetime, at: datetime) -> bool:
    return at < begun_at + OPEN_FOR


def check_signed(*, is_copy: bool, is_quiet: bool) -> None:
    """What came back is what was offered, with one signature and nothing else."""
    if not is_copy:
        raise CannotSign(
            _("That is not the resolution with a signature added to it. Sign the very file that is offered here.")
        )
    if not is_quiet:
        raise CannotSign(_("The signed file carries more than a signature. Sign the file that is offered here again."))
