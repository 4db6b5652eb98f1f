"""Pages of a household, always reached from the file of somebody who lives there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.people import actions, queries
from ayni.people.forms import EndHouseholdForm, JoinForm, LeaveForm, MoveForm
from ayni.people.models import HouseholdMember, Person
from ayni.people.rules.households import CannotLiveThere
from ayni.people.rules.sources import WeakerSource

from .families import chosen_file, files_found
from .parts import fetch, part_page, tried

BACK = "desk:person-family"


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def join(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Whom the person lives with: of the family, or whoever is found."""
    person = fetch(request, person_id)
    kin = {k.file.pk: k for k in queries.family(person, request.user) if k.stands and k.file}
    members = {m.person_id for m in queries.home_of(person, request.user).members}
    form = JoinForm(request.POST or None, relatives=[k.file for pk, k in kin.items() if k.file and pk not in members])
    found: list[queries.Hit] = []
    if form.is_valid():
        found = files_found(request, form, person)
        other = form.relative() or chosen_file(request, form)
        if other and not form.errors:
            kind = kin[other.pk].relationship.kind if other.pk in kin else ""
            if tried(request, form, lambda: _join(request, person, other, kind, form), _("They live together.")):
                return redirect(BACK, person_id=person.pk)
    more = {"found": found, "template": "people/household_join.html"}
    return part_page(request, person, form, _("Who lives with the person"), BACK, **more)


def _join(request: SignedIn, person: Person, other: Person, kind: str, form: JoinForm) -> HouseholdMember:
    """Whoever lives in no household joins the household of the other."""
    mine, theirs = queries.current_membership(person), queries.current_membership(other)
    if mine and theirs and mine.household_id != theirs.household_id:
        raise CannotLiveThere(_("Both live in a household, and not in the same. Say first that one of them left it."))
    by: dict[str, Any] = {"by": request.user, "at": now(), **form.values()}
    if theirs and not mine:
        return actions.live_together(person=person, other=other, **by)
    return actions.live_together(person=other, other=person, kind=kind, **by)


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def leave(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Some of the household go elsewhere."""
    person = fetch(request, person_id)
    home = _home(request, person)
    form = LeaveForm(request.POST or None, members=home.members)
    if form.is_valid() and tried(
        request, form, lambda: _leave(request, home, form), _("It is recorded. The history keeps who lived here.")
    ):
        return redirect(BACK, person_id=person.pk)
    return part_page(request, person, form, _("Somebody no longer lives here"), BACK)


def _leave(request: SignedIn, home: queries.Home, form: LeaveForm) -> None:
    household = home.membership.household  # type: ignore[union-attr]
    if form.stay_together:
        roles = {member.person: member.role for member in form.chosen()}
        actions.split_household(household=household, members=roles, since=form.day, by=request.user, at=now())
    else:
        actions.leave_household(household=household, people=form.people, until=form.day, by=request.user, at=now())


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def dissolve(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = fetch(request, person_id)
    home = _home(request, person)
    form = EndHouseholdForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        household = home.membership.household  # type: ignore[union-attr]
        done = _("The household has ended. The history keeps who lived there.")
        if tried(
            request,
            form,
            lambda: actions.dissolve_household(household=household, until=form.day, by=request.user, at=now()),
            done,
        ):
            return redirect(BACK, person_id=person.pk)
    more = {"home": home, "template": "people/household_end.html"}
    return part_page(request, person, form, _("They no longer live together"), BACK, **more)


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_EDIT)
@once
def move(request: SignedIn, person_id: UUID) -> HttpResponse:
    """The household lives elsewhere now: whoever is marked moves."""
    person = fetch(request, person_id)
    form = MoveForm(request.POST or None, members=_home(request, person).members)
    if form.is_valid():
        try:
            place = {"told": form.told(), **form.values()}
            count = actions.move_household(people=form.people, by=request.user, at=now(), **place)
        except actions.CannotMove as refused:
            sentence = f"{refused.person.listed_name}: {refused}"
            if isinstance(refused.__cause__, WeakerSource):
                form.ask_to_confirm(sentence)
            else:
                form.add_error("people", sentence)
        else:
            messages.success(request, _("Where they live is recorded for %(count)s people.") % {"count": count})
            return redirect(BACK, person_id=person.pk)
    return part_page(request, person, form, _("The household lives elsewhere"), BACK)


def _home(request: SignedIn, person: Person) -> queries.Home:
    """With the members whom this user may see; a person who lives in no household has no such page."""
    home = queries.home_of(person, request.user)
    if home.membership is None:
        raise Http404
    return home
