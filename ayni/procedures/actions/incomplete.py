"""A counter takes an application whose papers are not complete, and says until when the rest may come."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists import queries as codelists

from .. import queries, rules
from ..models import Application, Incomplete, State
from ..rules import incomplete as incomplete_rules
from .applications import lock


@transaction.atomic
def receive_incomplete(*, application: Application, by: User, at: datetime) -> Incomplete:
    """What lacks is written down; the statutory time does not run until the rest is here."""
    application = lock(application)
    rules.check_is(application.state, State.GATHERING)
    lacked = list(queries.missing_of(application).values_list("requirement__order", flat=True))
    is_received = Incomplete.objects.filter(application=application).exists()
    incomplete_rules.check_may_receive(missing=len(lacked), is_received=is_received)
    received = Incomplete.objects.create(
        application=application, received_by=by, received_at=at, lacked=lacked,
        due_on=incomplete_rules.complete_until(localdate(at), codelists.holidays()),
    )  # fmt: skip
    audit.record(
        "application.received_incomplete", subject=application, by=by, at=at, thread=application.person_id,
        lacked=lacked, due_on=received.due_on,
    )  # fmt: skip
    return received
