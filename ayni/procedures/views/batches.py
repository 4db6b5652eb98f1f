"""Where cards are made: batches, their print files, what was checked."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import paginate

from ..actions import biometrics, deliveries
from ..actions import cards as actions
from ..forms.cards import AgainForm, BatchForm, KeepersForm, ScanForm
from ..models import Application, Batch, Card, CardSeries, Printing, RevokeReason, What
from ..queries import cards as queries
from .card_files import file_of
from .doing import Verb, done


@require_http_methods(["GET", "POST"])
@requires(Permission.CARD_MAKE)
@once
def batches(request: SignedIn) -> HttpResponse:
    """What waits to be printed, and the batches made here."""
    waiting = queries.waiting_by_series(request.user, localdate())
    form = BatchForm(sent(request), initial={"series": waiting[0].series.pk} if waiting else None)
    office = queries.workshop_of(request.user)
    if request.method == "POST" and form.is_valid() and office:
        try:
            batch = actions.make_batch(
                office=office, is_reserved="reserved" in request.POST, by=request.user, at=now(), **form.cleaned_data
            )
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            return redirect("procedures:card-batch", batch.pk)
    page = paginate(request, queries.batches(request.user), order=("-made_at", "-id"))
    return render(request, "procedures/cards/batches.html", {"form": form, "page": page, "waiting": waiting})


@require_http_methods(["GET", "POST"])
@requires(Permission.CARD_MAKE)
@once
def batch(request: SignedIn, batch_id: UUID) -> HttpResponse:
    """A batch: print each file, replace what came out spoiled, say that the rest is good."""
    made = get_object_or_404(queries.batches(request.user), pk=batch_id)
    forms = {"spoil": ScanForm(request.POST if request.POST.get("do") == "spoil" else None)}
    if request.method == "POST" and done(request, VERBS, forms, made):
        return redirect("procedures:card-batch", made.pk)
    page = paginate(request, queries.cards_of(made), order=("number", "pk"), size=50)
    shown = {"batch": made, "parts": queries.parts_of(made), "page": page, "again": AgainForm(), **forms}
    return render(request, "procedures/cards/batch.html", shown)


def _check(request: SignedIn, made: Batch, _form: None) -> str:
    part = request.POST.get("part", "")
    checked = actions.check_part(batch=made, part=int(part) if part.isdigit() else 0, by=request.user, at=now())
    return ngettext("%(count)s card was checked.", "%(count)s cards were checked.", checked) % {"count": checked}


def _spoil(request: SignedIn, made: Batch, form: ScanForm) -> str:
    card = queries.card_in(made, form.cleaned_data["scanned"])
    new = actions.replace(card=card, reason=RevokeReason.SPOILED, by=request.user, at=now())
    return _("Number %(number)s takes its place: print its file.") % {"number": new.number}


def _shelve(request: SignedIn, made: Batch, _form: None) -> str:
    count = deliveries.shelve(batch=made, by=request.user, at=now())
    said = ngettext("%(count)s card waits for its holder here.", "%(count)s cards wait for their holders here.", count)
    return said % {"count": count}


VERBS: dict[str, Verb] = {"check": _check, "spoil": _spoil, "shelve": _shelve}


def _taken(made: Batch, cards: Sequence[Card], request: SignedIn) -> dict[UUID, bytes]:
    """The photos of enrolments. Each reading is recorded: nobody sees them but on the card."""
    if made.series.form != CardSeries.Form.ID1:
        return {}
    look = partial(biometrics.read_picture, what=What.PHOTO, purpose="card", by=request.user, at=now())
    found = {card.person_id: look(person=card.person) for card in cards}
    return {person: picture for person, picture in found.items() if picture}


@require_POST
@requires(Permission.CARD_MAKE)
def print_file(request: SignedIn, batch_id: UUID, part: int) -> HttpResponse:
    """The print file. That it was made is kept, and why again."""
    made = get_object_or_404(queries.batches(request.user), pk=batch_id)
    reason = request.POST.get("reason", Printing.Reason.FIRST)
    try:
        if reason not in Printing.Reason.values:
            raise RuleBroken(_("Say why it is printed again."))
        cards = actions.print_part(batch=made, part=part, reason=reason, by=request.user, at=now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("procedures:card-batch", made.pk)
    headers = {"Content-Disposition": f'attachment; filename="{made.number}-{part}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(
        file_of(made.series, cards, _taken(made, cards, request)), content_type="application/pdf", headers=headers
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.APPLICATION_RECEIVE)
@once
def keepers(request: SignedIn, application_id: UUID) -> HttpResponse:
    """Name who prints and hands over what somebody with a protected or restricted case applied for."""
    rows = Application.objects.visible_to(request.user).select_related("person")
    application = get_object_or_404(rows, pk=application_id)
    form = KeepersForm(sent(request), by=request.user)
    if request.method == "POST" and form.is_valid():
        deliveries.name_keepers(application=application, users=form.cleaned_data["users"], by=request.user, at=now())
        messages.success(request, _("They were named. Nobody else sees this card with its holder."))
        return redirect("procedures:card-keepers", application.pk)
    named = application.named_keepers.select_related("user").order_by("pk")
    shown = {
        "application": application,
        "form": form,
        "named": named,
        "is_hidden": queries.is_hidden(application.person),
    }
    return render(request, "procedures/cards/keepers.html", shown)
