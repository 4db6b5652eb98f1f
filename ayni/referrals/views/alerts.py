"""To tell the unit of somebody who needs it: by a page that is open to all, by a link, by an account."""

from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.going_back import comes_back, leaves_a_receipt
from ayni.access.once import once
from ayni.access.pace import even, limited
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.access.speaking import found, spoken
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid
from ayni.lib.paging import paginate

from .. import actions, queries, rules
from ..forms import AlertForm, OpenAlertForm, ReceiptForm, WordsForm
from ..models import Alert, AlertLink, Channel, SenderKind


@never_cache
@require_http_methods(["GET", "POST"])
@found
@spoken
@limited("alert", most=30, seconds=3600)
@comes_back
def tell(request: HttpRequest) -> HttpResponse:
    """A page that anybody may open, by an old telephone, without an account and without giving a name."""
    form = OpenAlertForm(request.POST or None, at=now())
    if request.method == "POST" and form.is_valid():
        sender = actions.Sender(channel=Channel.WEB, kind=form.cleaned_data["sender_kind"])
        if alert := _received(request, form, sender=sender):
            return render(request, "referrals/alert_received.html", {"alert": alert})
    return render(request, "referrals/tell.html", {"form": form}, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("alert", most=30, seconds=3600)
@leaves_a_receipt
def alert_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same page, for an institution that was sent a link: whose it is is known."""
    link = queries.alert_link(token, now())
    if link is None and (alert := queries.alert_of_form(request.POST.get("once", ""))):
        # Sent twice: the first closed the page, and the browser shows the answer to the second.
        return render(request, "referrals/alert_received.html", {"alert": alert})
    if link is None:
        return render(request, "referrals/no_way.html", status=404)
    form = OpenAlertForm(request.POST or None, at=now(), names_sender=False)
    if request.method == "POST" and form.is_valid() and (alert := _received(request, form, link=link)):
        return render(request, "referrals/alert_received.html", {"alert": alert})
    page = {"form": form, "organisation": link.organisation}
    return render(request, "referrals/tell.html", page, status=400 if form.errors else 200)


def _received(
    request: HttpRequest, form: OpenAlertForm, *, sender: actions.Sender | None = None, link: AlertLink | None = None
) -> Alert | None:
    """The alert, or None if a rule refused it: then the form says why."""
    key = request.POST.get("once", "")
    submission = UUID(key) if is_uuid(key) else None
    try:
        if link is not None:
            return actions.receive_by_link(link=link, told=form.told(), submission=submission, at=now())
        if sender is not None:
            return actions.receive_alert(told=form.told(), sender=sender, submission=submission, at=now())
    except IntegrityError:
        # The same form at the same moment: the other one was first.
        return Alert.objects.filter(submission=submission).first()
    except RuleBroken as broken:
        form.add_error(None, str(broken))
    return None


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("receipt", most=20, seconds=600)
@even
@comes_back
def alert_state(request: HttpRequest) -> HttpResponse:
    """With the code of a receipt: how it stands. Unknown and mistyped codes are answered alike."""
    form = ReceiptForm(sent(request))
    page: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        page |= {"asked": True, "alert": queries.state_of(form.cleaned_data["receipt"])}
    return render(request, "referrals/alert_state.html", page)


@require_safe
@requires(Permission.ALERT_SEND)
def my_alerts(request: SignedIn) -> HttpResponse:
    """What the user sent, and how it stands."""
    page = paginate(request, queries.alerts_of(request.user), order=("-received_at", "-id"))
    return render(request, "referrals/my_alerts.html", {"page": page})


@require_http_methods(["GET", "POST"])
@requires(Permission.ALERT_SEND)
@once
def send_alert(request: SignedIn) -> HttpResponse:
    """Tell of somebody by one's account; staff write down here what reached them by telephone or in person."""
    is_staff = request.user.may(Permission.DESK_VIEW)
    form = AlertForm(sent(request), is_staff=is_staff)
    if request.method == "POST" and form.is_valid():
        sender = _sender(request, form, is_staff=is_staff)
        try:
            alert = actions.receive_alert(told=form.told(), sender=sender, submission=None, at=now())
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("The alert is received: %(number)s.") % {"number": alert.number})
            return redirect("referrals:my-alerts")
    return render(request, "referrals/send_alert.html", {"form": form})


def _sender(request: SignedIn, form: AlertForm, *, is_staff: bool) -> actions.Sender:
    """Staff say who told them; of others the register knows what they are."""
    user, said = request.user, form.cleaned_data
    if is_staff:
        return actions.Sender(channel=said["channel"], kind=said["sender_kind"], user=user)
    kind = rules.KIND_OF.get(user.organisation.kind, SenderKind.OTHER) if user.organisation else SenderKind.OTHER
    return actions.Sender(channel=Channel.ACCOUNT, kind=kind, organisation=user.organisation, user=user)


@require_http_methods(["GET", "POST"])
@requires(Permission.ALERT_SEND)
@once
def my_alert(request: SignedIn, alert_id: UUID) -> HttpResponse:
    """One of them: its state, what is asked of whoever sent it, and their reply."""
    alert = get_object_or_404(Alert.objects.sent_by(request.user), pk=alert_id)
    form = WordsForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.reply_to_alert(alert=alert, by=request.user, at=now(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Your reply was sent."))
            return redirect("referrals:my-alert", alert.pk)
    return render(request, "referrals/my_alert.html", {"alert": alert, "form": form})
