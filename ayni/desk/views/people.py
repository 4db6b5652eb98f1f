"""Search, and the file of a person: what the apps below know about somebody, for whoever may see it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.permissions import Permission, SignedIn, requires
from ayni.audit import actions as audit
from ayni.cases.models import Case
from ayni.desk.queries import readers as reading
from ayni.desk.queries.received import received
from ayni.people import actions, queries
from ayni.people.forms import ReadingForm
from ayni.people.models import Person, ReadingPurpose
from ayni.people.queries import retention, rights
from ayni.people.rules import asking
from ayni.procedures import queries as procedures

PURPOSES = "reading_purposes"
"""In the session: why this user reads which file, where it is not to attend to the person."""

TABS = (
    ("desk:person", gettext_lazy("Summary")),
    ("desk:person-documents", gettext_lazy("Documents and situation")),
    ("desk:person-contact", gettext_lazy("Contact and residence")),
    ("desk:person-family", gettext_lazy("Family")),
    ("desk:person-history", gettext_lazy("History")),
    ("desk:person-consents", gettext_lazy("Consents")),
    ("desk:person-cases", gettext_lazy("Cases")),
    ("desk:person-applications", gettext_lazy("Applications")),
    ("desk:person-received", gettext_lazy("Services and sessions")),
    ("desk:person-readers", gettext_lazy("Who has seen it")),
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PERSON_SEARCH)
def search(request: SignedIn) -> HttpResponse:
    """One box. What was typed travels sealed: no name stays in an address, in the browser's history or in a log."""
    typed = request.POST.get("q") if request.method == "POST" else request.GET.get("q")
    if typed is not None and not request.htmx:  # type: ignore[attr-defined]
        sealed = queries.seal(typed[: asking.LONGEST], by=request.user.pk, at=now())
        return redirect(f"{request.path}?s={sealed}")
    search = queries.unseal(request.GET.get("s", ""))
    page = _results(request, typed if typed is not None else search.text if search else None)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "desk/people/_results.html", page)
    if (found := page["found"]) and found.finding:
        return redirect(found.finding.url)
    recent = queries.recently_opened(request.user) if page["text"] is None else []
    may_import = Permission.PERSON_IMPORT in request.user.permissions
    return render(request, "desk/people/search.html", {**page, "recent": recent, "may_import": may_import})


def _results(request: SignedIn, text: str | None) -> dict[str, Any]:
    at = now()
    page: dict[str, Any] = {"text": text, "nothing": "", "found": None, "call": None, "searched": ""}
    if text is None:
        return page
    try:
        found = actions.search(text=text, by=request.user, at=at)
    except asking.NothingToSearch as nothing:
        return page | {"nothing": str(nothing)}
    call = queries.whom_to_call(request.user) if found.somebody_hidden else None
    return page | {"found": found, "call": call, "searched": queries.seal(text, by=request.user.pk, at=at)}


@require_safe
@requires(Permission.PERSON_VIEW)
def summary(request: SignedIn, person_id: UUID) -> HttpResponse:
    try:
        person = open_file(request, person_id)
    except Http404:
        return _erased(request, person_id)
    page = {
        "nationalities": queries.nationalities(person),
        "documents": [d for d in queries.documents(person) if d.ended_at is None],
        "gender": queries.gender_label(person),
        "also_registered_as": queries.also_registered_as(person),
        "may_adjudicate": request.user.may(Permission.PERSON_ADJUDICATE),
    }
    return render_part(request, person, "desk:person", page)


@require_safe
@requires(Permission.PERSON_VIEW)
def documents(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = open_file(request, person_id)
    papers = queries.papers(person)
    page = {
        "documents": papers.documents,
        "situations": papers.situations,
        "attachments": papers.attachments,
        "scans": queries.by_document(papers.attachments),
        "earlier": papers.earlier,
    }
    return render_part(request, person, "desk:person-documents", page)


@require_safe
@requires(Permission.PERSON_VIEW)
def contact(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = open_file(request, person_id)
    return render_part(request, person, "desk:person-contact", {"residences": queries.residences(person)})


@require_safe
@requires(Permission.PERSON_VIEW)
def family(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = open_file(request, person_id)
    page = {
        "family": queries.family(person, request.user),
        "home": queries.home_of(person, request.user),
        "may_register": request.user.may(Permission.PERSON_REGISTER),
    }
    return render_part(request, person, "desk:person-family", page)


@require_safe
@requires(Permission.PERSON_VIEW)
def consents(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = open_file(request, person_id)
    return render_part(request, person, "desk:person-consents", {"consents": queries.history(person)})


@require_safe
@requires(Permission.PERSON_VIEW)
def cases(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Only those that this user may see; somebody without the permission sees that there is nothing for them here."""
    person = open_file(request, person_id)
    visible = Case.objects.visible_to(request.user) if request.user.may(Permission.CASE_VIEW) else Case.objects.none()
    rows = visible.filter(person=person).select_related("caseworker").order_by("-opened_at", "-pk")
    return render_part(request, person, "desk:person-cases", {"cases": rows[:50]})


@require_safe
@requires(Permission.PERSON_VIEW)
def applications(request: SignedIn, person_id: UUID) -> HttpResponse:
    """What the person applied for here, as far as this user may see it."""
    person = open_file(request, person_id)
    rows = procedures.of_person(person.pk, request.user)[:50]
    may_begin = request.user.may(Permission.APPLICATION_RECEIVE)
    return render_part(request, person, "desk:person-applications", {"applications": rows, "may_begin": may_begin})


@require_safe
@requires(Permission.PERSON_VIEW)
def services(request: SignedIn, person_id: UUID) -> HttpResponse:
    """What the person got over all their cases, and the sessions that they came to (R89)."""
    person = open_file(request, person_id)
    page = {"received": received(person, request.user), "may_keep": request.user.may(Permission.SESSION_KEEP)}
    return render_part(request, person, "desk:person-received", page)


@require_safe
@requires(Permission.PERSON_VIEW)
def readers(request: SignedIn, person_id: UUID) -> HttpResponse:
    person = open_file(request, person_id)
    page = {
        "readers": reading.of_person(person),
        "may_export": request.user.may(Permission.PERSON_EXPORT),
        "may_erase": request.user.may(Permission.PERSON_ERASE),
    }
    return render_part(request, person, "desk:person-readers", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.PERSON_VIEW)
def purpose(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Why the file is read, where it is not to attend to the person. It holds until the session ends."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    form = ReadingForm(request.POST or None, initial={"purpose": _purpose(request, person)})
    if form.is_valid():
        kept = {**request.session.get(PURPOSES, {}), str(person.pk): form.cleaned_data["purpose"]}
        request.session[PURPOSES] = kept
        return redirect("desk:person", person_id=person.pk)
    page = {"person": person, "form": form, "title": _("Why you are reading this file"), "back": "desk:person"}
    return render(request, "people/part.html", page)


def open_file(request: SignedIn, person_id: UUID) -> Person:
    """The file, for somebody who reads it now: the reading is recorded, with its purpose. A stranger gets 404."""
    person = get_object_or_404(queries.openable(request.user, localdate()), pk=person_id)
    reason = _purpose(request, person).lower()
    audit.record_reading(subject=person, by=request.user, at=now(), purpose=reason, thread=person.pk)
    return person


def _erased(request: SignedIn, person_id: UUID) -> HttpResponse:
    """What was here, for whoever might have seen it: that it was erased, when and by which rule. Nobody else learns."""
    erasure = rights.erasure(person_id, request.user)
    if erasure is None:
        raise Http404
    return render(request, "desk/people/erased.html", {"erasure": erasure, "rule": retention.rule_of(erasure)})


def _purpose(request: SignedIn, person: Person) -> str:
    purposes: dict[str, str] = request.session.get(PURPOSES, {})
    return purposes.get(str(person.pk), ReadingPurpose.ATTENTION)


def render_part(request: SignedIn, person: Person, tab: str, page: dict[str, Any]) -> HttpResponse:
    """A part of the file under its head: who this is, and what nobody who opens it may miss."""
    contacts = page.pop("contacts") if "contacts" in page else queries.contacts(person)
    may_be_kept: bool = person.may_be_kept  # type: ignore[attr-defined]
    alerts = queries.alerts(person, [c for c in contacts if c.ended_at is None], may_be_kept, localdate())
    alerts += queries.alerts_of_family(person, request.user, localdate())
    alerts += queries.expiry_alerts(person, localdate())
    head = {
        "person": person,
        "tabs": TABS,
        "tab": tab,
        "alerts": alerts,
        "characteristics": queries.characteristics_now(person),
        "contacts": contacts,
        "may_be_kept": may_be_kept,
        "may_edit": request.user.may(Permission.PERSON_EDIT),
        "may_work": request.user.may(Permission.CASE_WORK),
        "purpose": ReadingPurpose(_purpose(request, person)).label,
    }
    name = tab.removeprefix("desk:").replace("-", "_")
    return render(request, f"desk/people/{name}.html", {**head, **page})
