"""The calendar of sessions is for anybody; who signed up and who came, for whoever keeps the sessions of the office."""

import secrets
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.directory.tests.factories import ServiceFactory
from ayni.files.tests.factories import drawn
from ayni.instruments.tests.factories import InstrumentFactory, QuestionFactory
from ayni.outreach import actions
from ayni.outreach.actions import around, assisting, attending, probes
from ayni.outreach.actions.assisting import Evidence, Step, Wanted
from ayni.outreach.actions.context import Happened, Known, describe_community, note_event
from ayni.outreach.models import AnswerFile, Series, Session, Sheet, Study
from ayni.outreach.tests.factories import held_session, session_of

from .cast import Cast
from .page import Page, page
from .whom import CASE_STAFF, PUBLIC

READ, SENT = (
    ("calendar", "feed", "session", "ics", "certificate-proof"),
    ("mine", "sign-up", "probe", "answer", "answer-draft"),
)
"""Each in Spanish and in another language."""
OF_ONE = (
    "kept", "change", "door", "heads", "sheets", "sheet", "close", "invite", "repeat", "materials", "probes",
    "probe-right", "certificate", "assistance", "milestone", "study", "answer-files", "answer-file", "event",
    "community",
)  # fmt: skip
CONTEXT_READ = (
    "findings", "findings-csv", "events", "events-csv", "communities", "communities-csv",
)  # fmt: skip
READ_OF_ONE = (
    "empty-sheet", "material", "paper-afiche", "paper-lista", "paper-formularios", "certificates", "series", "evidence",
    "responses-csv", "responses-xlsx", "answers-to-mend",
)  # fmt: skip

SESSION_PAGES: dict[str, Page] = {
    **{f"outreach:{name}{suffix}": page(PUBLIC, methods="GET") for name in READ for suffix in ("", "-in")},
    **{f"outreach:{name}{suffix}": page(PUBLIC) for name in SENT for suffix in ("", "-in")},
    **{
        f"outreach:{name}": page(CASE_STAFF, methods="GET")
        for name in ("sessions", "table", "all-series", "numbers", "numbers-csv")
    },
    **{f"outreach:{name}": page(CASE_STAFF, methods="GET") for name in CONTEXT_READ},
    **{f"outreach:{name}": page(CASE_STAFF, methods="GET") for name in ("assistances", "assistances-csv")},
    **{
        f"outreach:{name}": page(CASE_STAFF)
        for name in ("new", "write-down", "begin-assistance", "studies", "new-event", "new-community")
    },
    **{f"outreach:{name}": page(CASE_STAFF, "session") for name in OF_ONE},
    **{f"outreach:{name}": page(CASE_STAFF, "session", methods="GET") for name in READ_OF_ONE},
    "outreach:remove-material": page(CASE_STAFF, "session", methods="POST"),
    "outreach:withdraw-certificate": page(CASE_STAFF, "session", methods="POST"),
}


def sessions(cast: Cast) -> dict[str, dict[str, Any]]:
    """Of two offices: the words of the addresses of all that hangs on a session."""
    form = QuestionFactory(instrument=InstrumentFactory(code="SES-X", series="SESSION_TEST"), kind="YES_NO").instrument
    return {"of sede central": _words(cast.rosa, form), "of tumbes": _words(cast.vera, form)}


def _words(by: User, form: Any) -> dict[str, Any]:
    now, session, held = timezone.now(), session_of(by), held_session(by)
    series = Series.objects.create(name="Los martes", office=by.office, made_by=by, made_at=now)
    Session.objects.filter(pk=held.pk).update(series=series)
    [came] = attending.note_walk_in(session=held, walk_in=attending.WalkIn(), by=by, at=now)
    actions.hold_session(session=held, by=by, at=now)
    certificate = around.issue_certificate(attendance=came, name="Ana Pérez", by=by, at=now)
    material = around.add_material(session=held, title="Norma", content=drawn(), is_public=False, by=by, at=now)
    asked = probes.ask(session=session, kind="PRE", instrument=form, right={"q": "yes"}, by=by, at=now)
    sheet = Sheet.objects.create(session=held, digest="x", read_by=by, read_at=now)
    step = _milestone(by)
    return {
        "session_id": session.pk, "sheet_id": sheet.pk, "series_id": series.pk, "attendance_id": came.pk,
        "material_id": material.pk, "assistance_id": step.assistance_id, "milestone_id": step.pk, "token": asked.token,
        "proof": certificate.proof, "kind": "POST", "instrument_id": form.pk,
        **_answers(by), **_around(by), "draft": "x" * 24,
    }  # fmt: skip


def _around(by: User) -> dict[str, Any]:
    """Something that happened, and a community."""
    now, today, place = timezone.now(), localdate(), by.office.department
    event = note_event(happened=Happened("BORDER", "Cierre", today, "Vienen menos.", by.office), by=by, at=now)
    known = Known("Pampa", place, "BOTH", "Se inunda.", today, by.office)
    return {"event_id": event.pk, "community_id": describe_community(known=known, by=by, at=now).pk}


def _study(by: User) -> Any:
    """Takes answers."""
    asked = [{"kind": "text", "name": "q", "texts": {"label": {"": "¿Qué falta?"}}}]
    definition = {"title": "Feria", "languages": [], "items": asked, "lists": {}}
    return Study.objects.create(
        kind="NEEDS", title="Feria", office=by.office, definition=definition, token=secrets.token_urlsafe(9),
        state="OPEN", made_by=by, made_at=timezone.now(),
    )  # fmt: skip


def _answers(by: User) -> dict[str, Any]:
    """A study, and a file of answers to it."""
    study = _study(by)
    file = AnswerFile.objects.create(study=study, digest="x", headers=["q"], read_by=by, read_at=timezone.now())
    return {"study_id": study.pk, "file_id": file.pk}


def _milestone(by: User) -> Any:
    now, today = timezone.now(), localdate()
    service = ServiceFactory()
    wanted = Wanted("Variable nacionalidad", "NATIONALITY", service.organisation, by.office, "Nada", today)
    made = assisting.begin(wanted=wanted, steps=[Step("Ficha", today + timedelta(days=9))], by=by, at=now)
    assisting.agree(assistance=made, on=today, by=by, at=now)
    step = made.milestones.get()
    assisting.show(milestone=step, evidence=Evidence("La ficha", drawn=drawn(120)), by=by, at=now)
    return step
