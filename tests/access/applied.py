"""An application of somebody that was rejected and appealed, and one that came in beforehand."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.files import actions as files
from ayni.files.tests.factories import drawn
from ayni.people.models import Person
from ayni.people.tests.factories import attach
from ayni.procedures.models import Appeal, Incomplete, Preregistration, PreregistrationPaper, State
from ayni.procedures.tests.factories import (
    ApplicationFactory,
    ItemFactory,
    ProcedureFactory,
    RequirementFactory,
    ResolutionFactory,
)

from .cast import Cast


def application(person: Person, by: User, at: datetime) -> dict[str, Any]:
    """Ids of all that its pages show. It waits for an evaluator."""
    made = ApplicationFactory(
        person=person, office=by.office, state=State.SUBMITTED, submitted_at=at, due_on=localdate(at), begun_by=by
    )
    item = ItemFactory(application=made, attachment=attach(person))
    appeal = Appeal.objects.create(
        application=made, kind="APPEAL", grounds="Una razón", filed_by=by, filed_at=at, due_on=localdate(at)
    )
    resolution = ResolutionFactory(application=made, made_at=at)
    paper = files.keep(drawn=drawn(shade=92), by=by, at=at)
    resolution.signings.create(
        by=by, begun_at=at, token_hash=made.pk.hex, offered=paper, signed=paper, signed_at=at
    )  # fmt: skip
    Incomplete.objects.create(
        application=made, received_by=by, received_at=at, lacked=[], due_on=localdate(at), ended_at=at
    )
    return {
        "application_id": made.pk, "item_id": item.pk, "appeal_id": appeal.pk, "resolution_id": resolution.pk,
    }  # fmt: skip


def preregistration(cast: Cast) -> dict[str, Any]:
    now = timezone.now()
    made = Preregistration.objects.create(
        number="P-7K3M-Q2X9-H", state="SENT", office=cast.sede_central, procedure=ProcedureFactory(),
        answers={"given_name_1": ["Nadie"]}, code_hash="x", begun_at=now, saved_at=now, sent_at=now,
    )  # fmt: skip
    paper = PreregistrationPaper.objects.create(
        preregistration=made, requirement=RequirementFactory(procedure=made.procedure),
        file=files.keep(drawn=drawn(shade=91), by=None, at=now), added_at=now,
    )  # fmt: skip
    return {"preregistration_id": made.pk, "paper_id": paper.pk}
