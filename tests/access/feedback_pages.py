"""The pages of what people tell the unit: public ones without an account; reports by their route."""

from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from ayni.feedback.actions.calls import CallAsked, ask_for_call
from ayni.feedback.models import CallRequest, Consultation, Publication, Report
from ayni.feedback.rules.calls import Safe
from ayni.feedback.tests.factories import bribe, treatment, waiting
from ayni.feedback.tests.factories import report_of as told
from ayni.files import actions as files
from ayni.files.tests.factories import drawn
from ayni.governance.models import Protocol

from .cast import Cast
from .page import Page, page
from .whom import CONFIDANTS, PUBLIC, STAFF, SUPERVISORS

WORKERS = SUPERVISORS | CONFIDANTS
FEEDBACK: dict[str, Page] = {
    "feedback:start": page(PUBLIC),
    "feedback:question": page(PUBLIC),
    "feedback:check": page(PUBLIC),
    "feedback:done": page(PUBLIC),
    "feedback:leave": page(PUBLIC),
    "feedback:kiosk": page(PUBLIC),
    "feedback:follow": page(PUBLIC),
    "feedback:state": page(PUBLIC),
    "feedback:ombudsman": page(PUBLIC),
    "feedback:letter": page(PUBLIC),
    "feedback:told": page(PUBLIC),
    "feedback:consultations": page(PUBLIC),
    "feedback:consultation": page(PUBLIC),
    "feedback:took-part": page(PUBLIC),
    "feedback:opinion": page(PUBLIC),
    "feedback:opinion-thanks": page(PUBLIC),
    "feedback:call-me": page(PUBLIC),
    "feedback:call-noted": page(PUBLIC, methods="GET"),
    "feedback:calls": page(CONFIDANTS, methods="GET"),
    "feedback:call": page(CONFIDANTS, "call"),
    # In general words, of nobody: everybody who works with reports writes and approves them.
    "feedback:opinions": page(WORKERS, methods="GET"),
    "feedback:publications": page(WORKERS),
    "feedback:publication": page(WORKERS),
    "feedback:consultations-kept": page(WORKERS),
    "feedback:consultation-kept": page(WORKERS),
    "feedback:board": page(WORKERS, methods="GET"),
    "feedback:write-down": page(STAFF),
    "feedback:report": page(WORKERS, "report"),
    "feedback:attached": page(WORKERS, "report", "GET"),
}


def participation(cast: Cast) -> dict[str, Any]:
    """What is published, and what people are asked about."""
    now = timezone.now()
    made = {"written_by": cast.marta, "written_at": now}
    published = Publication.objects.create(
        month=localdate(now), category=waiting(), said="Se espera", done="Más", **made
    )
    asked = Consultation.objects.create(
        title="Un borrador", text="Texto", protocol=Protocol.objects.get(code="PW-INDOC"),
        closes_on=localdate(now), made_by=cast.marta, made_at=now, state="OPEN", opened_by=cast.nadia, opened_at=now,
    )  # fmt: skip
    return {"publication_id": published.pk, "consultation_id": asked.pk}


def calls(cast: Cast) -> dict[str, CallRequest]:
    """Asked for while Clara is named for such requests, and nobody else is. From two she stepped back since."""
    cast.clara  # noqa: B018
    now, made = timezone.now(), {}
    for kind, phone in (("asked", "988000771"), ("others'", "988000772"), ("over", "988000773")):
        asked = CallAsked(phone=phone, safe=Safe(), name=f"deseo-{kind}")
        made[kind] = ask_for_call(asked=asked, submission=None, at=now)
        if kind != "asked":
            made[kind].named.update(ended_at=now)
    CallRequest.objects.filter(pk=made["over"].pk).update(outcome="NOT_ASKED", closed_at=now, closed_by=cast.clara)
    return made


def reports(cast: Cast) -> dict[str, Report]:
    """One of each route, about the head office. Whoever sees to them is there before."""
    cast.marta, cast.nadia, cast.clara  # noqa: B018
    picture = files.keep(drawn=drawn(shade=94), by=None, at=timezone.now())
    say: dict[str, Any] = {"office": cast.sede_central, "picture": picture}
    return {
        "office": told(waiting(), **say, text="deseo-voz-oficina"),
        "above": told(treatment(), **say, text="deseo-voz-arriba"),
        "named": told(bribe(), **say, text="deseo-voz-reservada"),
    }
