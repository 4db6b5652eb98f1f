"""Named questions about lists that came in."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet

from ayni.access.models import User
from ayni.codelists.models import (
    Country,
    DocumentType,
    EducationLevel,
    Language,
    MigratoryStatus,
    SexGender,
    Territory,
)
from ayni.codelists.queries import current
from ayni.lib.keys import keyring
from ayni.lib.sealed_files import SealedFile
from ayni.people.models import BatchState, ImportBatch, ImportMapping, StagedRow
from ayni.people.rules.imports.codes import Codes, make_codes
from ayni.people.rules.imports.mapping import Plan, dates_are_ambiguous, from_json, is_of_match, propose, with_words
from ayni.people.rules.imports.reading import read_table
from ayni.people.rules.imports.sheets import read_form
from ayni.people.rules.imports.states import WAITING
from ayni.people.rules.imports.tables import Form, Table

SAMPLE = 2000
"""Rows from which is concluded how dates are written and what “M” means."""
_KEPT = 300
LISTED: dict[str, type[Any]] = {
    "sex": SexGender, "nationality": Country, "document_type": DocumentType, "language": Language,
    "education": EducationLevel, "status": MigratoryStatus, "district": Territory,
}  # fmt: skip


def batches(user: User) -> QuerySet[ImportBatch]:
    """The lists of the user's offices, the newest first."""
    return ImportBatch.objects.visible_to(user).select_related("office", "by").order_by("-received_at", "-id")


def under_way() -> QuerySet[ImportBatch]:
    return ImportBatch.objects.filter(
        state__in=[BatchState.STAGING, BatchState.ACCEPTING, BatchState.UNDOING]
    ).order_by("received_at", "pk")


def rows_of(batch: ImportBatch, state: str) -> QuerySet[StagedRow]:
    return batch.staged.filter(state=state).order_by("number", "pk")


def same_file(digest: str, office: int) -> ImportBatch | None:
    """An import of this very file that nobody rejected or undid."""
    ended = [BatchState.REJECTED, BatchState.UNDONE, BatchState.BROKEN]
    found = ImportBatch.objects.filter(digest=digest, office=office).exclude(state__in=ended)
    return found.order_by("-received_at", "-pk").first()


def folder() -> Path:
    return settings.AYNI_HOME / "imports"


def kept_file(batch: ImportBatch, *, form: bool = False) -> Path:
    return folder() / f"{batch.pk}.{'form' if form else 'list'}"


def context_of(batch: ImportBatch) -> str:
    return f"people.ImportBatch:{batch.pk}"


def open_kept(batch: ImportBatch, *, form: bool = False) -> BinaryIO:
    """The plain bytes of the file as it came."""
    sealed = SealedFile(kept_file(batch, form=form), ring=keyring(settings.AYNI_HOME), context=context_of(batch))
    return cast("BinaryIO", io.BufferedReader(sealed, 64 * 1024))


def form_of(batch: ImportBatch) -> Form:
    return read_form(partial(open_kept, batch, form=True)) if batch.form_size else Form()


def table_of(batch: ImportBatch) -> Table:
    """Raises CannotRead with a sentence."""
    return read_table(partial(open_kept, batch), sheet=batch.sheet)


@dataclass(frozen=True)
class Proposal:
    """How a list would be understood, with what stands in its first rows."""

    table: Table
    plan: Plan
    samples: dict[str, list[str]]
    """Header → different values of the first rows, without empty ones."""
    rows: int
    """How many were looked at."""
    ask_dates: bool

    @property
    def needs_nobody(self) -> bool:
        return is_of_match(self.table.headers)


def proposal(batch: ImportBatch) -> Proposal:
    """What the headers and the first rows suggest. Raises CannotRead with a sentence."""
    table = table_of(batch)
    form = form_of(batch)
    samples: dict[str, dict[str, None]] = {header: {} for header in table.headers}
    rows = 0
    for row in islice(table.rows(), SAMPLE):
        rows += 1
        for header, cell in zip(table.headers, row.cells, strict=False):
            if cell:
                samples[header][cell] = None
    seen = {header: list(values) for header, values in samples.items()}
    plan = propose(table.headers, form.labels, seen)
    days = [text for header, name in plan.columns.items() if name == "birth_date" for text in seen[header]]
    return Proposal(table, with_words(plan, seen, form), seen, rows, dates_are_ambiguous(days))


def headers_digest(headers: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(sorted(headers)).encode()).hexdigest()


def saved_mappings(user: User, headers: Sequence[str]) -> list[ImportMapping]:
    """Those of the user's organisation for exactly these headers, the newest first."""
    found = ImportMapping.objects.filter(organisation=user.organisation_id, headers=headers_digest(headers))
    return list(found.order_by("-saved_at", "-pk"))


def mapping_named(user: User, name: str) -> Plan | None:
    found = ImportMapping.objects.filter(organisation=user.organisation_id, name=name).first()
    return from_json(found.plan) if found else None


def codes() -> Codes:
    """All code lists that a row may name, by every word that is known for an entry."""
    return cache.get_or_set("people.imports.codes", _codes, _KEPT) or Codes()


def _codes() -> Codes:
    entries: dict[str, Iterable[tuple[str, ...]]] = {
        "sex": current(SexGender).filter(dimension="sex").values_list("code", "label_es", "label_en"),
        "nationality": current(Country).values_list("code", "label_es", "label_en", "alpha2"),
        "document_type": current(DocumentType).values_list("code", "label_es", "label_en"),
        "language": current(Language).values_list("code", "label_es", "label_en"),
        "education": current(EducationLevel).values_list("code", "label_es", "label_en"),
        "status": current(MigratoryStatus).values_list("code", "label_es", "label_en"),
        "district": _districts(),
    }
    return make_codes(entries, dict(current(DocumentType).values_list("code", "pattern")))


def _districts() -> list[tuple[str, ...]]:
    """By INEI's code, by name with province and department, and by the name alone where only one has it."""
    rows = list(
        current(Territory).filter(level=Territory.Level.DISTRICT).order_by("code")
        .values_list("code", "label_es", "parent__label_es", "parent__parent__label_es")
    )  # fmt: skip
    names = [name for _code, name, *_rest in rows]
    return [
        (code, f"{name} {province}", f"{name} {province} {department}", *([name] if names.count(name) == 1 else []))
        for code, name, province, department in rows
    ]


def ids_by_code() -> dict[str, dict[str, int]]:
    """Field → code → id of the version in force."""
    return {name: dict(current(model).order_by().values_list("code", "pk")) for name, model in LISTED.items()}


def waiting(batch: ImportBatch) -> int:
    return batch.count(*WAITING)
