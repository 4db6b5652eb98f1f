"""`ayni doctor`: what is missing or unsafe in this installation, and what to type."""

from typing import Annotated

import typer
from rich.table import Table

from ayni.config import examination, inventory
from ayni.config.examination import Level

from .out import console, say

MARKS = {Level.WELL: "ok", Level.ADVICE: "advice", Level.MISSING: "MISSING", Level.UNSAFE: "UNSAFE"}


def doctor(
    sbom: Annotated[bool, typer.Option("--sbom", help="Print what this is made of instead, as CycloneDX.")] = False,
) -> None:
    """What is missing or unsafe in this installation, and what to type."""
    if sbom:
        typer.echo(inventory.cyclonedx())
        return
    findings = examination.examine()
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        table.add_row(MARKS[finding.level], finding.about, finding.what)
    console.print(table)
    wrong = [finding for finding in findings if finding.level in {Level.MISSING, Level.UNSAFE}]
    say(f"\n{len(wrong)} to mend." if wrong else "\nNothing to mend.")
    raise typer.Exit(1 if wrong else 0)
