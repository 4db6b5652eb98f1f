"""The register of norms, policies, plans, spaces and recommendations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import seen_mark, try_verb
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import paginate
from ayni.lib.written import mark_of_row

from .. import actions, queries
from ..forms.instruments import (
    HappenedForm,
    InstrumentFilterForm,
    InstrumentForm,
    NewInstrumentForm,
    NormForm,
    StateForm,
    as_written,
)
from ..models import Gap, Instrument
from ..rules.instruments import AS_NORM, IS_APPROVED, NEXT, InstrumentFields

_OF_A_TERRITORY = {"track": "EXISTING", "level": "REGIONAL"}
BEGUN_AS = {"territorio": {"kind": "PLAN", **_OF_A_TERRITORY}, "espacio": {"kind": "SPACE", **_OF_A_TERRITORY}}
"""What a plan or a coordination space of a region is registered as, unless somebody says otherwise."""


def _fetch(request: SignedIn, instrument_code: str) -> Instrument:
    return get_object_or_404(queries.whole_instruments(request.user), code=instrument_code)


@require_safe
@requires(Permission.GAP_VIEW)
def instruments(request: SignedIn) -> HttpResponse:
    form = InstrumentFilterForm(request.GET)
    page = paginate(request, queries.instruments(request.user, form.filters), order=queries.REGISTERED)
    return render(request, "governance/instruments.html", {"form": form, "page": page})


@require_safe
@requires(Permission.GAP_VIEW)
def plans(request: SignedIn) -> HttpResponse:
    """Territory by territory, also those of which nothing is registered (R149)."""
    regions = queries.regions_and_their_plans(request.user, localdate())
    page = {
        "regions": regions, "with_plan": sum(bool(region.at_work) for region in regions),
        "with_mobility": sum(region.has_mobility for region in regions),
        "with_space": sum(any(one.is_at_work for one in region.spaces) for region in regions),
        "with_mobility_in_a_space": sum(region.has_mobility_in_a_space for region in regions),
    }  # fmt: skip
    return render(request, "governance/plans.html", page)


@require_safe
@requires(Permission.GAP_VIEW)
def instrument(request: SignedIn, instrument_code: str) -> HttpResponse:
    found = _fetch(request, instrument_code)
    page = {
        "instrument": found,
        "happened": queries.happened(found),
        "drafts": queries.versions_from(found),
        "may_edit": request.user.may(Permission.NORM_EDIT),
        "goes_on": bool(NEXT[found.track].get(found.state)),
        "becomes_norm": found.kind in AS_NORM and found.state in IS_APPROVED and found.norm is None,
    }
    return render(request, "governance/instrument.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.NORM_EDIT)
@once
def register(request: SignedIn) -> HttpResponse:
    gap = Gap.objects.visible_to(request.user).filter(code=request.GET.get("brecha", "")[:16]).first()
    initial = {"gap": gap.code, "track": "PROPOSAL", "migration": "YES"} if gap else {"migration": "UNKNOWN"}
    initial |= BEGUN_AS.get(request.GET.get("de", ""), {})
    form = NewInstrumentForm(sent(request), user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.register_instrument(
                track=said["track"], since=said["since"], fields=form.written(), by=request.user, at=now()
            )
        except RuleBroken as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(code)s is registered.") % {"code": made.code})
            return redirect("governance:instrument", made.code)
    return render(request, "governance/instrument_write.html", {"form": form, "instrument": None})


@require_http_methods(["GET", "POST"])
@requires(Permission.NORM_EDIT)
@once
def describe(request: SignedIn, instrument_code: str) -> HttpResponse:
    found = _fetch(request, instrument_code)
    form = InstrumentForm(sent(request), user=request.user, initial=as_written(found))

    def verb() -> object:
        seen = seen_mark(request)
        return actions.describe_instrument(
            instrument=found, fields=form.written(), by=request.user, at=now(), seen=seen
        )

    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("It is written down.")):
        return redirect("governance:instrument", instrument_code)
    page = {"form": form, "instrument": found, "seen": mark_of_row(found, InstrumentFields.__dataclass_fields__)}
    return render(request, "governance/instrument_write.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.NORM_EDIT)
@once
def carry_on(request: SignedIn, instrument_code: str) -> HttpResponse:
    found = _fetch(request, instrument_code)
    form = StateForm(sent(request), instrument=found)

    def verb() -> object:
        return actions.carry_on_instrument(instrument=found, by=request.user, at=now(), **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("Its state is changed.")):
        return redirect("governance:instrument", instrument_code)
    return render(request, "governance/instrument_state.html", {"form": form, "instrument": found})


@require_http_methods(["GET", "POST"])
@requires(Permission.NORM_EDIT)
@once
def follow(request: SignedIn, instrument_code: str) -> HttpResponse:
    found = _fetch(request, instrument_code)
    form = HappenedForm(sent(request))

    def verb() -> object:
        return actions.follow_instrument(instrument=found, what=form.written(), by=request.user, at=now())

    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("It is written down.")):
        return redirect("governance:instrument", instrument_code)
    return render(request, "governance/instrument_follow.html", {"form": form, "instrument": found})


@require_http_methods(["GET", "POST"])
@requires(Permission.NORM_EDIT)
@once
def enter_norm(request: SignedIn, instrument_code: str) -> HttpResponse:
    found = _fetch(request, instrument_code)
    initial = {"label_es": found.title, "year": found.state_on.year, "topic": found.topic}
    form = NormForm(sent(request), initial=initial)

    def verb() -> object:
        changes, fields = form.changed_norm(), form.written()
        return actions.enter_norm(instrument=found, fields=fields, changes=changes, by=request.user, at=now())

    done = _("It stands in the list of norms.")
    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, done):
        return redirect("governance:instrument", instrument_code)
    return render(request, "governance/instrument_norm.html", {"form": form, "instrument": found})
