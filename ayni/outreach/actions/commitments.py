"""The register of what companies promise: written down by one, verified by another, shown if the company agreed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.codelists.models import Territory

from ..models import Commitment, CommitmentState
from ..rules import campaigns as rules


@dataclass(frozen=True)
class Promise:
    organisation: Organisation | None
    name: str
    department: Territory | None
    words: str
    made_on: date
    due_on: date | None


def _held(commitment: Commitment) -> Commitment:
    return Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)


@transaction.atomic
def write_commitment(*, promise: Promise, by: User, at: datetime) -> Commitment:
    rules.check_who(is_registered=promise.organisation is not None, name=promise.name)
    rules.check_promise(made_on=promise.made_on, due_on=promise.due_on, today=localdate(at))
    made = Commitment.objects.create(
        organisation=promise.organisation, name=promise.name, department=promise.department, words=promise.words,
        made_on=promise.made_on, due_on=promise.due_on, made_by=by, made_at=at,
    )  # fmt: skip
    audit.record("commitment.written", subject=made, by=by, at=at)
    return made


@transaction.atomic
def verify_commitment(*, commitment: Commitment, verdict: str, evidence: str, by: User, at: datetime) -> Commitment:
    """By a colleague who did not write it down."""
    commitment = _held(commitment)
    to = CommitmentState(verdict)
    rules.check_verdict(commitment.state, to, wrote_it=commitment.made_by_id == by.pk)
    commitment.state, commitment.evidence = to, evidence
    commitment.verified_by, commitment.verified_at = by, at
    commitment.save()
    audit.record("commitment.verified", subject=commitment, by=by, at=at, state=str(to))
    return commitment


@transaction.atomic
def show_commitment(*, commitment: Commitment, agreement: str, by: User, at: datetime) -> Commitment:
    """Anybody reads it from now on: the company agreed."""
    commitment = _held(commitment)
    rules.check_shown(is_shown=commitment.shown_since is not None, wanted=True)
    commitment.agreement, commitment.shown_since = agreement, at
    commitment.save(update_fields=["agreement", "shown_since"])
    audit.record("commitment.shown", subject=commitment, by=by, at=at)
    return commitment


@transaction.atomic
def hide_commitment(*, commitment: Commitment, by: User, at: datetime) -> Commitment:
    """The company does not agree any more, or it was shown by mistake."""
    commitment = _held(commitment)
    rules.check_shown(is_shown=commitment.shown_since is not None, wanted=False)
    commitment.shown_since = None
    commitment.save(update_fields=["shown_since"])
    audit.record("commitment.hidden", subject=commitment, by=by, at=at)
    return commitment
