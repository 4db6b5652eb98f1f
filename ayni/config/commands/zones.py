"""`ayni mrz …`"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer
from django.utils.timezone import localdate

from ayni.lib.mrz import CannotRead, PartialDate, Zone, read

from .out import stop

NOT_VALID, NO_ZONE = 1, 2


def mrz(
    file: str = typer.Argument(
        ..., metavar="FILE", help="A text file with the lines of the zone; - reads what is piped in."
    ),
) -> None:
    """Read a machine-readable zone: its fields, its check digits, and what failed, as JSON.

    Ends with 0 if everything fits, with 1 if a check digit or a field does not, with 2 if there is no zone to read.
    """
    try:
        zone = read(_text(file), today=localdate())
    except CannotRead as wrong:
        typer.echo(json.dumps({"valid": False, "unreadable": wrong.reason, "widths": wrong.widths}, indent=2))
        raise typer.Exit(NO_ZONE) from None
    typer.echo(json.dumps(_told(zone), indent=2, ensure_ascii=False))
    if not zone.is_valid:
        raise typer.Exit(NOT_VALID)


def _text(file: str) -> str:
    if file == "-":
        return sys.stdin.read()
    try:
        return Path(file).read_text(encoding="utf-8", errors="replace")
    except OSError as wrong:
        stop(f"{file} cannot be read: {wrong.strerror}.")


def _told(zone: Zone) -> dict[str, Any]:
    fields = {name: value for name, value in vars(zone.fields).items() if not isinstance(value, PartialDate)}
    return {
        "valid": zone.is_valid,
        "format": zone.layout.name,
        "lines": zone.lines,
        "fields": {**fields, "birth": _day(zone.fields.birth), "expiry": _day(zone.fields.expiry)},
        "checks": [{**asdict(check), "fits": check.fits} for check in zone.checks],
        "failed": zone.failed,
        "problems": [asdict(problem) for problem in zone.problems],
        "suggestions": [asdict(suggestion) for suggestion in zone.suggestions],
    }


def _day(day: PartialDate) -> dict[str, Any]:
    """The day with its century resolved, and the year that its two digits could also mean."""
    return {"date": str(day), "whole": day.is_whole, "other_year": day.other_year}
