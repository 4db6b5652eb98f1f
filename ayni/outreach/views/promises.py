"""What units ask for, what companies promise, and which strategies there are."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import answer, try_verb
from ayni.lib.paging import paginate

from .. import actions, queries
from ..forms.promises import AskForm, CommitmentForm, DeclineForm, DeliverForm, ShowForm, StrategyForm, VerifyForm
from ..models import Commitment, CommitmentState, CommunicationRequest, RequestState, Strategy


@require_safe
@requires(Permission.COMMUNICATION_ASK)
def requests(request: SignedIn) -> HttpResponse:
    """What one's offices asked for, and what they are asked."""
    rows = queries.requests().filter(pk__in=CommunicationRequest.objects.visible_to(request.user))
    page = {
        "page": paginate(request, rows, order=("needed_by", "pk")), "today": localdate(),
        "keeps": request.user.may(Permission.CAMPAIGN_KEEP),
    }  # fmt: skip
    return render(request, "outreach/requests.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.COMMUNICATION_ASK)
@once
def ask_for(request: SignedIn) -> HttpResponse:
    form = AskForm(sent(request), user=request.user, today=localdate())
    return answer(
        request,
        form,
        ("outreach/ask_for.html", {}),
        verb=lambda: actions.ask_for(wanted=form.wanted(), by=request.user, at=now()),
        done=_("It is asked. Here you will read what is answered."),
        to=reverse("outreach:requests"),
    )


def _request_page(request: SignedIn, found: CommunicationRequest, **more: Any) -> HttpResponse:
    may = request.user.may(Permission.CAMPAIGN_KEEP) and _answers(request).filter(pk=found.pk).exists()
    page = {
        "asked": found, "may_answer": may, "is_asked": found.state == RequestState.ASKED,
        "is_accepted": found.state == RequestState.ACCEPTED, "history": queries.history(found),
        "campaigns": found.campaigns.order_by("-begins_on", "-pk"), "decline": DeclineForm(), "deliver": DeliverForm(),
        "form": None,
    }  # fmt: skip
    return render(request, "outreach/request.html", page | more, status=400 if more else 200)


@require_safe
@requires(Permission.COMMUNICATION_ASK)
def asked(request: SignedIn, request_id: UUID) -> HttpResponse:
    rows = queries.requests().filter(pk__in=CommunicationRequest.objects.visible_to(request.user))
    return _request_page(request, get_object_or_404(rows, pk=request_id))


def _answers(request: SignedIn) -> Any:
    return queries.requests().filter(pk__in=CommunicationRequest.objects.answered_by(request.user))


@require_POST
@requires(Permission.CAMPAIGN_KEEP)
@once
def answer_request(request: SignedIn, request_id: UUID) -> HttpResponse:
    """Accepted, declined with why, or delivered: by the office that was asked."""
    found, do = get_object_or_404(_answers(request), pk=request_id), request.POST.get("do", "")
    decline = DeclineForm(request.POST if do == "decline" else None)
    deliver = DeliverForm(request.POST if do == "deliver" else None)
    told: dict[str, Any] = {"request": found, "by": request.user, "at": now()}
    ways: dict[str, tuple[Any, Callable[[], Any]]] = {
        "accept": (None, lambda: actions.accept_request(**told)),
        "decline": (decline, lambda: actions.decline_request(**decline.cleaned_data, **told)),
        "deliver": (deliver, lambda: actions.deliver_request(**deliver.cleaned_data, **told)),
    }
    form, verb = ways.get(do, (None, None))
    if verb and (form is None or form.is_valid()) and try_verb(request, form, verb, _("It is done.")):
        return redirect("outreach:asked", found.pk)
    if form is None:
        return redirect("outreach:asked", found.pk)
    return _request_page(request, found, decline=decline, deliver=deliver, form=form)


@require_safe
@requires(Permission.CAMPAIGN_KEEP)
def commitments(request: SignedIn) -> HttpResponse:
    rows = queries.commitments().filter(pk__in=Commitment.objects.visible_to(request.user))
    page = {"page": paginate(request, rows, order=("-made_on", "-pk")), "today": localdate()}
    return render(request, "outreach/commitments.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.CAMPAIGN_KEEP)
@once
def new_commitment(request: SignedIn) -> HttpResponse:
    form = CommitmentForm(sent(request))
    return answer(
        request,
        form,
        ("outreach/write_commitment.html", {}),
        verb=lambda: actions.write_commitment(promise=form.promise(), by=request.user, at=now()),
        done=_("It is written down. Nobody outside reads it until the company agrees."),
        to=reverse("outreach:commitments"),
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.CAMPAIGN_KEEP)
@once
def commitment(request: SignedIn, commitment_id: UUID) -> HttpResponse:
    """What it promises, what became of it, and whether anybody may read it."""
    rows = queries.commitments().filter(pk__in=Commitment.objects.visible_to(request.user))
    found, do = get_object_or_404(rows, pk=commitment_id), request.POST.get("do", "")
    verify = VerifyForm(sent(request) if do == "verify" else None)
    show = ShowForm(sent(request) if do == "show" else None)
    told: dict[str, Any] = {"commitment": found, "by": request.user, "at": now()}
    ways: dict[str, tuple[Any, Callable[[], Any]]] = {
        "verify": (verify, lambda: actions.verify_commitment(**verify.cleaned_data, **told)),
        "show": (show, lambda: actions.show_commitment(**show.cleaned_data, **told)),
        "hide": (None, lambda: actions.hide_commitment(**told)),
    }
    form, verb = ways.get(do, (None, None))
    if verb and (form is None or form.is_valid()) and try_verb(request, form, verb, _("It is done.")):
        return redirect("outreach:commitment", found.pk)
    page = {
        "commitment": found, "verify": verify, "show": show, "form": form, "history": queries.history(found),
        "may_verify": found.state != CommitmentState.KEPT and found.made_by_id != request.user.pk,
    }  # fmt: skip
    return render(request, "outreach/commitment.html", page, status=400 if form is not None and form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CAMPAIGN_KEEP)
@once
def strategies(request: SignedIn) -> HttpResponse:
    """Those in force and those before, and a form for the next one."""
    form = StrategyForm(sent(request))
    today = localdate()
    page = {"strategies": queries.strategies(), "year": today.year}
    return answer(
        request,
        form,
        ("outreach/strategies.html", page),
        verb=lambda: actions.write_strategy(said=form.said(), by=request.user, at=now()),
        done=_("The strategy is written down. Campaigns can follow it now."),
        to=reverse("outreach:strategies"),
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.CAMPAIGN_KEEP)
@once
def strategy(request: SignedIn, strategy_id: int) -> HttpResponse:
    found = get_object_or_404(Strategy, pk=strategy_id)
    form = StrategyForm(sent(request), strategy=found)
    return answer(
        request,
        form,
        ("outreach/write_strategy.html", {"strategy": found}),
        verb=lambda: actions.change_strategy(strategy=found, said=form.said(), by=request.user, at=now()),
        done=_("It is changed."),
        to=reverse("outreach:strategies"),
    )
