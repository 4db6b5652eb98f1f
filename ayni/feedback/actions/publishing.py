""" "Ustedes dijeron, hicimos": written by one, approved by another, in general words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ayni.access.models import Office, User
from ayni.audit import actions as audit

from .. import rules
from ..models import Category, Publication, PublicationState, Report


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is to be published."""

    month: date
    office: Office | None
    category: Category
    said: str
    done: str
    reports: Sequence[Report] = ()


def _check(words: Words) -> None:
    noticed = len(rules.noticed(words.said)) + len(rules.noticed(words.done))
    rules.check_general_words(words.said, words.done, noticed=noticed)


@transaction.atomic
def write_publication(*, words: Words, by: User, at: datetime) -> Publication:
    _check(words)
    made = Publication.objects.create(
        month=words.month.replace(day=1), office=words.office, category=words.category, said=words.said,
        done=words.done, written_by=by, written_at=at,
    )  # fmt: skip
    made.reports.set(words.reports)
    audit.record("publication.written", subject=made, by=by, at=at)
    return made


@transaction.atomic
def rewrite_publication(*, publication: Publication, words: Words, by: User, at: datetime) -> Publication:
    """Whoever changes it has written it: another one approves."""
    found = _lock(publication)
    rules.check_may_write(found.state)
    _check(words)
    found.month, found.office, found.category = words.month.replace(day=1), words.office, words.category
    found.said, found.done, found.written_by, found.written_at = words.said, words.done, by, at
    found.save(update_fields=["month", "office", "category", "said", "done", "written_by", "written_at"])
    if words.reports:
        found.reports.add(*words.reports)
    audit.record("publication.written", subject=found, by=by, at=at)
    return found


@transaction.atomic
def approve_publication(*, publication: Publication, by: User, at: datetime) -> Publication:
    found = _lock(publication)
    rules.check_may_approve(state=found.state, is_own=found.written_by_id == by.pk)
    found.state, found.approved_by, found.published_at = PublicationState.PUBLISHED, by, at
    found.save(update_fields=["state", "approved_by", "published_at"])
    audit.record("publication.approved", subject=found, by=by, at=at)
    return found


@transaction.atomic
def withdraw_publication(*, publication: Publication, by: User, at: datetime) -> Publication:
    found = _lock(publication)
    rules.check_may_withdraw(found.state)
    found.state = PublicationState.WITHDRAWN
    found.save(update_fields=["state"])
    audit.record("publication.withdrawn", subject=found, by=by, at=at)
    return found


def _lock(publication: Publication) -> Publication:
    return Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
