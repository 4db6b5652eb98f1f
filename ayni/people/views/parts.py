"""Pages that change one part of a file."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.lib.doors import refuse
from ayni.lib.errors import RuleBroken
from ayni.people import actions
from ayni.people.forms import (
    ContactForm,
    DocumentForm,
    IdentityForm,
    PlaceForm,
    SituationForm,
    TellingForm,
)
from ayni.people.models import ContactPoint, IdentityDocument, Person
from ayni.people.rules.sources import WeakerSource


def fetch(request: SignedIn, person_id: UUID) -> Person:
    """A stranger learns nothing, not even that there is such a file."""
    return get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)


def tried(request: SignedIn, form: forms.Form | None, verb: Callable[[], Any], done: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        verb()
    except RuleBroken as broken:
        if form is None:
            messages.error(request, str(broken))
        elif isinstance(broken, WeakerSource) and isinstance(form, TellingForm):
            form.ask_to_confirm(str(broken))
        else:
            refuse(form, broken)
        return False
    messages.success(request, done)
    return True


def part_page(request: SignedIn, person: Person, form: forms.Form, title: str, back: str, **more: Any) -> HttpResponse:
    page = {"person": person, "form": form, "title": title, "back": back, **more}
    return render(request, more.pop("template", "people/part.html"), page)


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def identity(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = fetch(request, person_id)
    form = IdentityForm(request.POST or None, person=person)
    if form.is_valid() and tried(
        request,
        form,
        lambda: actions.correct_identity(person=person, told=form.told(), by=request.user, at=now(), **form.values()),
        _("The data are corrected."),
    ):
        return redirect("desk:person", person_id=person.pk)
    return part_page(request, person, form, _("Correct who this is"), "desk:person", template="people/identity.html")


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def document_add(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = fetch(request, person_id)
    form = DocumentForm(request.POST or None)
    if form.is_valid() and tried(
        request,
        form,
        lambda: actions.add_document(
            person=person, document=form.document(), told=form.told(), by=request.user, at=now()
        ),
        _("The document is in the file."),
    ):
        return redirect("desk:person-documents", person_id=person.pk)
    return part_page(
        request, person, form, _("Add a document"), "desk:person-documents", template="people/document.html"
    )


@require_POST
@requires(Permission.PERSON_EDIT)
@once
def document_change(request: SignedIn, person_id: UUID, document_id: int, change: str) -> HttpResponse:
    """Verified, or ended."""
    person = fetch(request, person_id)
    document = get_object_or_404(IdentityDocument, pk=document_id, person=person)
    verb, done = {
        "verify": (actions.verify_document, _("It is noted that you saw the original.")),
        "end": (actions.end_document, _("The document is ended. It stays in the history.")),
    }[change]
    tried(request, None, lambda: verb(document=document, by=request.user, at=now()), done)
    return redirect("desk:person-documents", person_id=person.pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def situation(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = fetch(request, person_id)
    form = SituationForm(request.POST or None)
    if form.is_valid() and tried(
        request,
        form,
        lambda: actions.record_situation(person=person, told=form.told(), by=request.user, at=now(), **form.values()),
        _("The migratory situation is recorded. The one before is kept."),
    ):
        return redirect("desk:person-documents", person_id=person.pk)
    return part_page(request, person, form, _("Record the migratory situation"), "desk:person-documents")


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def contact_add(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = fetch(request, person_id)
    form = ContactForm(request.POST or None)
    if form.is_valid() and tried(
        request,
        form,
        lambda: actions.add_contact(person=person, contact=form.contact(), told=form.told(), by=request.user, at=now()),
        _("The contact is in the file."),
    ):
        return redirect("desk:person-contact", person_id=person.pk)
    return part_page(request, person, form, _("Add a contact"), "desk:person-contact", template="people/contact.html")


@require_POST
@requires(Permission.PERSON_EDIT)
@once
def contact_end(request: SignedIn, person_id: UUID, contact_id: int) -> HttpResponse:
    person = fetch(request, person_id)
    contact = get_object_or_404(ContactPoint, pk=contact_id, person=person)
    done = _("The contact must not be used any more.")
    tried(request, None, lambda: actions.end_contact(contact=contact, by=request.user, at=now()), done)
    return redirect("desk:person-contact", person_id=person.pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def residence(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = fetch(request, person_id)
    form = PlaceForm(request.POST or None)
    if form.is_valid() and tried(
        request,
        form,
        lambda: actions.move(person=person, told=form.told(), by=request.user, at=now(), **form.values()),
        _("Where the person lives is recorded. The place before is kept."),
    ):
        return redirect("desk:person-contact", person_id=person.pk)
    return part_page(request, person, form, _("The person lives elsewhere"), "desk:person-contact")
