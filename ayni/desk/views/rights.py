"""What a person may ask for: who saw their file, a copy of their data, its end. And how long things are kept."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.pace import limited
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.access.recent import recent_sign_in
from ayni.access.speaking import spoken
from ayni.audit import actions as audit
from ayni.design.pdf import pdf_response
from ayni.desk.forms.rights import EraseForm, HandForm, HoldForm
from ayni.desk.queries import seen
from ayni.lib.doors import try_verb
from ayni.lib.errors import RuleBroken
from ayni.lib.qr import qr_image
from ayni.people import actions, queries
from ayni.people.models import Handover, Person, ReadingPurpose
from ayni.people.queries import own_data as copies
from ayni.people.queries import retention, rights

OWN_REQUEST = ReadingPurpose.OWN_REQUEST.lower()


def fetch(request: SignedIn, person_id: UUID) -> Person:
    """The file, for somebody who acts on it: what they do is recorded by its verb. A stranger gets 404."""
    return get_object_or_404(queries.whole(Person.objects.held_by(request.user), localdate()), pk=person_id)


@require_safe
@requires(Permission.PERSON_EXPORT)
def who_saw(request: SignedIn, person_id: UUID) -> HttpResponse:
    """The report on the screen, to be read with the person. Opening it is a reading too."""
    person = fetch(request, person_id)
    audit.record_reading(subject=person, by=request.user, at=now(), purpose=OWN_REQUEST, thread=person.pk)
    page = {"person": person, "report": seen.report(person, request.user)}
    return render(request, "desk/people/who_saw.html", page)


@require_safe
@requires(Permission.PERSON_EXPORT)
def print_who_saw(request: SignedIn, person_id: UUID) -> HttpResponse:
    """The same on paper, with a proof. Each printing is in the trail, and so in the next report."""
    person = fetch(request, person_id)
    report = seen.report(person, request.user)
    made = actions.print_readers(person=person, by=request.user, at=now())
    page = {"person": person, "report": report, **_proved(made)}
    return pdf_response("desk/people/who_saw_print.html", page, name="quien-vio-mi-expediente")


def _proved(made: Handover) -> dict[str, object]:
    address = settings.PUBLIC_URL + reverse("desk:handover-proof", args=[made.proof])
    return {"made": made, "qr": qr_image(address), "address": address}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PERSON_EXPORT)
@recent_sign_in
@once
def own_data(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Who asks for the copy, and how that was checked; then the copy itself, for an hour."""
    person, at = fetch(request, person_id), now()
    form = HandForm(sent(request))

    def verb() -> object:
        return actions.hand_over(person=person, by=request.user, at=at, **form.cleaned_data)

    if form.is_valid() and try_verb(request, form, verb, _("The copy is ready. Read it before you hand it over.")):
        return redirect("desk:own-data", person_id=person.pk)
    made = rights.open_handover(person, request.user, at)
    page = {"person": person, "form": form, "made": made, "withheld": copies.withheld() if made else []}
    return render(request, "desk/people/own_data.html", page)


@require_safe
@requires(Permission.PERSON_EXPORT)
@recent_sign_in
def own_data_file(request: SignedIn, person_id: UUID, kind: str) -> HttpResponse:
    """The copy as a file. An hour after the form was filled in, it has to be filled in again."""
    person = fetch(request, person_id)
    made = rights.open_handover(person, request.user, now())
    if made is None:
        return redirect("desk:own-data", person_id=person.pk)
    actions.record_download(handover=made, kind=kind, by=request.user, at=now())
    copy = copies.copy_of(person, request.user)
    if kind == "json":
        pretty = {"ensure_ascii": False, "indent": 1}
        named = {"Content-Disposition": 'attachment; filename="mis-datos.json"'}
        return JsonResponse(copies.as_json(copy, made), json_dumps_params=pretty, headers=named)
    page = {"person": person, "copy": copy, **_proved(made)}
    return pdf_response("desk/people/own_data_print.html", page, name="mis-datos")


@require_safe
@limited("proof", most=30, seconds=600)
@spoken
def proof(request: HttpRequest, proof: str) -> HttpResponse:
    """Whether a paper came from here, of which kind and day; never about whom."""
    return render(request, "desk/handover_proof.html", {"made": rights.handover(proof)})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PERSON_ERASE)
@recent_sign_in
@once
def erase(request: SignedIn, person_id: UUID) -> HttpResponse:
    """What goes, what stays and why; then, once, the end of the file."""
    person, at = fetch(request, person_id), now()
    form = EraseForm(sent(request))

    def verb() -> object:
        return actions.erase(person=person, ground=form.cleaned_data["ground"], by=request.user, at=at)

    if form.is_valid() and try_verb(request, form, verb, _("The file was erased.")):
        return redirect("desk:person", person_id=person.pk)
    page = {"person": person, "form": form, **_prospect(request, person)}
    return render(request, "desk/people/erase.html", page)


def _prospect(request: SignedIn, person: Person) -> dict[str, object]:
    try:
        actions.check_may_erase(person, by=request.user, today=localdate())
    except RuleBroken as refused:
        return {"refused": str(refused), "steps": []}
    return {"refused": "", "steps": actions.plan_of_erasing(person, at=now())}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PERSON_ERASE)
@once
def hold(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Keep a file that would otherwise be erased, until a day."""
    person, at = fetch(request, person_id), now()
    form = HoldForm(sent(request))

    def verb() -> object:
        return actions.place_hold(person=person, by=request.user, at=at, **form.cleaned_data)

    if form.is_valid() and try_verb(request, form, verb, _("The file is on hold.")):
        return redirect("desk:hold", person_id=person.pk)
    page = {"person": person, "form": form, "standing": rights.standing_hold(person, localdate(at))}
    return render(request, "desk/people/hold.html", page)


@require_POST
@requires(Permission.PERSON_ERASE)
@once
def lift_hold(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = fetch(request, person_id)
    standing = rights.standing_hold(person, localdate())
    if standing is not None:
        try_verb(
            request, None, lambda: actions.lift_hold(hold=standing, by=request.user, at=now()), _("The hold is lifted.")
        )
    return redirect("desk:hold", person_id=person.pk)


@require_safe
@requires(Permission.PERSON_ERASE)
def conservation(request: SignedIn) -> HttpResponse:
    """The rules in force, what the next night would end, and what the last ones did."""
    page = {"prospects": retention.prospects(request.user, now()), "runs": retention.told_runs()}
    return render(request, "desk/retention.html", page)
