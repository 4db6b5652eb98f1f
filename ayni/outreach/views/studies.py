"""Studies: kept by staff, answered by anybody who has the address, on a telephone and with pauses."""

import secrets
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.going_back import comes_back
from ayni.access.once import once
from ayni.access.pace import limited
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.access.speaking import spoken
from ayni.instruments.xlsform.asking import one_less, one_more, times_of
from ayni.instruments.xlsform.reading import ASKED
from ayni.lib.doors import try_verb
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import paginate
from ayni.lib.tongues import spoken_now
from ayni.people.rules.lists import neutral

from .. import papers
from ..actions import studies as verbs
from ..forms.studies import FindingForm, ImportForm
from ..models import Study, StudyState
from ..queries import studies as queries
from .speaking import SENT, address, page_of
from .tables import as_csv

MOST_TYPED = 4_000


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def studies(request: SignedIn) -> HttpResponse:
    """The studies of one's offices, and one more from a spreadsheet."""
    sent = request.method == "POST"
    form = ImportForm(request.POST if sent else None, request.FILES if sent else None, user=request.user)
    if sent and form.is_valid():
        try:
            content = form.cleaned_data["xlsform_file"]
            who: dict[str, Any] = {"planned": form.planned(), "by": request.user, "at": now()}
            made = (
                verbs.import_form(content=content, **who)
                if content
                else verbs.write_study(title=form.cleaned_data["title"], **who)
            )
            return redirect("outreach:study", made.pk)
        except RuleBroken as broken:
            form.add_error("xlsform_file", str(broken))
    page = {"form": form, "page": paginate(request, queries.studies(request.user), order=("-made_at", "-pk"))}
    return render(request, "outreach/studies.html", page, status=400 if form.errors else 200)


def study_of(request: SignedIn, study_id: UUID) -> Study:
    return get_object_or_404(queries.studies(request.user), pk=study_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.SESSION_KEEP)
@once
def study(request: SignedIn, study_id: UUID) -> HttpResponse:
    found, do = study_of(request, study_id), request.POST.get("do", "")
    form = FindingForm(request.POST if do == "found" else None, user=request.user)
    if do in StudyState.values:
        to = StudyState(do)
        verb = lambda: verbs.move(study=found, to=to, by=request.user, at=now())  # noqa: E731
        try_verb(request, None, verb, _("It is done."))
        return redirect("outreach:study", found.pk)
    if do == "found" and form.is_valid():
        verbs.note_finding(study=found, found=form.found(), by=request.user, at=now())
        return redirect("outreach:study", found.pk)
    form_now = queries.stands(found, {}, today=localdate(), language="es")
    page = {
        "study": found, "form": form, "findings": queries.findings(found), "shown": form_now.shown,
        "link": settings.PUBLIC_URL.rstrip("/") + reverse("outreach:answer", args=[found.token]),
    }  # fmt: skip
    return render(request, "outreach/study.html", page, status=400 if form.errors else 200)


@require_safe
@requires(Permission.SESSION_KEEP)
def responses(request: SignedIn, study_id: UUID, kind: str) -> HttpResponse:
    """What was answered, of nobody: as CSV or as a spreadsheet."""
    found = study_of(request, study_id)
    if kind == "csv":
        return as_csv(queries.table(found), "respuestas")
    lines = ([neutral(cell) for cell in line] for line in queries.table(found))
    headers = {"Content-Disposition": 'attachment; filename="respuestas.xlsx"'}
    return HttpResponse(papers.sheet_of(lines), content_type=papers.XLSX, headers=headers)


@never_cache
@require_http_methods(["GET", "POST"])
@limited("study", most=300, seconds=600)
@comes_back
@spoken
def answer(request: HttpRequest, token: str, draft: str = "") -> HttpResponse:
    """The form as it stands. Saved, it goes on at an address of its own; sent, it is of nobody."""
    found, language = _asked(token), spoken_now()
    kept, do = queries.draft_of(found, draft), request.POST.get("do", "")
    secret = draft or request.POST.get("secret", "")[:60] or secrets.token_urlsafe(18)
    typed = _typed(request.POST) if request.method == "POST" else dict(kept.answers) if kept else {}
    page: dict[str, Any] = {"study": found, "secret": secret, "is_open": found.state == StudyState.OPEN}
    words = {"token": token, **({"draft": draft} if draft else {})}
    name, fault = "answer-draft" if draft else "answer", ""
    said: dict[str, Any] = {"study": found, "secret": secret, "typed": typed, "language": language, "at": now()}
    if request.GET.get(SENT) and not do:
        return page_of(request, "study_thanks", name, words=words, **page)
    try:
        if do == "send" and not (fault := _come_up(request, found, typed, language)):
            verbs.send_answers(**said)
            return redirect(f"{request.path}?{SENT}=1")
        if do and not fault:
            again, place = _counted(typed, do)
            verbs.save_answers(**said | {"typed": again})
            return redirect(address("answer-draft", token=token, draft=secret) + place)
    except RuleBroken as broken:
        fault = str(broken)
    page |= _filled(found, typed, language, marks=bool(fault)) | {"fault": fault, "is_kept": kept is not None}
    return page_of(request, "study", name, words=words, status=400 if fault else 200, **page)


def _asked(token: str) -> Study:
    found = queries.by_token(token)
    if found is None:
        raise Http404
    return found


def _come_up(request: HttpRequest, found: Study, typed: dict[str, Any], language: str) -> str:
    """Questions that these answers open, and that were not on the page that was sent: nobody skips them unseen."""
    if "seen" not in request.POST:
        return ""
    seen = set(request.POST["seen"].split())
    shown = queries.stands(found, typed, today=localdate(), language=language).shown
    new = any(one.kind in ASKED and one.path not in seen for one in shown)
    return _("Some questions came up because of what you answered. Look at them, and send it again.") if new else ""


def _filled(found: Study, typed: dict[str, Any], language: str, *, marks: bool) -> dict[str, Any]:
    form = queries.stands(found, typed, today=localdate(), language=language)
    rows = [(one, form.faults.get(one.path, "") if marks else "") for one in form.shown]
    seen = " ".join(one.path for one in form.shown if one.kind in ASKED)
    return {
        "rows": rows, "wrong": [row for row in rows if row[1]], "seen": seen,
        "has_to": any(one.item.get("required") for one in form.shown),
    }  # fmt: skip


def _typed(post: QueryDict) -> dict[str, Any]:
    """By path: what has several values is a list. Nothing of the frame of the page."""
    names = [name for name in post if name.startswith("q.")][:MOST_TYPED]
    several = {name: post.getlist(name) for name in names}
    return {n[2:-2] if n.endswith("[]") else n[2:]: v if n.endswith("[]") else v[-1] for n, v in several.items()}


def _counted(typed: dict[str, Any], do: str) -> tuple[dict[str, Any], str]:
    """One time more of a repeat, or its last taken away, if that is what was pressed; and where the page goes on."""
    what, _sign, repeat = do.partition(":")
    if what not in REPEATED:
        return typed, ""
    again = REPEATED[what](typed, repeat)
    return again, f"#q-{repeat}.{times_of(again, repeat)}"


REPEATED = {"more": one_more, "less": one_less}
