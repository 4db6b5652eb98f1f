"""`ayni observatory …`: the key under which figures are protected, and releases."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.utils import timezone, translation

from ayni.observatory import actions, rules
from ayni.observatory.actions import keys as held
from ayni.observatory.blanks import reading
from ayni.observatory.models import Planned, Release, State
from ayni.observatory.queries.blanks import entries

from .out import say, stop

observatory = typer.Typer(no_args_is_help=True, help="The open observatory: its key, and its releases.")
keys = typer.Typer(no_args_is_help=True, help="The key under which figures are protected. It is in no backup.")
observatory.add_typer(keys, name="keys")
File = Annotated[Path, typer.Argument(help="Where the copy of the key is.")]


@observatory.callback()
def speak(context: typer.Context) -> None:
    """Rules of the observatory are worded for pages too: here they speak as every other command."""
    context.with_resource(translation.override("en"))


@keys.command()
def make() -> None:
    """Make the key of this installation, once. After the first release it is never made again."""
    made = held.make_key(at=timezone.now())
    say(f"Key {made.fingerprint} made: {held.key_path()}")
    say("No backup holds it. Keep a copy on another machine, apart from them:  ayni observatory keys export FILE")


@keys.command()
def show() -> None:
    """Where the key is, and its fingerprint. Never the key."""
    say(f"{held.secret().fingerprint}  {held.key_path()}")


@keys.command()
def check() -> None:
    """Whether the key is there, whole, and the one of the releases."""
    found = held.secret()
    known = "All releases were made under it." if held.releases_were_made() else "Nothing was released yet."
    say(f"Key {found.fingerprint} is whole. {known}")


@keys.command()
def export(file: File) -> None:
    """Copy the key to a file, for safe keeping. Whoever has it can take the noise off every figure."""
    copied = held.export_key(to=file, at=timezone.now())
    say(f"Key {copied.fingerprint} copied to {file}. Keep it where neither the backups nor the releases are.")


@keys.command()
def restore(file: File) -> None:
    """Bring the key back from a copy. Another one than that of the releases is refused."""
    found = held.restore_key(source=file, at=timezone.now())
    say(f"Key {found.fingerprint} is back: {held.key_path()}")


@observatory.command()
def release(
    period: Annotated[str, typer.Option(help="Of which month, such as 2026-10.")],
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of publication, if none was announced.")
    ] = None,
    why_es: Annotated[str, typer.Option(help="Of a month that was published: what changes and why, in Spanish.")] = "",
    why_en: Annotated[str, typer.Option(help="The same in English.")] = "",
) -> None:
    """Prepare the release of a month: counted, protected, gated, audited. Two people sign it on its page."""
    at = timezone.now()
    if period not in {month for month, _word in rules.in_words(rules.last_months(at, 600))}:
        stop(f"{period} is not a month that is over. Write it as {rules.last_months(at, 1)[0]}.")
    if not Planned.objects.filter(period=period).exists():
        if day is None:
            stop("No day was announced for this month. Say one:  --day 2026-12-10")
        actions.plan_release(period=period, day=day.date(), by=None, at=at)
    done = actions.release_at_once(period=period, at=at, reason_es=why_es, reason_en=why_en)
    if done.state == State.REFUSED:
        stop(done.refused)
    told(done)


@observatory.command("check-return")
def check_return(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A filled return: XLSX or CSV.")],
    out: Annotated[Path | None, typer.Option("--csv", help="Write it there with codes, if nothing is wrong.")] = None,
) -> None:
    """Read what an institution sent in the template of returns, and say which rows are wrong. Nothing is kept."""
    filled = reading.read(file.read_bytes(), entries())
    for fault in filled.faults:
        say(f"Row {fault.row}: {fault.sentence}")
    if filled.faults:
        wrong = len({fault.row for fault in filled.faults})
        stop(f"{wrong} wrong, {len(filled.rows)} right. Send the list back to whoever filled it.")
    if not filled.rows:
        stop("The return is empty.")
    if out is not None:
        out.write_bytes(filled.as_csv())
    say(f"{len(filled.rows)} rows are right: {filled.people} people.")


def told(done: Release) -> None:
    counts = done.report["cubes"].values()
    shown, cells = (sum(each[name] for each in counts) for name in ("shown", "cells"))
    say(f"{done.name} is prepared: {len(counts)} tables, {shown} of {cells} cells shown.")
    say(f"Two people sign it: {settings.PUBLIC_URL}/observatorio/entregas/gestion/{done.pk}/")
