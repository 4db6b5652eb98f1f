"""Studies: a form comes in, opens, takes answers half and whole, and what it found leads on."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.codelists.models import Barrier, NeedSector, Territory
from ayni.governance.models import Gap
from ayni.instruments.xlsform.reading import read

from ..models import Finding, Response, Study, StudyState
from ..queries import studies as queries
from ..rules import studies as rules


@dataclass(frozen=True)
class Planned:
    kind: str
    office: Office
    territory: Territory | None = None
    consultation: str = ""
    done_on: date | None = None
    again_on: date | None = None


@dataclass(frozen=True)
class Found:
    """What a study says of a need or a barrier."""

    words: str
    population: str
    sector: NeedSector | None = None
    barrier: Barrier | None = None
    people: int | None = None
    gap: Gap | None = None


@transaction.atomic
def import_form(*, content: bytes, planned: Planned, by: User, at: datetime) -> Study:
    """A spreadsheet as a study that nobody answers yet. Raises CannotReadForm with sheet, row and column."""
    definition = read(content)
    made = _made(definition, planned, StudyState.DRAFT, by=by, at=at)
    audit.record("study.imported", subject=made, by=by, at=at, rows=len(definition["items"]))
    return made


@transaction.atomic
def write_study(*, title: str, planned: Planned, by: User, at: datetime) -> Study:
    """One that somebody made elsewhere, such as a survey of a partner or a meeting with a community: it asks nothing
    here, and what it found is noted."""
    definition: dict[str, Any] = {"title": title, "languages": [], "items": [], "lists": {}}
    made = _made(definition, planned, StudyState.CLOSED, by=by, at=at)
    audit.record("study.written_down", subject=made, by=by, at=at)
    return made


def _made(definition: dict[str, Any], planned: Planned, state: StudyState, *, by: User, at: datetime) -> Study:
    fields = {name: getattr(planned, name) for name in planned.__dataclass_fields__}
    return Study.objects.create(
        title=definition["title"], definition=definition, token=secrets.token_urlsafe(9), state=state, made_by=by,
        made_at=at, **fields,
    )  # fmt: skip


@transaction.atomic
def move(*, study: Study, to: StudyState, by: User, at: datetime) -> None:
    study = Study.objects.select_for_update(of=("self",)).get(pk=study.pk)
    rules.check_step(study.state, to)
    rules.check_asks(len(study.definition["items"]))
    study.state = to
    study.save(update_fields=["state"])
    audit.record(f"study.{to.lower()}", subject=study, by=by, at=at)


@transaction.atomic
def save_answers(*, study: Study, secret: str, typed: Mapping[str, Any], language: str, at: datetime) -> Response:
    """What was typed so far, right or wrong: whoever has the address goes on."""
    rules.check_takes_answers(study.state)
    digest = queries.draft_digest(secret)
    kept, is_new = Response.objects.select_for_update(of=("self",)).get_or_create(
        draft=digest, defaults={"study": study, "answers": dict(typed), "language": language, "saved_at": at}
    )
    rules.check_not_sent(is_sent=kept.sent_on is not None)
    if not is_new:
        kept.answers, kept.language, kept.saved_at = dict(typed), language, at
        kept.save()
    return kept


@transaction.atomic
def send_answers(*, study: Study, secret: str, typed: Mapping[str, Any], language: str, at: datetime) -> Response:
    """Whole, and of nobody: only what was shown is kept, and what was worked out of it. Sent twice, it is one."""
    before = queries.draft_of(study, secret)
    if before is not None and before.sent_on is not None:
        return before
    form = queries.stands(study, typed, today=localdate(at), language=language)
    rules.check_whole(len(form.faults))
    kept = save_answers(study=study, secret=secret, typed=form.answers, language=language, at=at)
    kept.sent_on = localdate(at)
    kept.save(update_fields=["sent_on"])
    return kept


@transaction.atomic
def note_finding(*, study: Study, found: Found, by: User, at: datetime) -> Finding:
    fields = {name: getattr(found, name) for name in found.__dataclass_fields__}
    made = Finding.objects.create(study=study, made_by=by, made_at=at, **fields)
    audit.record("study.found", subject=study, by=by, at=at, finding=made.pk)
    return made
