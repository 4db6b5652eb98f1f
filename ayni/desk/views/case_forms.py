"""The forms of a case: what is due, answering, reading, printing, comparing."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.audit import actions as audit
from ayni.cases import actions
from ayni.cases.models import CaseForm
from ayni.cases.queries import forms as queries
from ayni.design.pdf import pdf_response
from ayni.instruments import queries as instruments
from ayni.instruments import rules as asking
from ayni.instruments.forms import AnswerForm
from ayni.instruments.languages import language_for
from ayni.lib.doors import seen_mark, try_verb
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid

from .doors import fetch_case, open_file, tabs

SAVE, LATER, DONE = "save", "later", "done"


def _fetch(request: SignedIn, case_id: UUID, form_id: UUID) -> CaseForm:
    case = fetch_case(request.user, case_id)
    rows = CaseForm.objects.filter(case=case).select_related("instrument", "started_by", "saved_by")
    form = get_object_or_404(rows.prefetch_related("instrument__questions"), pk=form_id)
    form.case = case
    return form


@require_safe
@requires(Permission.CASE_VIEW)
def listing(request: SignedIn, case_id: UUID) -> HttpResponse:
    case = open_file(request, case_id)
    context = {"case": case, "tabs": tabs(case, "case-forms"), "forms": queries.of_case(case, now())}
    return render(request, "desk/case_forms.html", context)


@require_POST
@requires(Permission.CASE_WORK)
@once
def begin(request: SignedIn, case_id: UUID) -> HttpResponse:
    case, at = fetch_case(request.user, case_id), now()
    chosen = instruments.in_force("", localdate(at)).filter(code=request.POST.get("code", "")).first()
    if chosen is None:
        messages.error(request, _("That form is not in use any more. Choose another one."))
        return redirect("desk:case-forms", case_id=case.pk)
    try:
        form = actions.begin_form(case=case, instrument=chosen, by=request.user, at=at)
    except RuleBroken as refused:
        messages.error(request, str(refused))
        return redirect("desk:case-forms", case_id=case.pk)
    return redirect("desk:case-form", case_id=case.pk, form_id=form.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def form(request: SignedIn, case_id: UUID, form_id: UUID) -> HttpResponse:
    """The questions of a form that was begun; the answers of one that is complete."""
    found = _fetch(request, case_id, form_id)
    at = now()
    filled = queries.filled(found, request.user, at)
    audit.record_reading(subject=found, by=request.user, at=at, purpose="case", thread=found.case_id)
    if request.method == "POST":
        return _answer(request, filled)
    if not found.is_draft or not found.case.is_open:
        return render(request, "desk/case_form_read.html", {"case": found.case, "filled": filled})
    language = language_for(found.instrument, found.case.person.language, request.GET.get("lang", ""))
    # What is open is left open: a box that says so would have to be unticked before the answer.
    given = {key: answer for key, answer in filled.answers.items() if not asking.is_open(answer)}
    return _page(request, filled, AnswerForm(filled.asked, given=given, language=language))


def _page(request: SignedIn, filled: queries.Filled, answers: AnswerForm, status: int = 200) -> HttpResponse:
    context = {
        "case": filled.form.case,
        "filled": filled,
        "instrument": filled.form.instrument,
        "form": answers,
        "title": filled.form.instrument.title(answers.language),
        "language": answers.language,
        "has_more": "more" in request.GET,
    }
    return render(request, "desk/case_form.html", context, status=status)


def _typed(request: SignedIn, filled: queries.Filled) -> AnswerForm:
    """What was on the screen. What the user does not read was on nobody's screen, whatever the request says."""
    keys = set(request.POST.getlist("asked"))
    questions = [q for q in filled.questions if q.key in keys or q.is_note and q in filled.asked]
    language = language_for(filled.form.instrument, None, request.POST.get("lang", ""))
    return AnswerForm(questions, request.POST, language=language)


def _from(request: SignedIn) -> actions.Page:
    """The page that the answers come from."""
    try:
        seen = parse_datetime(seen_mark(request))
    except ValueError:
        seen = None
    once_ = request.POST.get("once", "")
    return actions.Page(seen, UUID(once_) if is_uuid(once_) else None)


def _answer(request: SignedIn, filled: queries.Filled) -> HttpResponse:
    form, go = _typed(request, filled), request.POST.get("go", SAVE)
    if not form.is_valid():
        return _page(request, filled, form)
    case_id, form_id = filled.form.case_id, filled.form.pk
    every = {**filled.answers, **form.answers}
    more = asking.newly_called_for(filled.questions, [q.key for q in form.questions], every, filled.facts)
    verb = actions.complete_form if go == DONE and not more else actions.save_form
    said = _("The form is complete.") if verb is actions.complete_form else _("What was answered is kept.")

    def keep() -> object:
        return verb(form=filled.form, answers=form.answers, page=_from(request), by=request.user, at=now())

    if not try_verb(request, form, keep, said):
        return _page(request, queries.filled(filled.form, request.user, now()), form)
    if go == LATER:
        return redirect("desk:case-forms", case_id=case_id)
    page = redirect("desk:case-form", case_id=case_id, form_id=form_id)
    page["Location"] += "?more=1" if more else ""
    return page


@require_POST
@requires(Permission.CASE_WORK)
def save_itself(request: SignedIn, case_id: UUID, form_id: UUID) -> HttpResponse:
    """htmx asks for this while somebody answers. What cannot be kept yet is left for the button to say."""
    filled = queries.filled(_fetch(request, case_id, form_id), request.user, now())
    form = _typed(request, filled)
    try:
        saved = actions.save_form(
            form=filled.form, answers=form.sound_answers, page=_from(request), by=request.user, at=now(), quietly=True
        )
    except RuleBroken as refused:
        # The page goes on knowing what it knew: whoever was told that another one saved decides with the button.
        kept = {"form": filled.form, "refused": str(refused), "seen": seen_mark(request)}
        return render(request, "desk/form_saved.html", kept)
    if request.headers.get("HX-Request"):
        return render(request, "desk/form_saved.html", {"form": saved, "saved": True})
    return redirect("desk:case-form", case_id=case_id, form_id=form_id)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CASE_WORK)
@once
def discard(request: SignedIn, case_id: UUID, form_id: UUID) -> HttpResponse:
    found = _fetch(request, case_id, form_id)
    if request.method == "POST":

        def verb() -> object:
            return actions.discard_form(form=found, by=request.user, at=now())

        if try_verb(request, None, verb, _("The form was thrown away.")):
            return redirect("desk:case-forms", case_id=case_id)
    return render(request, "desk/case_form_discard.html", {"case": found.case, "found": found})


@require_safe
@requires(Permission.CASE_VIEW)
def print_form(request: SignedIn, case_id: UUID, form_id: UUID) -> HttpResponse:
    """The answers that the user reads, on paper."""
    found, at = _fetch(request, case_id, form_id), now()
    filled = queries.filled(found, request.user, at)
    audit.record("caseform.printed", subject=found, by=request.user, at=at, thread=found.case_id)
    context = {"case": found.case, "filled": filled, "printed_at": at, "who": request.user.display_name}
    return pdf_response("desk/case_form_print.html", context, name=f"formulario-{found.case.number}")


@require_safe
@requires(Permission.CASE_VIEW)
def times(request: SignedIn, case_id: UUID, code: str) -> HttpResponse:
    """A form that was answered several times, side by side."""
    case = open_file(request, case_id)
    found = queries.history(case, code, request.user)
    if not found:
        raise Http404
    context = {"case": case, "times": found, "rows": queries.compare(found), "instrument": found[0].form.instrument}
    return render(request, "desk/case_form_times.html", context)
