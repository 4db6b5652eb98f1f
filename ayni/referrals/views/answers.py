"""What an institution may say on the page of a referral, in its inbox and behind a link alike."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.timezone import now

from ayni.access.models import User
from ayni.lib.errors import RuleBroken

from .. import actions, queries
from ..forms import SayForm
from ..models import AccessLink, MessageKind, Referral, Status

MAY_SAY: dict[str, tuple[MessageKind, ...]] = {
    Status.SENT: (MessageKind.ACKNOWLEDGED, MessageKind.ACCEPTED, MessageKind.DECLINED, MessageKind.QUESTION),
    Status.ACKNOWLEDGED: (MessageKind.ACCEPTED, MessageKind.DECLINED, MessageKind.QUESTION),
    Status.ASKED: (MessageKind.ACCEPTED, MessageKind.DECLINED, MessageKind.QUESTION),
    Status.ACCEPTED: (MessageKind.OUTCOME, MessageKind.QUESTION),
}

VERBS: dict[MessageKind, Callable[..., Referral]] = {
    MessageKind.ACKNOWLEDGED: actions.acknowledge,
    MessageKind.ACCEPTED: actions.accept,
    MessageKind.DECLINED: actions.decline,
    MessageKind.QUESTION: actions.ask,
    MessageKind.OUTCOME: actions.report_outcome,
}


class Answering:
    """One visit of the page: what was said through it, what could not be, and what the page shows."""

    def __init__(self, request: HttpRequest, referral: Referral, by: User | AccessLink) -> None:
        self.referral, self.by = referral, by
        self.signed = isinstance(by, AccessLink)
        self.refusal = ""
        """What the rules answered, when somebody else was faster."""
        self.form = self._sent_form(request.POST) if request.method == "POST" else None

    def say(self) -> bool:
        """Say what was typed. False: the page has to be shown again, and says why."""
        if self.form is None or not self.form.is_valid():
            return False
        try:
            VERBS[MessageKind(self.form.kind)](referral=self.referral, by=self.by, at=now(), **self.form.cleaned_data)
        except RuleBroken as broken:
            self.refusal = str(broken)
            return False
        return True

    def page(self) -> dict[str, Any]:
        """The referral as it is now. Data leave only while there is a ground for it."""
        referral = queries.whole(Referral.objects.all()).get(pk=self.referral.pk)
        mended = self.form if self.form is not None and not self.refusal else None
        return {
            "referral": referral,
            "about": str(self.by.pk) if self.signed else "",
            "released": referral.released,
            "reason": referral.reason if referral.is_readable else "",
            "messages_said": queries.messages_of(referral),
            "history": queries.history_of(referral),
            "forms": [
                mended if mended is not None and mended.kind == kind else SayForm(kind, signed=self.signed)
                for kind in MAY_SAY.get(referral.status, ())
            ],
            "refusal": self.refusal,
            "unsent": self.form.cleaned_data.get("text", "") if self.form is not None and self.refusal else "",
            "broken": mended,
        }

    def _sent_form(self, post: QueryDict) -> SayForm | None:
        kind = post.get("kind", "")
        return SayForm(kind, post, signed=self.signed) if kind in VERBS else None
