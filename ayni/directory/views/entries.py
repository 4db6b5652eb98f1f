"""A service, a point: read, changed, verified, proposed about."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.models import Organisation
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.design.suggestions import suggestions
from ayni.governance import queries as governance
from ayni.lib.doors import answer, refuse, seen_mark
from ayni.lib.errors import RuleBroken
from ayni.lib.written import mark_of

from .. import actions, queries
from ..forms import (
    RECORD_FORMS,
    HoursForm,
    InstitutionEntryForm,
    LocationForm,
    NoteForm,
    PointForm,
    ServiceEntryForm,
    record_data,
)
from ..forms import districts as districts_like
from ..models import InstitutionEntry, Location, Record, Schedule, Service, ServiceAtLocation
from ..queries import plain
from .keeping import kept_by

KINDS: dict[str, Any] = {"servicios": Service, "puntos": Location}


def _entry(kind: str, pk: int) -> Any:
    if kind not in KINDS:
        raise Http404
    return get_object_or_404(KINDS[kind].objects.select_related("organisation", "verified_by"), pk=pk)


def _kept(request: SignedIn, kind: str, pk: int) -> Any:
    entry = _entry(kind, pk)
    kept_by(request, entry.organisation.code if entry.organisation else "-")
    return entry


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def service(request: SignedIn, pk: int) -> HttpResponse:
    page = queries.service_page(pk, localtime())
    if page is None:
        raise Http404
    owner = page.service.organisation
    may_edit = governance.may_edit(request.user, owner)
    return render(request, "directory/service.html", {"page": page, "service": page.service, "may_edit": may_edit,
                                                      "tables": _tables("servicios") if may_edit else []})  # fmt: skip


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def location(request: SignedIn, pk: int) -> HttpResponse:
    page = queries.location_page(pk, localtime())
    if page is None:
        raise Http404
    owner = page.location.organisation
    may_edit = owner is not None and governance.may_edit(request.user, owner)
    found = {
        "page": page,
        "location": page.location,
        "may_edit": may_edit,
        "may_see": queries.may_see_address(request.user, page.location),
        "may_read": request.user.may(Permission.CASE_WORK),
        "tables": _tables("puntos") if may_edit else [],
    }
    return render(request, "directory/location.html", found)


def _tables(kind: str) -> list[tuple[str, Any]]:
    only = {"servicios": {"accessibility"}, "puntos": {"required_document", "cost_option", "service_area"}}[kind]
    return [(table, name) for table, (name, _form) in RECORD_FORMS.items() if table not in only]


@require_POST
@requires(Permission.CASE_WORK)
@once
def address(request: SignedIn, pk: int) -> HttpResponse:
    """Where a confidential point is. Asked for expressly, and recorded."""
    place = get_object_or_404(Location, pk=pk)
    told = actions.read_address(location=place, by=request.user, at=now())
    return render(request, "directory/address.html", {"location": place, "address": told})


@require_http_methods(["GET", "POST"])
@requires(Permission.DIRECTORY_VIEW)
@once
def edit(request: SignedIn, kind: str, pk: int) -> HttpResponse:
    """Whoever keeps the entry changes it; everybody else proposes the change."""
    entry = _entry(kind, pk)
    may_edit = entry.organisation is not None and governance.may_edit(request.user, entry.organisation)
    form = _form(request, entry)
    note = NoteForm(sent(request))
    if request.method == "POST" and form.is_valid() and note.is_valid():
        try:
            if may_edit:
                said = form.said()
                actions.write_entry(entry=entry, said=said, by=request.user, at=now(), seen=seen_mark(request))
                messages.success(request, _("Written, and verified today."))
            else:
                told = note.cleaned_data["proposal_note"]
                actions.propose(entry=entry, said=form.said(), note=told, by=request.user, at=now())
                messages.success(request, _("Your change was proposed. Whoever keeps the entry decides about it."))
            return redirect(f"directory:{'service' if kind == 'servicios' else 'location'}", pk)
        except RuleBroken as broken:
            refuse(form, broken)
    page = {"form": form, "note": note, "entry": entry, "kind": kind, "may_edit": may_edit, "seen": _mark(form, entry)}
    return render(request, "directory/edit_entry.html", page)


def _mark(form: Any, entry: Any) -> str:
    """Of what the form shows, and of nothing else: a mark of an address would tell it to whoever tries all of them."""
    stands = plain.plain(entry)
    return mark_of({name: stands[name] for name in form.fields if name in stands})


def _form(request: SignedIn, entry: Any) -> Any:
    initial = plain.plain(entry)
    if isinstance(entry, Service):
        return ServiceEntryForm(sent(request), initial=initial)
    may_see = queries.may_see_address(request.user, entry)
    if may_see and entry.is_confidential:
        actions.read_address(location=entry, by=request.user, at=now())
    return LocationForm(sent(request), initial=initial, leads_there=may_see)


@require_POST
@requires(Permission.REFERENCE_EDIT)
@once
def verify_today(request: SignedIn, kind: str, pk: int) -> HttpResponse:
    actions.verify_entry(entry=_kept(request, kind, pk), by=request.user, at=now())
    messages.success(request, _("Verified today."))
    return _back(kind, pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def add_hours(request: SignedIn, kind: str, pk: int) -> HttpResponse:
    entry, form = _kept(request, kind, pk), HoursForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_hours(entry=entry, said=form.said(), by=request.user, at=now())
            return _back(kind, pk)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
    return render(request, "directory/add_part.html", {"form": form, "entry": entry, "title": _("Hours and closures")})


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def add_record(request: SignedIn, kind: str, pk: int, table: str) -> HttpResponse:
    entry = _kept(request, kind, pk)
    if table not in dict(_tables(kind)):
        raise Http404
    name, asked = RECORD_FORMS[table]
    form = asked(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.add_record(entry=entry, table=table, data=record_data(form), by=request.user, at=now())
        return _back(kind, pk)
    return render(request, "directory/add_part.html", {"form": form, "entry": entry, "title": name})


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def give_at(request: SignedIn, pk: int) -> HttpResponse:
    there = _kept(request, "servicios", pk)
    form = PointForm(sent(request))
    places = Location.objects.filter(organisation=there.organisation, is_closed=False).order_by("name", "pk")
    form.fields["location"].choices = [(str(place.pk), place.name) for place in places]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        place = places.get(pk=said.pop("location"))
        try:
            actions.give_at(service=there, location=place, by=request.user, at=now(), **said)
            return _back("servicios", pk)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
    return render(request, "directory/add_part.html", {"form": form, "entry": there, "title": _("Where it is given")})


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def add_location(request: SignedIn, code: str) -> HttpResponse:
    there: Organisation = kept_by(request, code)
    form = LocationForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_location(organisation=there, said=form.said(), by=request.user, at=now())
            return redirect("directory:location", made.pk)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
    page = {"form": form, "entry": None, "title": _("Add a service point"), "organisation": there}
    return render(request, "directory/add_part.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.REFERENCE_EDIT)
@once
def edit_institution(request: SignedIn, code: str) -> HttpResponse:
    there = kept_by(request, code)
    entry = InstitutionEntry.objects.filter(organisation=there).first() or InstitutionEntry(organisation=there)
    form = InstitutionEntryForm(sent(request), initial=plain.of_institution(entry))

    def verb() -> object:
        said, seen = form.said(), seen_mark(request)
        return actions.write_institution(organisation=there, said=said, by=request.user, at=now(), seen=seen)

    page = {"entry": None, "title": _("What the institution publishes of itself"), "seen": _mark(form, entry)}
    done, to = _("Written, and verified today."), reverse("directory:institution", args=[code])
    return answer(request, form, ("directory/add_part.html", page), verb=verb, done=done, to=to)


@require_POST
@requires(Permission.REFERENCE_EDIT)
@once
def remove_part(request: SignedIn, part: str, pk: int) -> HttpResponse:
    """Take out hours, a row, or a point of a service."""
    kinds: dict[str, tuple[Any, Any, str]] = {
        "horarios": (Schedule, actions.remove_hours, "hours"),
        "datos": (Record, actions.remove_record, "record"),
        "lugares": (ServiceAtLocation, actions.leave_point, "link"),
    }
    if part not in kinds:
        raise Http404
    model, verb, name = kinds[part]
    found = get_object_or_404(model, pk=pk)
    entry = found.service or found.location
    kind = "servicios" if isinstance(entry, Service) else "puntos"
    _kept(request, kind, entry.pk if entry else 0)
    verb(**{name: found}, by=request.user, at=now())
    return _back(kind, entry.pk)


def _back(kind: str, pk: int) -> HttpResponse:
    return redirect("directory:service" if kind == "servicios" else "directory:location", pk)


@require_safe
@requires(Permission.DIRECTORY_VIEW)
def districts(request: SignedIn, field: str = "district") -> HttpResponse:
    return suggestions(request, field, districts_like)
