"""Whoever publishes what was done, and prepares consultations: one writes, another approves."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import try_verb
from ayni.lib.paging import paginate

from .. import actions
from ..forms.participation import ConsultationForm, OpinionsForm, PublicationForm, ResultForm
from ..models import ConsultationState, PublicationState
from ..queries import participation as queries


@require_safe
@requires(Permission.FEEDBACK_WORK)
def opinions(request: SignedIn) -> HttpResponse:
    """What people answered after an attention, of offices that the user answers for: words of nobody."""
    form = OpinionsForm(request.GET, offices=queries.offices_asked_about(request.user))
    rows = queries.answers(request.user, form.office, since=form.month("desde"), until=form.month("hasta"))
    page = paginate(request, rows, order=("-month", "-pk"))
    return render(request, "feedback/opinions.html", {"form": form, "page": page})


@require_http_methods(["GET", "POST"])
@requires(Permission.FEEDBACK_WORK)
@once
def publications(request: SignedIn) -> HttpResponse:
    """What is published and what waits for approval; a new one."""
    form = PublicationForm(sent(request), today=localdate())
    if request.method == "POST" and form.is_valid():
        verb = lambda: actions.write_publication(words=form.words(request.user), by=request.user, at=now())  # noqa: E731
        if try_verb(request, form, verb, _("It is written. A colleague approves it.")):
            return redirect("feedback:publications")
    page = paginate(request, queries.publications(), order=("-written_at", "-pk"))
    shown = {"page": page, "form": form, "opinions": queries.opinions(request.user)}
    return render(request, "feedback/publications.html", shown, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.FEEDBACK_WORK)
@once
def publication(request: SignedIn, publication_id: UUID) -> HttpResponse:
    found = get_object_or_404(queries.publications(), pk=publication_id)
    do, by, at = request.POST.get("do", ""), request.user, now()
    form = PublicationForm(sent(request) if do == "write" else None, today=localdate(), publication=found)
    verbs = {
        "approve": lambda: actions.approve_publication(publication=found, by=by, at=at),
        "withdraw": lambda: actions.withdraw_publication(publication=found, by=by, at=at),
        "write": lambda: actions.rewrite_publication(publication=found, words=form.words(by), by=by, at=at),
    }
    is_right = do in verbs and (do != "write" or form.is_valid())
    if is_right and try_verb(request, form if do == "write" else None, verbs[do], _("It is done.")):
        return redirect("feedback:publication", found.pk)
    page = {
        "publication": found, "form": form, "reports": queries.behind(found, by)[:50],
        "is_draft": found.state == PublicationState.DRAFT, "is_own": found.written_by_id == by.pk,
    }  # fmt: skip
    return render(request, "feedback/publication.html", page, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.FEEDBACK_WORK)
@once
def consultations_kept(request: SignedIn) -> HttpResponse:
    form = ConsultationForm(sent(request))
    if request.method == "POST" and form.is_valid():
        verb = lambda: actions.prepare_consultation(asked=form.asked(), by=request.user, at=now())  # noqa: E731
        if try_verb(request, form, verb, _("It is prepared. A colleague opens it.")):
            return redirect("feedback:consultations-kept")
    page = paginate(request, queries.consultations(), order=("-made_at", "-pk"))
    shown = {"page": page, "form": form, "taking_part": queries.taking_part()}
    return render(request, "feedback/consultations.html", shown, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.FEEDBACK_WORK)
@once
def consultation_kept(request: SignedIn, consultation_id: UUID) -> HttpResponse:
    """One of them: opened by another, read, and its result published."""
    found = get_object_or_404(queries.consultations(), pk=consultation_id)
    do, by, at = request.POST.get("do", ""), request.user, now()
    form = ResultForm(sent(request) if do == "publish" else None)
    verbs = {
        "open": lambda: actions.open_consultation(consultation=found, by=by, at=at),
        "publish": lambda: actions.publish_result(consultation=found, by=by, at=at, **form.cleaned_data),
    }
    is_right = do in verbs and (do != "publish" or form.is_valid())
    if is_right and try_verb(request, form if do == "publish" else None, verbs[do], _("It is done.")):
        return redirect("feedback:consultation-kept", found.pk)
    page = {
        "consultation": found, "form": form, "outcome": queries.outcome(found),
        "page": paginate(request, queries.contributions(found), order=("-pk",)),
        "is_draft": found.state == ConsultationState.DRAFT, "is_own": found.made_by_id == by.pk,
        "is_open": found.state == ConsultationState.OPEN, "is_over": localdate() > found.closes_on,
    }  # fmt: skip
    return render(request, "feedback/consultation.html", page, status=400 if form.errors else 200)
