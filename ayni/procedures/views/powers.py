"""Powers of attorney: who may fetch somebody's card; the paper of it, kept; taken back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.people.models import Person
from ayni.people.views.parts import tried

from ..actions import deliveries as actions
from ..forms.cards import ProxyForm
from ..models import Card
from ..queries import deliveries


@require_http_methods(["GET", "POST"])
@requires(Permission.CARD_HAND_OVER)
def proxy(request: SignedIn, card_id: UUID) -> HttpResponse:
    """Record a power of attorney and whom it names."""
    card = _fetch(request, card_id)
    form = ProxyForm(sent(request), request.FILES or None)
    # Judged before `once` begins its transaction: drawing a scan anew takes a second, and nobody else waits for it.
    form.is_valid()
    return _record(request, card, form)


@once
def _record(request: SignedIn, card: Card, form: ProxyForm) -> HttpResponse:
    verb = lambda: actions.record_proxy(card=card, power=form.given(), by=request.user, at=now())  # noqa: E731
    if form.is_valid() and tried(request, form, verb, _("The power is recorded. Choose the proxy below.")):
        return redirect("procedures:card-hand-over", card.pk)
    page = {"card": card, "form": form, "is_child": deliveries.is_of_child(card, localdate())}
    return render(request, "procedures/cards/proxy.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.CARD_HAND_OVER)
@once
def power(request: SignedIn, card_id: UUID, proxy_id: UUID) -> HttpResponse:
    """One power, the paper of it, and that the person took it back."""
    card = _fetch(request, card_id)
    held = get_object_or_404(deliveries.powers_over(card), pk=proxy_id)
    verb = lambda: actions.end_proxy(proxy=held, by=request.user, at=now())  # noqa: E731
    if request.method == "POST" and tried(request, None, verb, _("The power is ended: its bearer fetches no card.")):
        return redirect("procedures:card-hand-over", card.pk)
    sees_paper = (
        held.scan is not None
        and held.scan.file is not None
        and request.user.may(Permission.PERSON_VIEW)
        and Person.objects.visible_to(request.user).filter(pk=card.person_id).exists()
    )
    return render(request, "procedures/cards/power.html", {"card": card, "power": held, "sees_paper": sees_paper})


def _fetch(request: SignedIn, card_id: UUID) -> Card:
    return get_object_or_404(Card.objects.visible_to(request.user).select_related("series", "person"), pk=card_id)
