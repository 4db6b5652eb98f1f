"""Registering: a search, a form that keeps what is typed, a last look at who it may already be."""

from collections.abc import Collection
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.lib.errors import RuleBroken
from ayni.people import actions, queries
from ayni.people.forms import ROWS, ConfirmForm, RegisterForm, find_districts
from ayni.people.models import Draft, Person
from ayni.people.rules import ages, asking, registering

NOT_KEPT = frozenset({"csrfmiddlewaretoken", "once", "add", "go"})


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_REGISTER)
def start(request: SignedIn) -> HttpResponse:
    """Begin, with the search that came before; or go on with what was begun."""
    if request.method == "GET":
        return render(request, "people/drafts.html", {"drafts": queries.drafts_of(request.user)})
    search = queries.unseal(request.POST.get("searched", ""))
    try:
        if search is None:
            raise registering.SearchFirst(_("Search for the person first."))
        draft = actions.start_draft(
            searched=search.text, searched_at=search.at, searched_by=search.by, by=request.user, at=now()
        )
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("desk:people")
    return redirect("people:draft", draft_id=draft.pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_REGISTER)
def draft(request: SignedIn, draft_id: UUID) -> HttpResponse:
    """The form. Whatever is sent is kept first and judged afterwards."""
    begun = get_object_or_404(Draft, pk=draft_id, user=request.user)
    if begun.person_id:
        return redirect("desk:person", person_id=begun.person_id)
    if request.method == "GET":
        page = {"form": _shown(begun), "draft": begun, "family_of": _family_of(request, begun)}
        return render(request, "people/register.html", page)
    typed = _keep(begun, request.POST, add=request.POST.get("add", ""))
    if section := request.POST.get("add", ""):
        return redirect(f"{request.path}#{section if section in ROWS else 'top'}")
    if request.POST.get("go") == "later":
        messages.success(request, _("Kept. You find it under “Register” until it is finished, for a week."))
        return redirect("desk:people")
    form = RegisterForm(typed, rows=_rows(begun))
    if not form.is_valid():
        page = {"form": form, "draft": begun, "family_of": _family_of(request, begun)}
        return render(request, "people/register.html", page)
    return redirect("people:check", draft_id=begun.pk)


@require_POST
@requires(Permission.PERSON_REGISTER)
def save(request: SignedIn, draft_id: UUID) -> HttpResponse:
    """Keep what is typed so far, while it is being typed."""
    begun = get_object_or_404(Draft, pk=draft_id, user=request.user, person=None)
    _keep(begun, request.POST)
    return render(request, "people/_saved.html", {"draft": begun})


@require_POST
@requires(Permission.PERSON_REGISTER)
def discard(request: SignedIn, draft_id: UUID) -> HttpResponse:
    begun = get_object_or_404(Draft, pk=draft_id, user=request.user, person=None)
    actions.discard_draft(draft=begun)
    messages.success(request, _("What was typed is thrown away."))
    return redirect("people:register")


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_REGISTER)
@once
def check(request: SignedIn, draft_id: UUID) -> HttpResponse:
    """Who it may already be, what will be kept, and whether the person agrees."""
    begun = get_object_or_404(Draft, pk=draft_id, user=request.user)
    if begun.person_id:
        return redirect("desk:person", person_id=begun.person_id)
    form = RegisterForm(_typed(begun), rows=_rows(begun))
    if not form.is_valid():
        return redirect("people:draft", draft_id=begun.pk)
    confirm: ConfirmForm | None = None
    if request.method == "POST":
        # Whom this user was shown, not whom a search finds now: somebody may have been registered in between.
        shown = queries.unseal_shown(request.POST.get("shown", ""), draft=begun.pk, by=request.user.pk)
        confirm = _confirm(form, request.POST, shown)
        if confirm.is_valid() and (made := _register(request, begun, form, confirm, shown)):
            return redirect("desk:person", person_id=made.pk)
    return render(request, "people/check.html", _check_page(request, begun, form, confirm))


def _confirm(form: RegisterForm, typed: QueryDict | None, shown: Collection[UUID]) -> ConfirmForm:
    new = form.person()
    return ConfirmForm(
        typed,
        somebody=bool(shown),
        unusual=bool(form.unusual),
        may_be_minor=ages.may_be_minor(new.birth_date, new.birth_precision, localdate()),
    )


def _check_page(request: SignedIn, begun: Draft, form: RegisterForm, confirm: ConfirmForm | None) -> dict[str, Any]:
    new = form.person()
    found = _found(new, request)
    shown = [hit.person.pk for hit in found.hits]
    return {
        "draft": begun, "form": form, "new": new, "found": found, "confirm": confirm or _confirm(form, None, shown),
        "shown": queries.seal_shown(shown, draft=begun.pk, by=request.user.pk),
        "family_of": _family_of(request, begun),
        "call": queries.whom_to_call(request.user) if found.somebody_hidden else None,
    }  # fmt: skip


@require_safe
@requires(Permission.PERSON_SEARCH)
def places(request: SignedIn) -> HttpResponse:
    """Districts for what is being typed, as options of a list."""
    return render(request, "people/_places.html", {"places": find_districts(request.GET.get("district", ""))})


def _register(
    request: SignedIn, begun: Draft, form: RegisterForm, confirm: ConfirmForm, shown: frozenset[UUID]
) -> Person | None:
    """The person; None if the rules refused, which the form then says."""
    new = form.person(confirm.consents())
    try:
        made = actions.finish_draft(draft=begun, person=new, dismissed=shown, by=request.user, at=now())
    except registering.MayAlreadyBeHere as broken:
        # Of whom the page shows now it was not said yet that it is none of them.
        confirm.data = typed = request.POST.copy()
        typed.pop("none_of_them", None)
        confirm.add_error("none_of_them", str(broken))
        return None
    except RuleBroken as broken:
        confirm.add_error(None, str(broken))
        return None
    messages.success(request, _("The person is registered."))
    if begun.family_of_id and not made.relationships.filter(relative=begun.family_of_id).exists():
        messages.warning(request, _("The link with the family could not be made. Add it under “Family”."))
    return made


def _family_of(request: SignedIn, begun: Draft) -> Person | None:
    """Of whose family the person is, if that file is still this user's to see."""
    people = Person.objects.visible_to(request.user)
    return people.filter(pk=begun.family_of_id).first() if begun.family_of_id else None


def _found(new: registering.NewPerson, request: SignedIn) -> queries.Found:
    sought = registering.sought(new)
    return queries.Found() if sought.is_empty else actions.search_for(sought=sought, by=request.user, at=now())


def _shown(begun: Draft) -> RegisterForm:
    """The form as it was left; at first, with what was searched for."""
    form = RegisterForm(rows=_rows(begun))
    if begun.data:
        form.fill(_typed(begun))
        return form
    with suppress(asking.NothingToSearch):
        form.fill_from_search(asking.read(begun.searched, localdate()), begun.searched)
    return form


def _keep(begun: Draft, post: QueryDict, add: str = "") -> QueryDict:
    """Save what was typed, with one more row where one was asked for."""
    data: dict[str, Any] = {name: post.getlist(name) for name in post if name not in NOT_KEPT}
    data["rows"] = {name: n + (name == add) for name, n in _rows(begun).items()}
    actions.save_draft(draft=begun, data=data, at=now())
    return _typed(begun)


def _rows(begun: Draft) -> dict[str, int]:
    rows = begun.data.get("rows", {})
    return {name: int(rows.get(name, 1)) for name in ROWS}


def _typed(begun: Draft) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, values in begun.data.items():
        if name != "rows":
            typed.setlist(name, values)
    return typed
