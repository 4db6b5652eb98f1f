from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from ayni.access.models import Organisation
from ayni.audit import actions as audit
from ayni.codelists import queries as codelists
from ayni.codelists.actions import Change
from ayni.codelists.models import LegalNorm, Profile
from ayni.codelists.tables import Tables, digest

from .. import reference
from ..models import Protocol, ProtocolStep, ReferenceLoad, UnmatchedText
from ..reference import Draft


def lock_reference() -> None:
    """Two set-ups at once: the second waits here, and then finds nothing left to do. On SQLite the transaction itself
    waits."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {ReferenceLoad._meta.db_table} IN EXCLUSIVE MODE")


@transaction.atomic
def record_load(changes: list[Change], *, at: datetime) -> ReferenceLoad | None:
    """Keep what a load changed; a load that changed nothing leaves no trace."""
    said = {c.table: [c.made, c.closed, c.kept_by_hand] for c in changes if c}
    if not said:
        return None
    load = ReferenceLoad.objects.create(at=at, changes=said)
    audit.record("reference.loaded", subject=load, by=audit.SYSTEM, at=at, changes=said)
    return load


@transaction.atomic
def load_protocols(
    tables: Tables, *, on: date, at: datetime, unmatched: Counter[tuple[str, str, str]] | None = None
) -> list[Change]:
    """Protocols and their steps: one that says something else than before is a new version, in force from that day; a
    case that was opened before is held to the version it has. What two colleagues approved on a page stays.
    `unmatched`: what no table knows of the files of the apps above."""
    reading = reference.Reading(tables)
    drafts = reference.drafts(reading)
    reference.rest_unmatched(reading)
    reading.unmatched.update(unmatched or {})
    current = {protocol.code: protocol for protocol in Protocol.objects.current()}
    by_hand = {code for code, protocol in current.items() if protocol.written_by_hand}
    said = {draft.code for draft in drafts}
    drafts = [draft for draft in drafts if draft.code not in by_hand]
    changed = [draft for draft in drafts if draft.code not in current or current[draft.code].digest != _digest(draft)]
    gone = [protocol for code, protocol in current.items() if code not in said | by_hand]
    closed = [*gone, *(current[draft.code] for draft in changed if draft.code in current)]
    Protocol.objects.filter(pk__in=[protocol.pk for protocol in closed]).update(valid_to=on)
    for protocol in gone:
        audit.record("protocol.closed", subject=protocol, by=audit.SYSTEM, at=at, code=protocol.code)
    people = {organisation.code: organisation for organisation in Organisation.objects.all()}
    for draft in changed:
        _make_version(draft, people, on=on, at=at)
    _say_plainly([draft for draft in drafts if draft not in changed], current)
    return [Change(Protocol._meta.label, len(changed), len(closed), len(by_hand & said)), _keep_unmatched(reading)]


def _digest(draft: Draft) -> str:
    return digest(draft.said())


def _make_version(draft: Draft, actors: dict[str, Organisation], *, on: date, at: datetime) -> Protocol:
    before = Protocol.objects.filter(code=draft.code).order_by("version").last()
    protocol = Protocol.objects.create(
        code=draft.code,
        version=before.version + 1 if before else 1,
        valid_from=on if before else min(draft.since, on),
        name=draft.name,
        is_general=draft.is_general,
        approaches=draft.approaches,
        digest=_digest(draft),
    )
    protocol.profiles.set(codelists.current(Profile).filter(code__in=draft.profiles))
    _lay_out(protocol, draft, actors)
    audit.record(
        "protocol.version_made", subject=protocol, by=audit.SYSTEM, at=at, code=protocol.code, version=protocol.version
    )
    return protocol


def _lay_out(protocol: Protocol, draft: Draft, actors: dict[str, Organisation]) -> None:
    steps = ProtocolStep.objects.bulk_create(
        [
            ProtocolStep(protocol=protocol, actor=actors[step.actor], plain_es=step.plain, **step.fields)
            for step in draft.steps
        ]
    )
    norms = dict(codelists.current(LegalNorm).values_list("code", "pk"))
    through: Any = ProtocolStep.norms.through
    through.objects.bulk_create(
        through(protocolstep_id=made.pk, legalnorm_id=norms[code])
        for made, step in zip(steps, draft.steps, strict=True)
        for code in step.norms
    )


def _say_plainly(drafts: list[Draft], current: dict[str, Protocol]) -> None:
    """Versions that were made before there were plain words for the person get them; words that are there stay."""
    words = {step.fields["code"]: step.plain for draft in drafts for step in draft.steps if step.plain}
    protocols = [current[draft.code] for draft in drafts]
    for step in ProtocolStep.objects.filter(protocol__in=protocols, plain_es="", code__in=words).order_by("pk"):
        step.plain_es = words[step.code]
        step.save(update_fields=["plain_es"])


def _keep_unmatched(reading: reference.Reading) -> Change:
    there = {(row.file, row.column, row.text): row for row in UnmatchedText.objects.all()}
    wanted = {(file, column, text[:300]): count for (file, column, text), count in reading.unmatched.items()}
    gone = [row.pk for key, row in there.items() if wanted.get(key) != row.rows]
    if gone:
        UnmatchedText.objects.filter(pk__in=gone).delete()
    made = [
        UnmatchedText(file=file, column=column, text=text, rows=count)
        for (file, column, text), count in wanted.items()
        if (file, column, text) not in there or there[file, column, text].rows != count
    ]
    UnmatchedText.objects.bulk_create(made)
    return Change(UnmatchedText._meta.label, len(made), len(gone))
