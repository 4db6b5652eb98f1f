"""People are asked before it is decided, and told what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.directory.models import Service
from ayni.governance.models import Protocol

from .. import rules
from ..models import Consultation, ConsultationState, Contribution, Stage


@dataclass(frozen=True, kw_only=True)
class Asked:
    title: str
    text: str
    protocol: Protocol | None
    service: Service | None
    closes_on: date
    stage: str = Stage.PLANNED


@dataclass(frozen=True, kw_only=True)
class Said:
    speaks: str
    stance: str
    text: str
    language: str


@transaction.atomic
def prepare_consultation(*, asked: Asked, by: User, at: datetime) -> Consultation:
    has_one = (asked.protocol is None) != (asked.service is None)
    rules.check_consultation(closes_on=asked.closes_on, today=localdate(at), has_one=has_one)
    made = Consultation.objects.create(
        title=asked.title, text=asked.text, protocol=asked.protocol, service=asked.service, stage=asked.stage,
        closes_on=asked.closes_on, made_by=by, made_at=at,
    )  # fmt: skip
    audit.record("consultation.prepared", subject=made, by=by, at=at)
    return made


@transaction.atomic
def open_consultation(*, consultation: Consultation, by: User, at: datetime) -> Consultation:
    found = _lock(consultation)
    rules.check_may_open(state=found.state, is_own=found.made_by_id == by.pk)
    rules.check_consultation(closes_on=found.closes_on, today=localdate(at), has_one=True)
    found.state, found.opened_by, found.opened_at = ConsultationState.OPEN, by, at
    found.save(update_fields=["state", "opened_by", "opened_at"])
    audit.record("consultation.opened", subject=found, by=by, at=at)
    return found


@transaction.atomic
def take_part(*, consultation: Consultation, said: Said, submission: UUID | None, at: datetime) -> Contribution:
    """Without an account and without a name. The same form sent twice is one."""
    known = Contribution.objects.filter(submission=submission).first() if submission else None
    if known is not None:
        return known
    rules.check_takes_part(state=consultation.state, closes_on=consultation.closes_on, today=localdate(at))
    rules.check_contribution(speaks=said.speaks, stance=said.stance, text=said.text)
    return Contribution.objects.create(
        consultation=consultation, submission=submission, speaks=said.speaks, stance=said.stance, text=said.text,
        language=said.language, on=localdate(at),
    )  # fmt: skip


@transaction.atomic
def publish_result(*, consultation: Consultation, result: str, by: User, at: datetime) -> Consultation:
    """What people said, and what was decided because of it, in general words."""
    found = _lock(consultation)
    rules.check_may_publish_result(state=found.state, closes_on=found.closes_on, today=localdate(at))
    rules.check_general_words(result, noticed=len(rules.noticed(result)))
    found.state, found.result, found.published_by, found.published_at = ConsultationState.PUBLISHED, result, by, at
    found.save(update_fields=["state", "result", "published_by", "published_at"])
    audit.record("consultation.published", subject=found, by=by, at=at)
    return found


def _lock(consultation: Consultation) -> Consultation:
    return Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
