"""What in the cases of a person rests on a consent."""

from django.utils.translation import gettext as _

from ayni.people.models import Consent

from . import tracing, transfers


def withdrawal_effects(consent: Consent) -> list[str]:
    """What withdrawing this consent would stop."""
    moves = _("Case %(number)s stays in %(office)s: its transfer is withdrawn.")
    looks = _("Before anybody goes on looking for the family of case %(number)s, the person is asked anew.")
    found = transfers.resting_on(consent).select_related("case", "sender")
    said = [moves % {"number": one.case.number, "office": one.sender.name} for one in found]
    return said + [looks % {"number": one.case.number} for one in tracing.resting_on(consent)]
