from collections.abc import Iterable, Sequence

from ayni.codelists.models import Profile
from ayni.instruments import rules as asking

from ..models import Screening
from ..rules import screening as rules
from .talk import Step, steps


def suggestion(screening: Screening) -> rules.Suggestion:
    """What the answers so far speak for."""
    return weigh(steps(screening), Profile.objects.current().order_by("code"))


def weigh(conversation: Sequence[Step], profiles: Iterable[Profile]) -> rules.Suggestion:
    """The same, over what was read before. A form that is not asked any more does not count, nor a profile that is not
    in the code list any more."""
    urgency = {profile.code: profile.default_urgency for profile in profiles}
    signals = [
        signal
        for step in conversation
        if step.given is not None
        for signal in asking.signals(step.form.code, step.form.questions.all(), step.given.answers)
    ]
    return rules.suggest([signal for signal in signals if signal.profile in urgency], urgency)
