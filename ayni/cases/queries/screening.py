from ayni.codelists.models import Profile
from ayni.instruments import queries as instruments

from ..models import Screening
from ..rules import screening as rules


def suggestion(screening: Screening) -> rules.Suggestion:
    """What the answers so far speak for."""
    found = instruments.signals_about(screening.pk)
    codes = {signal.profile for signal in found}
    urgency = dict(Profile.objects.current().filter(code__in=codes).values_list("code", "default_urgency"))
    return rules.suggest([signal for signal in found if signal.profile in urgency], urgency)
