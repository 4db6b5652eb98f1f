"""For whoever sent a referral: follow it through, and hear from the person how it went."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.audit import actions as audit
from ayni.lib.errors import RuleBroken

from .. import actions, queries, rules
from ..forms import LANGUAGES, ByPhoneForm, FeedbackForm, SayForm
from ..models import UNANSWERED, MessageKind, Reached, Referral
from .sending import say_what_happened

SENDER_SAYS = {"reply": MessageKind.REPLY, "withdraw": MessageKind.WITHDRAWN, "close": MessageKind.CLOSED}


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERRAL_SEND)
@once
def sent(request: SignedIn, referral_id: UUID) -> HttpResponse:
    """A referral, for whoever sent it: where it stands, what was said, and what to do when nobody answers."""
    rows = Referral.objects.visible_to(request.user)
    referral = get_object_or_404(queries.whole(rows), pk=referral_id)
    forms: dict[str, Any] = {do: SayForm(kind, _if(request, do)) for do, kind in SENDER_SAYS.items()}
    forms |= {"phone": ByPhoneForm(_if(request, "phone"), prefix="phone")}
    forms |= {"feedback": FeedbackForm(_if(request, "feedback"), prefix="feedback")}
    if request.method == "POST" and _follow_through(request, referral, forms):
        return redirect("referrals:sent", referral.pk)
    if request.method == "GET":
        audit.record_reading(subject=referral, by=request.user, at=now(), purpose="follow-up", thread=referral.case_id)
    if request.method == "POST":
        # Something could not be done: show how it stands now, not how it stood when the page was asked for.
        referral = queries.whole(rows).get(pk=referral.pk)
    return render(request, "referrals/sent.html", {**_whole_page(referral), **forms, "unsent": _unsent(forms)})


def _unsent(forms: dict[str, Any]) -> str:
    """What was typed into a form that a rule refused: it may stand on the page no longer."""
    refused = (form for form in forms.values() if form.is_bound and form.non_field_errors())
    return next((form.cleaned_data.get("text", "") for form in refused), "")


def _whole_page(referral: Referral) -> dict[str, Any]:
    found = queries.followed(referral)
    return {
        "referral": referral,
        "language": LANGUAGES.get(referral.consent.text.language) if referral.consent and referral.consent.text else "",
        "shared": [{"label": label, "value": value} for _field, label, value in referral.shared],
        "messages_said": found.messages,
        "history": found.history,
        "told": found.feedback,
        "may_ask": rules.may_ask_the_person(referral.status),
        "clock": found.clock,
        "stuck": found.stuck,
        "not_reached": referral.reached == Reached.NOBODY or bool(found.stuck),
        "stuck_for_good": any(message.state == message.State.FAILED for message in found.stuck),
        "focal_point": queries.focal_point_of(referral, now()) if referral.reached == Reached.FOCAL_POINT else None,
    }


def _if(request: SignedIn, do: str) -> QueryDict | None:
    """The form that was sent, and only that one."""
    return request.POST if request.POST.get("do") == do else None


def _follow_through(request: SignedIn, referral: Referral, forms: dict[str, Any]) -> bool:
    """Do what was asked; False if it has to be mended first."""
    do = request.POST.get("do", "")
    form = forms.get(do)
    if do not in VERBS or (form is not None and not form.is_valid()):
        return do not in VERBS
    try:
        VERBS[do](request, referral, form.cleaned_data if form is not None else {})
    except RuleBroken as broken:
        if form is None:
            messages.error(request, str(broken))
            return True
        form.add_error(None, str(broken))
        return False
    return True


def _again(request: SignedIn, referral: Referral, _typed: dict[str, Any]) -> None:
    say_what_happened(request, actions.send_again(referral=referral, by=request.user, at=now()))


def _reply(request: SignedIn, referral: Referral, typed: dict[str, Any]) -> None:
    actions.reply(referral=referral, by=request.user, at=now(), **typed)


def _withdraw(request: SignedIn, referral: Referral, typed: dict[str, Any]) -> None:
    actions.withdraw(referral=referral, by=request.user, at=now(), **typed)


def _close(request: SignedIn, referral: Referral, typed: dict[str, Any]) -> None:
    actions.close(referral=referral, by=request.user, at=now(), **typed)


def _feedback(request: SignedIn, referral: Referral, typed: dict[str, Any]) -> None:
    actions.note_feedback(referral=referral, by=request.user, at=now(), **typed)


def _ask(request: SignedIn, referral: Referral, _typed: dict[str, Any]) -> None:
    actions.ask_the_person(referral=referral, by=request.user, at=now())
    messages.success(request, _("The question was sent to a telephone that the person said is safe."))


def _phone(request: SignedIn, referral: Referral, typed: dict[str, Any]) -> None:
    write_down(request, referral, **typed)


@transaction.atomic
def write_down(request: SignedIn, referral: Referral, *, kind: str, result: str, reason: str, text: str) -> None:
    """What the institution said by another way, as the verb that it would have used here."""
    said: dict[str, Any] = {"referral": referral, "text": text, "by": request.user, "at": now()}
    if kind == MessageKind.OUTCOME:
        if referral.status in UNANSWERED:
            actions.accept(**said)
        actions.report_outcome(**said, result=result)
    elif kind == MessageKind.DECLINED:
        actions.decline(**said, reason=reason)
    else:
        {MessageKind.ACKNOWLEDGED: actions.acknowledge, MessageKind.ACCEPTED: actions.accept}[MessageKind(kind)](**said)


VERBS: dict[str, Callable[[SignedIn, Referral, dict[str, Any]], None]] = {
    "again": _again, "reply": _reply, "withdraw": _withdraw, "close": _close, "feedback": _feedback, "ask": _ask,
    "phone": _phone,
}  # fmt: skip
