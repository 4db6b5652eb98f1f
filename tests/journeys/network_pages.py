"""Where the pages of the protection network are in a demo world: name → who opens it, and its address."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import now

from ayni.access.models import User
from ayni.cases.models import (
    Approval,
    Case,
    CaseForm,
    Conference,
    Denial,
    FormState,
    Need,
    RiskAssessment,
    Tracing,
    Transfer,
)
from ayni.cases.queries import glass
from ayni.directory.models import Agreement, DataSharing, Service
from ayni.people.queries import breaches
from ayni.referrals.models import Alert, Referral
from ayni.results.models import Project

Pages = dict[str, tuple[str, str]]


def pages() -> Pages:
    return {**_fixed(), **_of_cases(), **_of_supervision(), **_of_referrals()}


def _at(who: str, name: str, *args: Any) -> tuple[str, str]:
    return who, reverse(name, args=args)


def _user(username: str) -> User:
    return User.objects.get(username=username)


def _fixed() -> Pages:
    """Those that are there whatever the world holds. Nobody signs in for what stands under ""."""
    marta = (
        "directory:search", "directory:list", "directory:by_profile", "directory:territories",
        "directory:focal_points", "directory:proposals", "directory:agreements",
        "governance:protocols", "governance:drafts", "governance:new_draft", "governance:gaps", "governance:open_gap",
        "governance:instruments", "governance:register_instrument", "governance:norms", "governance:plans",
        "desk:human-rights", "directory:local_governments", "directory:sharings", "results:projects",
        "results:project-new",
        "desk:supervision", "desk:supervision-cases", "desk:approval-rules", "desk:approvals", "desk:transfers",
        "desk:absences", "desk:glass", "desk:glass-reviews", "desk:protected", "desk:tracings", "desk:denials",
        "desk:field-notes", "desk:field-note-add", "desk:old-versions", "desk:forms",
        "referrals:alerts", "referrals:send-alert", "referrals:make-alert-link", "referrals:clock", "people:breaches",
        "people:breach-new", "results:capacity", "results:attended",
    )  # fmt: skip
    found = {name: _at("marta", name) for name in marta}
    found["found-services"] = ("marta", reverse("directory:search") + "?q=salud")
    found |= {name: _at("", name) for name in ("referrals:tell", "referrals:alert-state")}
    found |= {name: _at("ines", name) for name in ("referrals:my-alerts", "referrals:inbox")}
    found["protocol"] = _at("marta", "governance:protocol", "PW-SALUD")
    found["guide"] = _at("marta", "governance:guide", "PW-SALUD", 1)
    found["right"] = _at("marta", "desk:human-right", "RT-SAL")
    found["local government"] = _at("marta", "directory:local_government", "150135")
    found["write sharing"] = _at("marta", "directory:write_sharing", "150135")
    found["sharing"] = _at("marta", "directory:sharing", DataSharing.objects.earliest("pk").pk)
    found["note engagement"] = _at("marta", "directory:note_engagement", "150135")
    found["project"] = _at("marta", "results:project", Project.objects.earliest("pk").code)
    found["institution"] = _at("marta", "directory:institution", "CEM")
    found["agreement-new"] = _at("marta", "directory:write_agreement", "CEM")
    return found


def _of_cases() -> Pages:
    """Of an open case in which much has happened, and of the parts of whatever cases Rosa may open."""
    rosa = _user("rosa")
    cases = Case.objects.visible_to(rosa).open()
    case = cases.filter(denials__isnull=False, needs__isnull=False).order_by("pk").first() or cases.order_by("pk")[0]
    parts = (
        "case", "case-needs", "case-forms", "case-contacts", "case-notes", "case-coordination", "case-history",
        "case-protocols", "case-transfer", "conference-new", "tracing-new", "need-add", "goal-add", "service-add",
        "denial-add", "risk-assess", "contact-plan",
    )  # fmt: skip
    found = {name: _at("rosa", f"desk:{name}", case.pk) for name in parts}
    # Of a case in which somebody is to be reached: without that the page leads back.
    reached = cases.filter(follow_ups__isnull=False).order_by("pk")[0]
    found["contact-attempt"] = _at("rosa", "desk:contact-attempt", reached.pk)
    found["choose"] = _at("rosa", "referrals:refer", case.pk)
    service = Service.objects.filter(organisation__code="CEM").order_by("pk")[0]
    found["refer"] = ("rosa", f"{reverse('referrals:refer', args=[case.pk])}?service={service.pk}")
    of_case: dict[str, Any] = {"denial": Denial, "need": Need}
    found |= {
        name: _at("rosa", f"desk:{name}", case.pk, row.pk)
        for name, model in of_case.items()
        if (row := model.objects.filter(case=case).order_by("pk").first())
    }
    for state in FormState:
        form = CaseForm.objects.filter(case__in=cases, state=state).order_by("pk").first()
        if form:
            found[f"form-{state.value.lower()}"] = _at("rosa", "desk:case-form", form.case_id, form.pk)
    for name, model in {"with-conference": Conference, "with-risk": RiskAssessment, "with-transfer": Transfer}.items():
        row = model.objects.filter(case__in=cases).order_by("pk").first()  # type: ignore[attr-defined]
        if row:
            found[name] = _at("rosa", "desk:case-contacts" if "risk" in name else "desk:case-coordination", row.case_id)
    return found


def _of_supervision() -> Pages:
    found: Pages = {}
    rows: dict[str, tuple[str, Any]] = {
        "approval": ("dina", Approval.objects.filter(state="ASKED")),
        "tracing": ("smp", Tracing.objects.visible_to(_user("smp"))),
        "transfer": ("jz-tum.s", Transfer.objects.filter(state="ASKED")),
    }
    for name, (who, which) in rows.items():
        if row := which.order_by("pk").first():
            found[name] = _at(who, f"desk:{name}", row.pk)
    if glass_row := glass.to_review(_user("marta"), now()).order_by("pk").first():
        found["glass-review"] = _at("marta", "desk:glass-review", glass_row.pk)
    if breach := breaches.breaches(_user("marta")).order_by("pk").first():
        found["breach"] = _at("marta", "people:breach", breach.pk)
    found["hand-over"] = _at("marta", "desk:hand-over", _user("rosa").pk)
    return found


def _of_referrals() -> Pages:
    found: Pages = {}
    mine = Referral.objects.visible_to(_user("rosa")).order_by("pk")
    for status in ("SENT", "COMPLETED"):
        if row := mine.filter(status=status).first():
            found[f"sent-{status.lower()}"] = _at("rosa", "referrals:sent", row.pk)
    asked = Referral.objects.filter(organisation__code="CEM", status="SENT").order_by("pk").first()
    if asked:
        found["asked"] = _at("ines", "referrals:referral", asked.pk)
    taken = Alert.objects.visible_to(_user("rosa")).filter(taken_by__username="rosa").order_by("pk").first()
    if taken:
        found["alert"] = _at("rosa", "referrals:alert", taken.pk)
    found["agreement"] = _at("marta", "directory:agreement", Agreement.objects.order_by("pk")[0].pk)
    return found
