"""What shows that a rule or an institution fails: late steps of cases, and what colleagues see in the field."""

from datetime import datetime

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists.models import Territory
from ayni.governance.models import Gap
from ayni.lib.written import check_as_seen

from ..models import Case, EvidenceKind, GapEvidence, Task
from ..rules import evidence as rules
from ..rules import seen as marks


@transaction.atomic
def show_late_step(*, task: Task, gap: Gap, by: User, at: datetime) -> GapEvidence:
    """A step that was late, or that a service did not do, shows this gap. Said twice, it is there once."""
    # Under a lock, so that nobody closes the gap meanwhile.
    gap = Gap.objects.select_for_update(of=("self",)).get(pk=gap.pk)
    rules.check_shows_a_gap(
        is_step=task.step_id is not None,
        late=rules.is_late(
            due_at=task.due_at, finished_at=task.finished_at, state=task.state, skip_reason=task.skip_reason, at=at
        ),
        gap_is_open=gap.is_open,
    )
    there = GapEvidence.objects.filter(task=task, gap=gap).first()
    if there is not None:
        return there
    made = GapEvidence.objects.create(
        kind=EvidenceKind.LATE_STEP, case=task.case, task=task, gap=gap, noted_by=by, noted_at=at
    )
    _record("evidence.noted", made, by=by, at=at)
    return made


@transaction.atomic
def note_from_field(
    *, text: str, territory: Territory | None, case: Case | None, gap: Gap | None, by: User, at: datetime
) -> GapEvidence:
    """Something that a colleague saw and that concerns more than one person."""
    rules.check_has_text(text)
    if gap is not None:
        rules.check_gap_is_open(is_open=gap.is_open)
    made = GapEvidence.objects.create(
        kind=EvidenceKind.FIELD_NOTE, case=case, text=text, territory=territory, gap=gap, noted_by=by, noted_at=at
    )
    _record("evidence.noted", made, by=by, at=at)
    return made


@transaction.atomic
def link_evidence(*, evidence: GapEvidence, gap: Gap | None, by: User, at: datetime, seen: str = "") -> GapEvidence:
    """Somebody says which gap it shows, or that it shows none after all. `seen`: the mark of what the page showed."""
    evidence = GapEvidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    check_as_seen(seen=seen, mark=marks.of_shown_gap(evidence))
    if gap is not None:
        rules.check_gap_is_open(is_open=gap.is_open)
    evidence.gap = gap
    evidence.save(update_fields=["gap"])
    _record("evidence.linked", evidence, by=by, at=at)
    return evidence


def _record(verb: str, evidence: GapEvidence, *, by: User, at: datetime) -> None:
    code = evidence.gap.code if evidence.gap else ""
    audit.record(verb, subject=evidence, by=by, at=at, thread=evidence.case_id, kind=evidence.kind, gap=code)
