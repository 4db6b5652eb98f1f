"""Pages that change family links. Whoever has a file is chosen among those this user may see."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.people import actions, queries
from ayni.people.forms import CorrectRelativeForm, EndRelativeForm, FamilyForm, IdentifyForm, RelativeForm
from ayni.people.models import Draft, Person
from ayni.people.queries import Kin
from ayni.people.rules import asking
from ayni.people.rules.families import LooksWrong

from .parts import fetch, part_page, tried

BACK = "desk:person-family"


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def add(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Somebody of the family, or who came along."""
    person = fetch(request, person_id)
    form = RelativeForm(request.POST or None)
    found: list[queries.Hit] = []
    if form.is_valid():
        found = files_found(request, form, person)
        file = chosen_file(request, form)
        if (file or not found) and not form.errors:
            verb = _asked(form, lambda: actions.add_relative(
                person=person, relative=form.relative(file), by=request.user, at=now(), confirmed=form.is_sure
            ))  # fmt: skip
            if tried(request, form, verb, _("The relative is in the file.")):
                return redirect(BACK, person_id=person.pk)
    more = {"found": found, "template": "people/relative.html"}
    return part_page(request, person, form, _("Add a relative"), BACK, **more)


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def correct(request: SignedIn, person_id: UUID, relationship_id: int) -> HttpResponse:
    person = fetch(request, person_id)
    kin = _shown(request, person, relationship_id)
    form = CorrectRelativeForm(request.POST or None, row=kin.relationship)
    if form.is_valid():
        verb = _asked(form, lambda: actions.correct_relative(
            relationship=kin.relationship, relative=form.relative(), by=request.user, at=now(), confirmed=form.is_sure
        ))  # fmt: skip
        if tried(request, form, verb, _("The link is corrected.")):
            return redirect(BACK, person_id=person.pk)
    more = {"kin": kin, "template": "people/relative.html"}
    return part_page(request, person, form, _("Correct a family link"), BACK, **more)


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def identify(request: SignedIn, person_id: UUID, relationship_id: int) -> HttpResponse:
    """Somebody who was only mentioned has a file."""
    person = fetch(request, person_id)
    kin = _shown(request, person, relationship_id)
    form = IdentifyForm(request.POST or None)
    found: list[queries.Hit] = []
    if form.is_valid():
        found = files_found(request, form, person)
        if (file := chosen_file(request, form)) and not form.errors:
            verb = _asked(form, lambda: actions.identify_relative(
                relationship=kin.relationship, file=file, by=request.user, at=now(), confirmed=form.is_sure
            ))  # fmt: skip
            if tried(request, form, verb, _("The relative has their file now. The link is in both.")):
                return redirect(BACK, person_id=person.pk)
    more = {"kin": kin, "found": found, "template": "people/relative.html"}
    return part_page(request, person, form, _("Which file does this relative have?"), BACK, **more)


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def end(request: SignedIn, person_id: UUID, relationship_id: int) -> HttpResponse:
    person = fetch(request, person_id)
    kin = _shown(request, person, relationship_id)
    form = EndRelativeForm(request.POST or None)
    if form.is_valid() and tried(
        request,
        form,
        lambda: actions.end_relative(relationship=kin.relationship, by=request.user, at=now(), **form.values()),
        _("The link is ended. The history keeps it."),
    ):
        return redirect(BACK, person_id=person.pk)
    more = {"kin": kin, "template": "people/relative.html"}
    return part_page(request, person, form, _("This link no longer stands"), BACK, **more)


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_REGISTER)
@once
def register(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Register somebody else of this family: with a search first, as always."""
    person = fetch(request, person_id)
    form = FamilyForm(request.POST or None, person=person)
    found, sealed = None, ""
    if form.is_valid():
        search = queries.unseal(request.POST.get("searched", ""))
        if search and search.text == form.searched:
            begun = _begin(request, person, form, search)
            if begun is not None:
                return redirect("people:draft", draft_id=begun.pk)
        found = _searched(request, form)
        sealed = queries.seal(form.searched, by=request.user.pk, at=now())
    call = queries.whom_to_call(request.user) if found and found.somebody_hidden else None
    shown = {"person": person, "form": form, "found": found, "searched": sealed, "call": call}
    return render(request, "people/family_register.html", shown)


def _begin(request: SignedIn, person: Person, form: FamilyForm, search: queries.SealedSearch) -> Draft | None:
    """The draft of the next registration; None if the rules refused, which the form then says."""
    together = actions.Together(
        family_of=person,
        relation=form.cleaned_data["relation"],
        same_household=form.cleaned_data["same_household"],
    )
    begun: list[Draft] = []
    said = tried(
        request,
        form,
        lambda: begun.append(
            actions.start_draft(
                searched=search.text,
                searched_at=search.at,
                searched_by=search.by,
                together=together,
                data={**queries.typed_for_relative(person), **form.typed()},
                by=request.user,
                at=now(),
            )
        ),
        _("Go on with whoever is of the same family. What is the same is filled in: check it."),
    )
    return begun[0] if said else None


def _searched(request: SignedIn, form: FamilyForm) -> queries.Found | None:
    try:
        return actions.search(text=form.searched, by=request.user, at=now())
    except asking.NothingToSearch as nothing:
        form.add_error("given_names", str(nothing))
        return None


def _shown(request: SignedIn, person: Person, pk: int) -> Kin:
    """A link that this user is shown in the file; any other is not there."""
    kin = queries.shown_relationship(person, request.user, pk)
    if kin is None:
        raise Http404
    return kin


def _asked(form: Any, verb: Callable[[], Any]) -> Callable[[], Any]:
    """The verb; if it asks whether something is really so, the form shows where to say it."""

    def asked() -> Any:
        try:
            return verb()
        except LooksWrong:
            form.has_doubt = True
            raise

    return asked


def chosen_file(request: SignedIn, form: forms.Form) -> Person | None:
    pk = form.cleaned_data.get("file")
    return Person.objects.visible_to(request.user).filter(pk=pk).first() if pk else None


def files_found(request: SignedIn, form: forms.Form, person: Person) -> list[queries.Hit]:
    """Whom the words may mean, to be chosen from. Adds an error if there is nobody."""
    text = form.cleaned_data.get("has_file") or ""
    if not text:
        return []
    try:
        hits = actions.search(text=text, by=request.user, at=now()).hits
    except asking.NothingToSearch as nothing:
        form.add_error("has_file", str(nothing))
        return []
    found = [hit for hit in hits if hit.person.pk != person.pk]
    if not found:
        form.add_error("has_file", _("No file is found with that. Leave it empty, or type it another way."))
    return found
