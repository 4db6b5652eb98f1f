"""`ayni directory …`: the directory of institutions goes out and comes in, as HSDS (Open Referral)."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone, translation

from ayni.audit.actions import SYSTEM
from ayni.directory import actions, exchange, queries

from .out import say, stop

directory = typer.Typer(no_args_is_help=True, help="The directory of institutions and services, as HSDS 3.0.")

Source = Annotated[Path, typer.Argument(metavar="FILE", help="JSON, an archive or a folder of CSV, or one CSV.")]
Target = Annotated[Path, typer.Argument(metavar="FILE", help="A name that ends in .json or .zip (CSV).")]
Over = Annotated[bool, typer.Option("--over", help="Also over entries that somebody verified here.")]


@directory.command("import")
def import_file(file: Source, over: Over = False) -> None:
    """Take in a file of HSDS. A second time changes nothing; broken rows are named, and the others come in."""
    with translation.override("en"):
        placed, tabular = exchange.read(file)
        report = actions.import_rows(placed=placed, tabular=tabular, over=over, by=SYSTEM, at=timezone.now())
        for problem in report.problems:
            say(problem)
        for left in report.left:
            say(f"{left}: left alone, because somebody verified it here. --over writes it all the same.")
    tables = sorted({*report.made, *report.changed, *report.same})
    for table in tables:
        say(f"{table}: {report.made[table]} new, {report.changed[table]} changed, {report.same[table]} as they were")
    if report.problems:
        stop(f"{len(report.problems)} broken, named above: mend them in {file} and import it again.")


@directory.command("export")
def export_file(file: Target) -> None:
    """Write all that may be published. No address of a confidential point, no name of a contact is in it."""
    if file.suffix.lower() not in {".json", ".zip"}:
        stop(f"{file}: choose a name that ends in .json, or in .zip for tables.")
    rows = queries.whole_directory()
    exchange.write(file, rows)
    say(f"{len(rows['organization'])} institutions, {len(rows['service'])} services: {file}")
