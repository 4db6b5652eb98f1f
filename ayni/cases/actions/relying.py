"""What in a case rests on a consent, and does not outlast it."""

from datetime import datetime

from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.people.models import Consent

from ..models import Tracing, TracingState, Transfer, TransferState, Wish
from ..queries import tracing as searches
from ..queries import transfers
from .locking import lock_row
from .telling import caseworker_of, tell
from .tracing import hear_wish
from .transfers import withdraw_transfer


def consent_withdrawn(consent: Consent, by: User, at: datetime) -> None:
    """A transfer that waits on this consent ends; who was looked for with it is asked anew before anybody goes on.
    Whoever keeps the case is told."""
    for transfer in transfers.resting_on(consent):
        _stop_transfer(transfer, by=by, at=at)
    for tracing in searches.resting_on(consent):
        _stop_tracing(tracing, by=by, at=at)


def _stop_transfer(transfer: Transfer, *, by: User, at: datetime) -> None:
    # Under the lock of its case: the other office may have answered this moment.
    if lock_row(transfer).state != TransferState.ASKED:
        return
    withdraw_transfer(transfer=transfer, by=by, at=at)
    subject = _("Case %(number)s: the consent to its transfer was withdrawn, and it stays") % {
        "number": transfer.case.number
    }
    tell(caseworker_of(transfer.case, at), subject, "desk:case-transfer", transfer.case_id, at=at, but=by)


def _stop_tracing(tracing: Tracing, *, by: User, at: datetime) -> None:
    tracing = lock_row(tracing)
    if tracing.state == TracingState.ENDED or tracing.wish != Wish.FOUND or not tracing.case.is_open:
        return
    hear_wish(tracing=tracing, wish=Wish.NOT_YET, words=tracing.wish_words, by=by, at=at)
    subject = _("Case %(number)s: the consent to look for the family was withdrawn") % {"number": tracing.case.number}
    tell(caseworker_of(tracing.case, at), subject, "desk:tracing", tracing.pk, at=at, but=by)
