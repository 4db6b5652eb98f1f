"""Verbs about governance profiles: what is in place is said by one colleague and approved by another."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.errors import RuleBroken

from ..models import Aspect, Assessment, InPlace, ValueState
from ..territories import Territory


class CannotAssess(RuleBroken):
    """An answer that cannot be as it was typed, or cannot be decided so. The message says what to do."""


@dataclass(frozen=True)
class Answer:
    """An answer as it was typed."""

    state: str
    on: date
    found: str
    source: str
    potential: str = ""


@transaction.atomic
def assess(*, aspect: Aspect, where: Territory, answer: Answer, by: User, at: datetime) -> Assessment:
    """What is in place there, to be looked at by a colleague. The answers before it stay."""
    aspect = Aspect.objects.select_for_update().get(pk=aspect.pk)
    if not aspect.is_asked or where.tier not in aspect.tiers:
        raise CannotAssess(_("This is not asked of this government. Choose another aspect."))
    if answer.on > localdate(at):
        raise CannotAssess(_("That day has not come yet. Write what is in place today."))
    if answer.state in {InPlace.PARTLY, InPlace.ABSENT} and not answer.potential:
        raise CannotAssess(_("Something is missing there: write what could be done next."))
    if aspect.assessments.filter(place=where.code, review=ValueState.WAITING).exists():
        raise CannotAssess(_("Another answer waits for a colleague already. It has to be decided first."))
    made = Assessment.objects.create(
        aspect=aspect, place=where.code, on=answer.on, state=answer.state, found=answer.found, source=answer.source,
        potential=answer.potential, by=by, at=at,
    )  # fmt: skip
    audit.record(
        "assessment.given", subject=made, by=by, at=at, aspect=aspect.code, territory=where.slug, state=made.state
    )
    return made


@transaction.atomic
def decide_assessment(*, assessment: Assessment, approve: bool, note: str, by: User, at: datetime) -> Assessment:
    """Whoever did not write it says whether it counts."""
    found = Assessment.objects.select_for_update(of=("self",)).select_related("aspect").get(pk=assessment.pk)
    if found.review != ValueState.WAITING:
        raise CannotAssess(_("Somebody decided about this answer already."))
    if found.by_id == by.pk:
        raise CannotAssess(_("You wrote this answer yourself. A colleague has to look at it."))
    if not approve and not note:
        raise CannotAssess(_("Say what is wrong with it, so that it can be mended."))
    found.review = ValueState.APPROVED if approve else ValueState.RETURNED
    found.note, found.decided_by, found.decided_at = note, by, at
    found.save(update_fields=["review", "note", "decided_by", "decided_at"])
    audit.record("assessment.decided", subject=found, by=by, at=at, aspect=found.aspect.code, review=found.review)
    return found
