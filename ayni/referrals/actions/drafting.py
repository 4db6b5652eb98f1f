"""A referral that is not sent yet: kept for whoever writes it, and for nobody else."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.cases.models import Case, Task
from ayni.directory.models import Service
from ayni.people import actions as people

from .. import rules
from ..models import Draft


@transaction.atomic
def save_draft(
    *, case: Case, task: Task | None, service: Service, typed: Mapping[str, list[str]], by: User, at: datetime
) -> Draft:
    """Keep what was typed. Saving again takes its place."""
    case = Case.objects.select_for_update(of=("self",)).select_related("person").get(pk=case.pk)
    rules.check_may_draft(case_is_open=case.is_open)
    people.check_may_keep(case.person)
    draft, made = Draft.objects.update_or_create(
        by=by, case=case, service=service, defaults={"task": task, "typed": dict(typed), "saved_at": at}
    )
    if made:
        audit.record("referral.drafted", subject=draft, by=by, at=at, thread=case.pk, service=service.code)
    return draft


@transaction.atomic
def discard_draft(*, draft: Draft, by: User, at: datetime) -> None:
    audit.record("referral.draft_discarded", subject=draft, by=by, at=at, thread=draft.case_id)
    draft.delete()
