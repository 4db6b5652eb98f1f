"""Giving and withdrawing consent, or recording on what else something rests."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.access.models import Organisation
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.people import actions, queries
from ayni.people.forms import GiveForm, PurposeForm
from ayni.people.models import Consent, Person, Purpose
from ayni.people.rules import ages

from .parts import fetch, tried


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
def choose(request: SignedIn, person_id: UUID) -> HttpResponse:
    """What for, and for whom."""
    person = fetch(request, person_id)
    form = PurposeForm(request.POST or None)
    if form.is_valid():
        purpose, organisation = form.cleaned_data["purpose"], form.cleaned_data["organisation"]
        if organisation:
            return redirect("people:consent-share", person_id=person.pk, code=organisation.code)
        return redirect("people:consent-give", person_id=person.pk, purpose=purpose.lower())
    page = {"person": person, "form": form, "title": _("Record a consent"), "back": "desk:person-consents"}
    return render(request, "people/part.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def give(request: SignedIn, person_id: UUID, purpose: str = "refer", code: str = "") -> HttpResponse:
    """The words to read aloud, and what the person says."""
    person = fetch(request, person_id)
    organisation = get_object_or_404(Organisation, code=code) if code else None
    form = GiveForm(
        request.POST or None,
        purpose=purpose.upper(),
        organisation=organisation,
        may_be_minor=ages.may_be_minor(person.birth_date, person.birth_precision, localdate()),
    )
    if form.is_valid() and tried(request, form, lambda: _give(request, person, form), _("It is recorded.")):
        return redirect("desk:person-consents", person_id=person.pk)
    label = Purpose(form.purpose).label
    page = {"person": person, "form": form, "organisation": organisation, "purpose": label}
    return render(request, "people/consent.html", page)


def _give(request: SignedIn, person: Person, form: GiveForm) -> Consent:
    return actions.give_consent(
        person=person,
        purpose=form.purpose,
        organisation=form.organisation,
        basis=form.cleaned_data["basis"],
        text=form.cleaned_data["text"],
        grounds=form.cleaned_data["grounds"],
        by=request.user,
        at=now(),
    )


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def withdraw(request: SignedIn, person_id: UUID, consent_id: UUID) -> HttpResponse:
    """What stops, before it stops."""
    person = fetch(request, person_id)
    found = Consent.objects.select_related("organisation", "text", "taken_by")
    consent = get_object_or_404(found, pk=consent_id, person=person)
    if request.method == "POST":
        done = _("It is withdrawn, from this moment on.")
        tried(request, None, lambda: actions.withdraw_consent(consent=consent, by=request.user, at=now()), done)
        return redirect("desk:person-consents", person_id=person.pk)
    page = {"person": person, "consent": consent, "effects": queries.effects_of_withdrawing(consent)}
    return render(request, "people/withdraw.html", page)
