"""Boxes: filled by scanning, counted, sent, opened, emptied by scanning."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.design.pdf import pdf_response
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import paginate
from ayni.lib.qr import qr_image

from ..actions import boxes as actions
from ..forms.cards import BoxForm, CountForm, ManyScansForm, ScanForm
from ..models import Box, BoxCount, Card
from ..queries import cards as queries
from ..rules.cards import read_scan
from .doing import Verb, done


@require_http_methods(["GET", "POST"])
@requires(Permission.CARD_CARRY)
@once
def boxes(request: SignedIn) -> HttpResponse:
    """Boxes that leave from here or come here."""
    office = queries.workshop_of(request.user)
    form = BoxForm(sent(request), user=request.user)
    if request.method == "POST" and form.is_valid() and office:
        try:
            box = actions.begin_box(origin=office, by=request.user, at=now(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            return redirect("procedures:card-box", box.pk)
    page = paginate(request, queries.boxes(request.user), order=("-made_at", "-id"))
    return render(request, "procedures/cards/boxes.html", {"form": form, "page": page, "office": office})


@require_http_methods(["GET", "POST"])
@requires(Permission.CARD_CARRY)
@once
def box(request: SignedIn, box_id: UUID) -> HttpResponse:
    """One box: scan into it, count, send; at the other end count, scan out of it."""
    found = get_object_or_404(queries.boxes(request.user), pk=box_id)
    do = request.POST.get("do", "")
    forms = {name: kind(request.POST if do == name else None) for name, kind in FORMS.items()}
    if request.method == "POST":
        if done(request, VERBS, forms, found):
            return redirect("procedures:card-box", found.pk)
        # What was not done may be so because somebody else did it.
        found.refresh_from_db()
    counts = list(found.counts.select_related("by"))
    page = {
        "box": found,
        "counts": counts,
        "is_here": queries.reaches(request.user, found.origin),
        "is_there": queries.reaches(request.user, found.destination),
        "is_opened": any(count.moment == BoxCount.Moment.RECEIVED for count in counts),
        "listed": queries.listed_in(found).count(),
        "page": paginate(request, queries.listed_in(found), order=("number", "pk"), size=50),
        **forms,
    }
    return render(request, "procedures/cards/box.html", page)


@require_safe
@requires(Permission.CARD_CARRY)
def label(request: SignedIn, box_id: UUID) -> HttpResponse:
    """What is glued to the box."""
    found = get_object_or_404(queries.boxes(request.user), pk=box_id)
    count = queries.listed_in(found).count()
    page = {"box": found, "qr": qr_image(found.number, scale=8), "count": count}
    return pdf_response("procedures/cards/label.html", page, name=found.number)


def _each(
    request: SignedIn, found: Box, form: ManyScansForm, verb: Callable[..., Card], said: Callable[[int], str]
) -> str:
    """Do it with every line that was scanned; what could not be done is said line by line, the rest stays done."""
    done_with = 0
    for line in form.lines():
        try:
            verb(box=found, card=_scanned(line, request), by=request.user, at=now())
            done_with += 1
        except RuleBroken as broken:
            messages.error(request, str(broken))
    return said(done_with) % {"count": done_with} if done_with else ""


def _scanned(line: str, request: SignedIn) -> Card:
    scan = read_scan(line)
    # Looked up among all cards of the house: what lies here and belongs elsewhere has to show itself.
    card = queries.found_by(scan, Card.objects.in_house_of(request.user)) if scan else None
    if card is None:
        raise RuleBroken(_("“%(line)s” is no card of ours, or could not be read. Scan it again.") % {"line": line[:30]})
    return card


def _pack(request: SignedIn, found: Box, form: ManyScansForm) -> str:
    return _each(
        request, found, form, actions.pack_card,
        lambda n: ngettext("%(count)s card is in the box.", "%(count)s cards are in the box.", n),
    )  # fmt: skip


def _receive(request: SignedIn, found: Box, form: ManyScansForm) -> str:
    return _each(
        request, found, form, actions.receive_card,
        lambda n: ngettext("%(count)s card was scanned.", "%(count)s cards were scanned.", n),
    )  # fmt: skip


def _take_out(request: SignedIn, found: Box, form: ScanForm) -> str:
    actions.take_out(box=found, card=_scanned(form.cleaned_data["scanned"], request), by=request.user, at=now())
    return _("The card is out of the box.")


def _close(request: SignedIn, found: Box, form: CountForm) -> str:
    return _told(request, actions.close_box(box=found, by=request.user, at=now(), **form.cleaned_data))


def _open(request: SignedIn, found: Box, form: CountForm) -> str:
    return _told(request, actions.open_box(box=found, by=request.user, at=now(), **form.cleaned_data))


def _told(request: SignedIn, count: BoxCount) -> str:
    if count.counted == count.listed:
        return _("The count fits the list.")
    said = _(
        "You counted %(counted)s, and the list has %(listed)s. It was noted and told: count again, and scan each card."
    )
    messages.error(request, said % {"counted": count.counted, "listed": count.listed})
    return ""


def _reopen(request: SignedIn, found: Box, _form: None) -> str:
    actions.reopen_box(box=found, by=request.user, at=now())
    return ""


def _send(request: SignedIn, found: Box, _form: None) -> str:
    actions.send_box(box=found, by=request.user, at=now())
    return _("The box is on its way.")


def _finish(request: SignedIn, found: Box, _form: None) -> str:
    missing = actions.close_receipt(box=found, by=request.user, at=now())
    if not missing:
        return _("The box is received and nothing is missing.")
    said = ngettext(
        "%(count)s card did not come out of the box.", "%(count)s cards did not come out of the box.", len(missing)
    )
    messages.error(request, said % {"count": len(missing)})
    return ""


def _unpack(request: SignedIn, found: Box, _form: None) -> str:
    actions.unpack_box(box=found, by=request.user, at=now())
    return ""


FORMS = {"pack": ManyScansForm, "take_out": ScanForm, "close": CountForm, "open": CountForm, "receive": ManyScansForm}
VERBS: dict[str, Verb] = {
    "pack": _pack, "take_out": _take_out, "close": _close, "reopen": _reopen, "send": _send, "open": _open,
    "receive": _receive, "finish": _finish, "unpack": _unpack,
}  # fmt: skip
