"""Pages that write one characteristic or nationality, and that say that one is over."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.people import actions, queries
from ayni.people.forms import CharacteristicForm, EndForm, NationalityForm
from ayni.people.models import Characteristic, Kind, Nationality
from ayni.people.rules.characteristics import KINDS

from .parts import fetch, part_page, tried

BACK = "desk:person-history"


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def record(request: SignedIn, person_id: UUID, kind: str) -> HttpResponse:
    person = fetch(request, person_id)
    form = CharacteristicForm(request.POST or None, kind=kind, has_value=queries.says(person, kind))
    if form.is_valid() and tried(
        request,
        form,
        lambda: actions.record_characteristic(
            person=person, new=form.new(), told=form.told(), by=request.user, at=now()
        ),
        _("It is in the file. What was there before is kept."),
    ):
        return redirect(BACK, person_id=person.pk)
    title = str(Kind(kind).label)
    return part_page(request, person, form, title, BACK, kind=kind, template="people/characteristic.html")


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def end(request: SignedIn, person_id: UUID, characteristic_id: int) -> HttpResponse:
    """It is so no more, or it never was."""
    person = fetch(request, person_id)
    row = get_object_or_404(Characteristic, pk=characteristic_id, person=person)
    form = EndForm(request.POST or None, only_mistake=KINDS[row.kind].event)
    if form.is_valid() and tried(
        request,
        form,
        lambda: actions.end_characteristic(characteristic=row, by=request.user, at=now(), **form.values()),
        _("It is ended. The history keeps it."),
    ):
        return redirect(BACK, person_id=person.pk)
    return part_page(request, person, form, str(Kind(row.kind).label), BACK)


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def nationality_add(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = fetch(request, person_id)
    form = NationalityForm(request.POST or None)
    if form.is_valid() and tried(
        request,
        form,
        lambda: actions.add_nationality(person=person, told=form.told(), by=request.user, at=now(), **form.values()),
        _("The nationality is in the file."),
    ):
        return redirect(BACK, person_id=person.pk)
    return part_page(request, person, form, _("Add a nationality"), BACK)


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def nationality_end(request: SignedIn, person_id: UUID, nationality_id: int) -> HttpResponse:
    person = fetch(request, person_id)
    row = get_object_or_404(Nationality, pk=nationality_id, person=person)
    form = EndForm(request.POST or None)
    if form.is_valid() and tried(
        request,
        form,
        lambda: actions.end_nationality(nationality=row, by=request.user, at=now(), **form.values()),
        _("It is ended. The history keeps it."),
    ):
        return redirect(BACK, person_id=person.pk)
    return part_page(request, person, form, _("Nationality"), BACK)
