"""What becomes of a guide as a whole: it is checked again, withdrawn, brought back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit

from ..models import Confidence, Guide, GuideVersion
from ..rules import guides as rules
from .shelving import forget_pages


def _held(guide: Guide) -> Guide:
    return Guide.objects.select_for_update(of=("self",)).get(pk=guide.pk)


@transaction.atomic
def withdraw(*, guide: Guide, reason: str, by: User, at: datetime) -> Guide:
    """Nobody reads it any more, in any language. Who comes with its address is told so, and why."""
    guide = _held(guide)
    rules.check_may_withdraw(withdrawn=guide.withdrawn_at is not None)
    guide.withdrawn_at, guide.withdrawn_by, guide.withdrawn_reason = at, by, reason
    guide.save()
    audit.record("guide.withdrawn", subject=guide, by=by, at=at, slug=guide.slug)
    forget_pages(at=at)
    return guide


@transaction.atomic
def bring_back(*, guide: Guide, by: User, at: datetime) -> Guide:
    guide = _held(guide)
    rules.check_may_bring_back(withdrawn=guide.withdrawn_at is not None)
    guide.withdrawn_at, guide.withdrawn_by, guide.withdrawn_reason = None, None, ""
    guide.save()
    audit.record("guide.brought_back", subject=guide, by=by, at=at, slug=guide.slug)
    forget_pages(at=at)
    return guide


@transaction.atomic
def mark_checked(
    *, version: GuideVersion, confidence: Confidence, checked_by: str, by: User, at: datetime
) -> GuideVersion:
    """Somebody held the Spanish text against its sources today, and it is true to them. The words stay as they are."""
    version = GuideVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    rules.check_says_its_doubts(confidence, version.text)
    _check(version, localdate(at), confidence, checked_by)
    audit.record(
        "guide.checked", subject=version, by=by, at=at, slug=version.guide.slug, confidence=str(confidence),
    )  # fmt: skip
    forget_pages(at=at)
    return version


def _check(version: GuideVersion, on: date, confidence: str, checked_by: str) -> None:
    version.checked_on, version.checked_by, version.confidence = on, checked_by, confidence
    version.check_by = rules.next_check(on, confidence)
    version.save(update_fields=["checked_on", "checked_by", "confidence", "check_by"])
