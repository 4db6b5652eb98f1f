"""What a unit asks of those who communicate: asked, accepted or declined, delivered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import Office, User
from ayni.audit import actions as audit

from ..models import CampaignAudience, CommunicationRequest, RequestState
from ..rules import campaigns as rules


@dataclass(frozen=True)
class Wanted:
    office: Office
    asked_of: Office
    title: str
    what_for: str
    audiences: Sequence[CampaignAudience]
    needed_by: date


def _held(request: CommunicationRequest) -> CommunicationRequest:
    return CommunicationRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


@transaction.atomic
def ask_for(*, wanted: Wanted, by: User, at: datetime) -> CommunicationRequest:
    rules.check_needed(wanted.needed_by, localdate(at))
    made = CommunicationRequest.objects.create(
        office=wanted.office, asked_of=wanted.asked_of, title=wanted.title, what_for=wanted.what_for,
        needed_by=wanted.needed_by, asked_by=by, asked_at=at,
    )  # fmt: skip
    made.audiences.set(wanted.audiences)
    audit.record("communication.asked", subject=made, by=by, at=at, office=wanted.office.code)
    return made


@transaction.atomic
def accept_request(*, request: CommunicationRequest, by: User, at: datetime) -> CommunicationRequest:
    request = _held(request)
    rules.check_request_step(request.state, RequestState.ACCEPTED)
    request.answered_at = at
    return _step(request, RequestState.ACCEPTED, by=by, at=at)


@transaction.atomic
def decline_request(*, request: CommunicationRequest, reason: str, by: User, at: datetime) -> CommunicationRequest:
    """With why: whoever asked reads it."""
    request = _held(request)
    rules.check_request_step(request.state, RequestState.DECLINED)
    request.answer_reason, request.answered_at = reason, at
    return _step(request, RequestState.DECLINED, by=by, at=at)


@transaction.atomic
def deliver_request(*, request: CommunicationRequest, note: str, by: User, at: datetime) -> CommunicationRequest:
    request = _held(request)
    rules.check_request_step(request.state, RequestState.DELIVERED)
    request.delivered_note, request.delivered_at = note, at
    return _step(request, RequestState.DELIVERED, by=by, at=at)


def _step(request: CommunicationRequest, to: RequestState, *, by: User, at: datetime) -> CommunicationRequest:
    request.state = to
    request.save()
    audit.record(f"communication.{to.lower()}", subject=request, by=by, at=at)
    return request
