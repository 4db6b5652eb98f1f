"""Resolutions: numbered without gaps, sealed with the key of the installation, annulled, printed."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.names import on_paper

from .. import queries, rules
from ..models import Appeal, Application, Counter, Resolution
from .telling import tell_person


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """What is decided, and why."""

    outcome: str
    grounds: str
    appeal: Appeal | None = None


def resolve(application: Application, resolved: Resolved, *, by: User | None, at: datetime) -> Resolution:
    """Write down and seal a decision, inside of the transaction that takes it. The person is told of news."""
    day = localdate(at)
    sequence = _next_number(application, day.year)
    number = rules.resolution_number(sequence, day.year, application.office.code)
    said = _said(application, resolved, number=number, by=by, at=at)
    digest = rules.digest_of(said)
    resolution = Resolution.objects.create(
        application=application, appeal=resolved.appeal, office=application.office, year=day.year, sequence=sequence,
        number=number, outcome=resolved.outcome, made_by=by, made_at=at, sealed=said, digest=digest,
        signature=rules.sign(queries.seal_seed(), rules.resolution_statement(digest)), proof=secrets.token_urlsafe(16),
    )  # fmt: skip
    audit.record(
        "resolution.made", subject=resolution, by=by or audit.SYSTEM, at=at, thread=application.person_id,
        number=number, outcome=resolved.outcome, digest=digest,
    )  # fmt: skip
    # That there is news is no notification: the time to appeal runs from the day on which it is handed over.
    tell_person(application, at=at)
    return resolution


def _next_number(application: Application, year: int) -> int:
    """The next of the office in this year. Held until the transaction ends: what is rolled back leaves no gap."""
    Counter.objects.bulk_create([Counter(office=application.office, year=year)], ignore_conflicts=True)
    counter = Counter.objects.select_for_update().get(office=application.office, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _said(
    application: Application, resolved: Resolved, *, number: str, by: User | None, at: datetime
) -> dict[str, Any]:
    """All that a resolution says, in words: it reads the same in ten years."""
    person, procedure = application.person, application.procedure
    return {
        "number": number,
        "outcome": resolved.outcome,
        "office": application.office.name,
        "application": application.number,
        "submitted_on": localdate(application.submitted_at).isoformat() if application.submitted_at else None,
        "procedure": {"code": procedure.code, "version": procedure.version, "label": procedure.label_es},
        "legal_basis": procedure.legal_basis,
        "person": on_paper(person.full_name),
        "documents": queries.documents_in_words(person),
        "grounds": on_paper(resolved.grounds),
        "appeal": resolved.appeal.kind if resolved.appeal else None,
        "decided_by": by.display_name if by else _("Declared by the passing of the time"),
        "decided_on": localdate(at).isoformat(),
        "valid_until": application.expires_on.isoformat() if application.expires_on else None,
    }


@transaction.atomic
def print_resolution(*, resolution: Resolution, by: User | None, at: datetime) -> None:
    """Each printing is in the trail. `by` nobody: the person took it with them."""
    audit.record(
        "resolution.printed", subject=resolution, by=by or audit.SYSTEM, at=at, thread=resolution.application.person_id,
        number=resolution.number,
    )  # fmt: skip


@transaction.atomic
def hand_over(*, resolution: Resolution, by: User, at: datetime) -> Resolution:
    """The person holds it: from this day runs the time to appeal."""
    resolution = Resolution.objects.select_for_update(of=("self",)).select_related("application").get(pk=resolution.pk)
    if resolution.told_at is None:
        resolution.told_at = at
        resolution.save(update_fields=["told_at"])
        audit.record(
            "resolution.handed_over", subject=resolution, by=by, at=at, thread=resolution.application.person_id,
            number=resolution.number,
        )  # fmt: skip
    return resolution


@transaction.atomic
def annul(*, resolution: Resolution, by: User, at: datetime) -> Resolution:
    """A later decision takes its place. Its paper says so to whoever reads the code."""
    resolution = Resolution.objects.select_for_update(of=("self",)).select_related("application").get(pk=resolution.pk)
    rules.check_not_annulled(is_annulled=resolution.annulled_at is not None)
    resolution.annulled_at, resolution.annulled_by = at, by
    resolution.save(update_fields=["annulled_at", "annulled_by"])
    audit.record(
        "resolution.annulled", subject=resolution, by=by, at=at, thread=resolution.application.person_id,
        number=resolution.number,
    )  # fmt: skip
    return resolution
