"""The queue of possible duplicates: two files side by side, and what is decided about them."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.models import User
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.audit import actions as audit
from ayni.cases import queries as cases
from ayni.desk.forms.duplicates import DifferentForm, FilterForm, MergeForm, UnsureForm
from ayni.desk.queries import duplicates as reading
from ayni.lib.doors import try_verb
from ayni.lib.paging import paginate
from ayni.people import actions, queries
from ayni.people.models import Merge, PossibleDuplicate, ReadingPurpose, Sweep
from ayni.people.queries.duplicates import ORDER
from ayni.people.queries.merges import effects_of_merging, how_many

ADJUDICATE = Permission.PERSON_ADJUDICATE


Decide = Callable[[SignedIn, PossibleDuplicate], HttpResponse]


def of_pair(view: Decide) -> Callable[..., HttpResponse]:
    """Give the view its pair. One whose files are not both this user's to see does not exist for them; where the two
    have become one file, also on the way back of a browser, the page says so."""

    @wraps(view)
    def found(request: SignedIn, pair_id: UUID) -> HttpResponse:
        pairs = queries.with_files(PossibleDuplicate.objects.visible_to(request.user)).select_related("decided_by")
        if pair := pairs.filter(pk=pair_id).first():
            return view(request, pair)
        merge = get_object_or_404(Merge.objects.visible_to(request.user).standing().select_related("by"), pair=pair_id)
        if request.method == "POST":
            return redirect("desk:duplicate", pair_id=pair_id)
        return render(request, "desk/duplicates/merged.html", {"merge": merge})

    return found


@require_safe
@requires(ADJUDICATE)
def listing(request: SignedIn) -> HttpResponse:
    form = FilterForm(request.GET)
    page = paginate(request, reading.queue(request.user, form.filters, now()), order=ORDER)
    context = {"form": form, "page": page, "sweep": queries.stopped_sweep(), "today": localdate()}
    return render(request, "desk/duplicates/listing.html", context)


@require_safe
@requires(ADJUDICATE)
@of_pair
def pair(request: SignedIn, pair: PossibleDuplicate) -> HttpResponse:
    """Both files are read here, and both readings are recorded."""
    purpose = ReadingPurpose.DUPLICATES.lower()
    audit.record_readings(subjects=[pair.one, pair.other], by=request.user, at=now(), purpose=purpose)
    pages = reading.Pages(pair, request.user, localdate())
    context = {"pair": pair, "parts": pages.parts(), "events": pages.timeline(), "people": pages.both}
    context["pictures"] = pages.pictures()
    return render(request, "desk/duplicates/pair.html", context)


@require_http_methods(["GET", "POST"])
@requires(ADJUDICATE)
@once
@of_pair
def different(request: SignedIn, pair: PossibleDuplicate) -> HttpResponse:
    form = DifferentForm(sent(request))
    done = _("They are two people. You will not be asked about them again unless something in their files changes.")
    if form.is_valid() and try_verb(
        request,
        form,
        lambda: actions.decide_different(pair=pair, by=request.user, at=now(), **form.cleaned_data),
        done,
    ):
        return redirect("desk:duplicates")
    return render(request, "desk/duplicates/different.html", {"pair": pair, "form": form})


@require_http_methods(["GET", "POST"])
@requires(ADJUDICATE)
@once
@of_pair
def unsure(request: SignedIn, pair: PossibleDuplicate) -> HttpResponse:
    form = UnsureForm(sent(request), colleagues=_colleagues(request.user), pair=pair)
    done = _("It is noted who finds out. On that day the two files are here again.")
    if form.is_valid() and try_verb(
        request,
        form,
        lambda: actions.decide_unsure(pair=pair, by=request.user, at=now(), **form.cleaned_data),
        done,
    ):
        return redirect("desk:duplicates")
    return render(request, "desk/duplicates/unsure.html", {"pair": pair, "form": form})


@require_http_methods(["GET", "POST"])
@requires(ADJUDICATE)
@once
@of_pair
def merge(request: SignedIn, pair: PossibleDuplicate) -> HttpResponse:
    """What stays is chosen; then the page says what will happen and asks once more. The choices are in the address,
    which names no value: so a browser goes back through both pages without sending anything again."""
    chosen = request.GET if "keep" in request.GET else None
    form = MergeForm(sent(request) or chosen, one=pair.one, other=pair.other)
    context: dict[str, Any] = {"pair": pair, "form": form}
    if not form.is_valid():
        return render(request, "desk/duplicates/merge.html", context)
    kept, absorbed = form.kept, form.absorbed
    effects = effects_of_merging(absorbed, request.user)
    if request.POST.get("sure") == "yes" and try_verb(
        request,
        form,
        lambda: actions.merge(kept=kept, absorbed=absorbed, choose=form.choose, by=request.user, at=now()),
        _("The two files are one now. It can be undone from the file."),
    ):
        for effect in effects:
            messages.info(request, effect)
        return redirect("desk:person", person_id=kept.pk)
    moves = how_many(absorbed, user=request.user)
    context |= {"kept": kept, "absorbed": absorbed, "moves": moves, "effects": effects}
    return render(request, "desk/duplicates/sure.html", context)


@require_POST
@requires(ADJUDICATE)
@once
def sweep(request: SignedIn, sweep_id: UUID) -> HttpResponse:
    """A review that stopped, because too many files were doubtful, goes on or is discarded."""
    stopped = get_object_or_404(Sweep, pk=sweep_id)
    verb, done = {
        "release": (actions.release_sweep, _("The review goes on. What it found is in the list.")),
        "discard": (actions.discard_sweep, _("What the review found is discarded.")),
    }[request.POST.get("decision", "discard")]
    try_verb(request, None, lambda: verb(sweep=stopped, by=request.user, at=now()), done)
    return redirect("desk:duplicates")


def _colleagues(user: User) -> list[User]:
    """Who may find out: oneself first, then whoever keeps a case that one may open."""
    return [user, *(colleague for colleague in cases.colleagues(user) if colleague.pk != user.pk)]
