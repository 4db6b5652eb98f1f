"""A list comes in, and somebody says what its columns are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import uuid7
from ayni.lib.keys import keyring
from ayni.lib.sealed_files import write_sealed
from ayni.people.models import BatchState, ImportBatch, ImportMapping
from ayni.people.queries import consents
from ayni.people.queries import imports as queries
from ayni.people.rules.consents import CONSENTS
from ayni.people.rules.imports.mapping import CannotMap, Plan, check_plan
from ayni.people.rules.imports.states import CannotImport, check_may_become
from ayni.people.rules.imports.tables import CannotRead


@dataclass(frozen=True)
class Upload:
    """A list, and on what it rests that these people are taken in."""

    name: str
    chunks: Iterable[bytes]
    system: str
    """Whose list it is."""
    purpose: str
    basis: str
    grounds: str
    form: Iterable[bytes] = ()
    sheet: str = ""


def receive_list(*, upload: Upload, office: Office, by: User, at: datetime) -> ImportBatch:
    """Keep the file, encrypted, until it is staged; see whether it can be read. Raises CannotRead with a sentence."""
    _check(upload, at)
    batch = ImportBatch(
        id=uuid7(), file_name=upload.name, system=upload.system.strip(), purpose=upload.purpose.strip(),
        basis=upload.basis, grounds=upload.grounds.strip() or upload.purpose.strip(), office=office, by=by,
        received_at=at, changed_at=at, sheet=upload.sheet,
    )  # fmt: skip
    try:
        _keep(batch, upload)
        if (other := queries.same_file(batch.digest, office.pk)) is not None:
            raise CannotImport(
                _("This very file was imported on %(day)s. Go on with that import, or reject or undo it first.")
                % {"day": localdate(other.received_at).isoformat()}
            )
        table = queries.table_of(batch)
        queries.form_of(batch)
        batch.format, batch.headers = table.format, list(table.headers)
        with transaction.atomic():
            batch.save(force_insert=True)
            audit.record("import.received", subject=batch, by=by, at=at, thread=batch.pk, office=office.pk,
                         format=batch.format, bytes=batch.size, basis=batch.basis)  # fmt: skip
    except RuleBroken:
        forget_file(batch)
        raise
    return batch


def _check(upload: Upload, at: datetime) -> None:
    if not upload.system.strip() or not upload.purpose.strip():
        raise CannotImport(_("Say whose list it is, and what its people are taken in for."))
    if upload.basis in CONSENTS and consents.text_in_force("REGISTER", localdate(at)) is None:
        raise CannotImport(_("No text of consent is in force. Choose another basis."))


def _keep(batch: ImportBatch, upload: Upload) -> None:
    ring, context = keyring(settings.AYNI_HOME), queries.context_of(batch)
    path = queries.kept_file(batch)
    batch.size, batch.digest = write_sealed(path, upload.chunks, ring=ring, context=context)
    if not batch.size:
        raise CannotRead(_("The file is empty: it holds no row of data. Check that it is the right file, and saved."))
    if upload.form:
        path = queries.kept_file(batch, form=True)
        batch.form_size, _digest = write_sealed(path, upload.form, ring=ring, context=context)


def forget_file(batch: ImportBatch) -> None:
    for form in (False, True):
        queries.kept_file(batch, form=form).unlink(missing_ok=True)


@transaction.atomic
def start_staging(*, batch: ImportBatch, plan: Plan, by: User, at: datetime) -> ImportBatch:
    """From here the list is read, row by row, in the background."""
    batch = lock(batch)
    check_may_become(batch.state, BatchState.STAGING)
    check_plan(plan, batch.headers)
    batch.plan, batch.state, batch.changed_at, batch.cursor = plan.as_json(), BatchState.STAGING, at, 0
    batch.save(update_fields=["plan", "state", "changed_at", "cursor"])
    audit.record("import.mapped", subject=batch, by=by, at=at, thread=batch.pk, fields=sorted(plan.fields))
    return batch


@transaction.atomic
def keep_mapping(*, name: str, headers: Iterable[str], plan: Plan, by: User, at: datetime) -> ImportMapping:
    """Under a name of the user's organisation; the same name again replaces it."""
    if not name.strip() or by.organisation_id is None:
        raise CannotMap(_("Give the mapping a name."))
    kept, _made = ImportMapping.objects.update_or_create(
        organisation_id=by.organisation_id,
        name=name.strip()[:80],
        defaults={"headers": queries.headers_digest(headers), "plan": plan.as_json(), "saved_by": by, "saved_at": at},
    )
    audit.record("import.mapping_kept", subject=kept, by=by, at=at)
    return kept


def lock(batch: ImportBatch) -> ImportBatch:
    # Read again under a lock, so that two workers do not stage a row twice, nor two supervisors decide at once.
    return ImportBatch.objects.select_for_update(of=("self",)).select_related("office", "by").get(pk=batch.pk)
