"""`ayni keys rotate`: everything that is encrypted, written anew under a new key."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from ayni.audit import actions as audit
from ayni.audit.models import Head
from ayni.files import actions as files
from ayni.lib import keys as ring_of
from ayni.lib.fields import EncryptedJSONField, EncryptedTextField
from ayni.lib.keys import Keyring
from ayni.procedures.actions import biometrics

from . import second_factors
from .out import progress, say, stop

keys = typer.Typer(no_args_is_help=True, help="The keys under which notes, answers and reasons are encrypted.")

Column = tuple[type[models.Model], models.Field[Any, Any]]
Row = tuple[Any, bytes]
BATCH = 200


@keys.callback()
def group() -> None:
    pass


@keys.command()
def rotate(
    forget_old: Annotated[bool, typer.Option("--forget-old", help="Then drop the older keys for good.")] = False,
) -> None:
    """Make a new key and write everything encrypted anew under it. If this is interrupted, type it again."""
    home = settings.AYNI_HOME
    if ring_of.from_environment():
        stop(
            "The keyring comes from AYNI_KEYRING. Put it into AYNI_HOME/keyring.json, unset the variable, then rotate."
        )
    ring = ring_of.keyring(home)
    if left_under_older_keys(ring):
        say(f"An earlier rotation was interrupted. Going on with key {ring.newest}.")
    elif not (forget_old and len(ring.encryption) > 1):
        ring = ring_of.with_new_version(ring)
        ring_of.write(ring, home)
        say(f"Key {ring.newest} made.")
    written = write_all_anew(ring) + second_factors.write_anew(ring)
    written += files.write_anew(ring) + biometrics.write_anew(ring)
    record("keys.rotated", ring, rows=written)
    say(f"Everything encrypted is under key {ring.newest}: {written} values were written anew.")
    if forget_old:
        forget(ring)


def forget(ring: Keyring) -> None:
    """Only when nothing is left under the older keys. A backup made before needs them: it holds its own."""
    if left := left_under_older_keys(ring):
        stop(f"{left} values were written under an older key meanwhile. Type `ayni keys rotate --forget-old` again.")
    newest = Keyring({ring.newest: ring.encryption[ring.newest]}, ring.secrets)
    ring_of.write(newest, settings.AYNI_HOME)
    record("keys.forgotten", newest, rows=0)
    say("The older keys are gone.")


def left_under_older_keys(ring: Keyring) -> int:
    columns = sum(old_rows(column, ring.newest) for column in encrypted_columns())
    stored = files.under_older_keys(ring) + biometrics.under_older_keys(ring)
    return columns + len(second_factors.under_older_keys(ring)) + stored


def record(verb: str, ring: Keyring, *, rows: int) -> None:
    head = Head.objects.filter(pk=1).first() or Head(pk=1)
    audit.record(verb, subject=head, by=audit.SYSTEM, at=timezone.now(), version=ring.newest, rows=rows)


def encrypted_columns() -> Iterator[Column]:
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField | EncryptedJSONField):
                yield model, field


def write_all_anew(ring: Keyring) -> int:
    """In batches of one short transaction each: others go on working, and an interruption loses nothing."""
    columns = list(encrypted_columns())
    written = 0
    with progress() as bar:
        task = bar.add_task("Encrypting anew", total=sum(old_rows(column, ring.newest) for column in columns))
        for column in columns:
            after = None
            while batch := next_rows(column, ring.newest, after):
                written += write_anew(column, batch, ring)
                after = batch[-1][0]
                bar.advance(task, len(batch))
    return written


def write_anew(column: Column, batch: list[Row], ring: Keyring) -> int:
    model, field = column
    quote = connection.ops.quote_name
    table, name, pk = (quote(part) for part in (model._meta.db_table, str(field.column), str(model._meta.pk.column)))
    # Only if nobody wrote it meanwhile: whoever did, did so under the newest key.
    statement = f"UPDATE {table} SET {name} = %s WHERE {pk} = %s AND {name} = %s"  # noqa: S608
    context = f"{model._meta.label}.{field.name}"
    written = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for key, stored in batch:
            sealed = ring.encrypt(ring.decrypt(bytes(stored), context=context), context=context)
            cursor.execute(statement, [sealed, key, stored])
            written += cursor.rowcount
    return written


def old_rows(column: Column, newest: int) -> int:
    return int(_select(column, newest, what="COUNT(*)")[0][0])


def next_rows(column: Column, newest: int, after: Any) -> list[Row]:
    pk = connection.ops.quote_name(str(column[0]._meta.pk.column))
    name = connection.ops.quote_name(str(column[1].column))
    following, values = (f"AND {pk} > %s ", [after]) if after is not None else ("", [])
    rows = _select(column, newest, what=f"{pk}, {name}", tail=f"{following}ORDER BY {pk} LIMIT {BATCH}", values=values)
    return [(key, bytes(stored)) for key, stored in rows]


def _select(column: Column, newest: int, *, what: str, tail: str = "", values: Sequence[Any] = ()) -> list[Any]:
    """Of the rows whose first two bytes name an older key."""
    model, field = column
    table, name = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(str(field.column))
    # The names are Django's own, of our models; values go as parameters.
    statement = f"SELECT {what} FROM {table} WHERE substr({name}, 1, 2) <> %s {tail}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [newest.to_bytes(2, "big"), *values])
        return list(cursor.fetchall())
