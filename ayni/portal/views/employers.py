"""For whoever employs, enrols or attends: which document is enough, and how many foreign people a company may have."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from ayni.access.pace import limited
from ayni.access.permissions import public
from ayni.lib.errors import RuleBroken

from .. import queries
from ..forms.hiring import UNKNOWN, AcceptedPaperForm, LimitForm, QuestionsForm, WorkPaperForm
from ..hooks import WorkPaper
from ..models import AcceptedPaper, HiringRule
from ..rules import hiring
from .speaking import NO_TRACE, address, everywhere, frame, spoken

ASKS = {"most": 120, "seconds": 600}
"""Of one address: questions whose answer is not lying ready."""

FOR_EMPLOYERS = ("contratar-a-una-persona-extranjera", "trabajar-con-contrato", "buscar-trabajo", "discriminacion")
FOR_SERVICES = ("matricula-escolar", "emergencia-y-sis", "denunciar-sin-carne", "me-negaron-atencion")
OF_THE_MARKET = ("FIG-071", "FIG-072")
"""What was published of the labour market."""


def page_of(request: HttpRequest, template: str, language: str, **page: Any) -> HttpResponse:
    """Whoever asks something gets an answer that nothing keeps."""
    response = render(request, f"portal/{template}.html", {"language": language, **page})
    if request.GET:
        response.headers["Cache-Control"] = NO_TRACE
    return response


@spoken
def employers(request: HttpRequest, *, language: str) -> HttpResponse:
    """Who may be hired, within which limit, and what an employer never does."""
    papers = queries.work_papers(localdate())
    limits, exempt = queries.hiring_rules(localdate())
    page = {
        "frame_of": frame(language, everywhere("employers")),
        "form": WorkPaperForm(papers=papers),
        "papers": [(one, queries.is_sure(one)) for one in papers],
        "limits": [(one, one.label(language)) for one in limits.values()],
        "exempt": [(one, one.label(language)) for one in exempt],
        "guides": queries.guides_named(FOR_EMPLOYERS, language, localdate()),
        "figures": queries.cited(OF_THE_MARKET, language, localdate()),
        "commitments": address("commitments", language),
    }  # fmt: skip
    return page_of(request, "employers", language, **page)


@require_safe
@public
def short(request: HttpRequest) -> HttpResponse:
    """A word that is easily said over the telephone, and that was given out before employers had pages of their own."""
    return redirect("portal:employers", permanent=True)


@spoken
@limited("portal-ask", **ASKS)
def work_paper(request: HttpRequest, *, language: str) -> HttpResponse:
    """Which document, what matters of it, and the answer: three states of one page."""
    papers = queries.work_papers(localdate())
    form = WorkPaperForm(request.GET or None, papers=papers)
    page: dict[str, Any] = {"frame_of": frame(language, everywhere("work-paper")), "form": form}
    if form.is_valid():
        code = form.cleaned_data["documento"]
        paper = next((one for one in papers if one.code == code), None)
        page |= {"unknown": code == UNKNOWN} if paper is None else _about(request, paper)
    return page_of(request, "work_paper", language, **page)


def _about(request: HttpRequest, paper: WorkPaper) -> dict[str, Any]:
    """The questions that this document still needs, or what follows from the answers."""
    asked = QuestionsForm(paper=paper)
    if asked.fields:
        asked = QuestionsForm(request.GET if "responde" in request.GET else None, paper=paper)
        if not asked.is_valid():
            return {"paper": paper, "form": asked}
    in_force = asked.said("vigente") if asked.fields else None
    holds = asked.said("condicion") if asked.fields else None
    found = hiring.verdict(answer=paper.answer, when_expired=paper.when_expired, in_force=in_force, holds=holds)
    is_expired = in_force == hiring.Said.NO
    return {"paper": paper, "verdict": found, "is_sure": queries.is_sure(paper), "is_expired": is_expired}


@spoken
@limited("portal-ask", **ASKS)
def limit(request: HttpRequest, *, language: str) -> HttpResponse:
    """The limit of foreign staff for one company, step by step."""
    limits, exempt = queries.hiring_rules(localdate())
    form = LimitForm(request.GET or None)
    page = {
        "frame_of": frame(language, everywhere("limit")), "form": form,
        "limits": [(one, one.label(language)) for one in limits.values()],
        "exempt": [(one, one.label(language)) for one in exempt],
    }  # fmt: skip
    if form.is_valid():
        page |= _reckoned(form, limits)
    return page_of(request, "limit", language, **page)


def _reckoned(form: LimitForm, limits: dict[str, HiringRule]) -> dict[str, Any]:
    """What follows from the numbers; what a rule refuses stands in the form. Without a limit in the list there is
    nothing to reckon with."""
    people, pay = limits.get(HiringRule.Of.WORKERS), limits.get(HiringRule.Of.PAY)
    found: dict[str, Any] = {"people_limit": people, "pay_limit": pay}
    try:
        workers = form.cleaned_data["personas"]
        if people and people.percent:
            found |= {"places": hiring.places(workers=workers, foreign=form.foreign, percent=people.percent)}
    except RuleBroken as broken:
        form.add_error("personas", str(broken))
    try:
        if pay and pay.percent and form.pay:
            total, foreign = form.pay
            found |= {"pay": hiring.pay_share(pay=total, foreign_pay=foreign, percent=pay.percent)}
    except RuleBroken as broken:
        form.add_error("pagos", str(broken))
    return {} if form.errors else found


@spoken
@limited("portal-ask", **ASKS)
def accepted(request: HttpRequest, *, language: str) -> HttpResponse:
    """For schools, municipalities and health centres: whether what somebody brings is enough."""
    papers = queries.accepted_papers(localdate())
    form = AcceptedPaperForm(request.GET or None, papers=papers, language=language)
    page: dict[str, Any] = {
        "frame_of": frame(language, everywhere("accepted")), "form": form,
        "services": [(service.label, [(one, one.label(language)) for one in papers if one.service == service])
                     for service in AcceptedPaper.For],
        "guides": queries.guides_named(FOR_SERVICES, language, localdate()),
    }  # fmt: skip
    if form.is_valid():
        found = next(one for one in papers if one.code == form.cleaned_data["documento"])
        page |= {"paper": found, "label": found.label(language)}
    return page_of(request, "accepted", language, **page)


@spoken
def papers_api(request: HttpRequest, *, language: str) -> HttpResponse:
    """The list of documents as JSON, for whoever builds on it (docs/open-data.md)."""
    papers = queries.work_papers(localdate())
    rows = [
        {
            "code": one.code, "label": one.label, "allows_work": one.answer, "condition": one.condition or None,
            "when_expired": one.when_expired or None, "legal_basis": one.legal_basis or None, "source": one.source,
            "confidence": one.confidence, "is_confirmed": queries.is_sure(one), "since": one.since.isoformat(),
        }
        for one in papers
    ]  # fmt: skip
    said = {"version": 1, "language": "es", "on": localdate().isoformat(), "documents": rows}
    response = JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
