"""Photos and scans: bringing them, looking at them, taking them out."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.audit import actions as audit
from ayni.files.serving import served
from ayni.people import actions, queries
from ayni.people.forms import PhotoForm, RemovalForm, ScanForm
from ayni.people.models import Attachment, Person

from .parts import fetch, tried


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
def photo(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = fetch(request, person_id)
    form = PhotoForm(request.POST or None, request.FILES or None)
    # Judged before `once` begins its transaction: drawing anew takes a second, and nobody else waits for it.
    form.is_valid()
    current = queries.current_photo(person)
    page = {"title": _("Photo of the person"), "back": "desk:person", "photo": current}
    return _attach(request, person, form, page, _("The photo is in the file."))


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
def scan(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = fetch(request, person_id)
    initial = {"document": request.GET.get("document", "")}
    form = ScanForm(
        request.POST or None, request.FILES or None, documents=list(queries.documents(person)), initial=initial
    )
    form.is_valid()
    page = {"title": _("Scan or photograph a document"), "back": "desk:person-documents", "photo": None}
    return _attach(request, person, form, page, _("It is in the file."))


@once
def _attach(
    request: SignedIn, person: Person, form: PhotoForm | ScanForm, page: dict[str, Any], done: str
) -> HttpResponse:
    verb: Callable[[], Any] = lambda: actions.attach(  # noqa: E731
        person=person, new=form.attachment(), by=request.user, at=now()
    )
    if form.is_valid() and tried(request, form, verb, done):
        return redirect(page["back"], person_id=person.pk)
    return render(request, "people/picture.html", {"person": person, "form": form, **page})


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def remove(request: SignedIn, person_id: UUID, attachment_id: UUID) -> HttpResponse:
    person = fetch(request, person_id)
    attachment = get_object_or_404(queries.of_person(person).filter(ended_at__isnull=True), pk=attachment_id)
    form = RemovalForm(request.POST or None)
    if form.is_valid() and tried(
        request,
        form,
        lambda: actions.remove_attachment(attachment=attachment, by=request.user, at=now(), **form.cleaned_data),
        _("It is taken out of the file."),
    ):
        return redirect("desk:person-documents", person_id=person.pk)
    page = {"person": person, "form": form, "item": queries.shown(attachment), "back": "desk:person-documents"}
    return render(request, "people/remove_picture.html", page)


@require_safe
@requires(Permission.PERSON_VIEW)
def whole(request: SignedIn, person_id: UUID, attachment_id: UUID) -> HttpResponse:
    """The picture itself. Looking at it is a reading, with its purpose."""
    attachment = _of(request, person_id, attachment_id)
    answer = _served(attachment, small=False)
    purpose = queries.reading_purpose(request.session, attachment.person_id).lower()
    audit.record_reading(subject=attachment, by=request.user, at=now(), purpose=purpose, thread=attachment.person_id)
    return answer


@require_safe
@requires(Permission.PERSON_VIEW)
def small(request: SignedIn, person_id: UUID, attachment_id: UUID) -> HttpResponse:
    """The thumbnail, part of a page of the file: the reading of that page is recorded."""
    return _served(_of(request, person_id, attachment_id), small=True)


def _of(request: SignedIn, person_id: UUID, attachment_id: UUID) -> Attachment:
    """Only through somebody whom this user may see: the id alone opens nothing."""
    return get_object_or_404(queries.of_person(fetch(request, person_id)), pk=attachment_id, file__isnull=False)


def _served(attachment: Attachment, *, small: bool) -> HttpResponse:
    assert attachment.file is not None  # noqa: S101 - `_of` asks for it
    return served(attachment.file, of=attachment, small=small)
