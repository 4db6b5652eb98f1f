"""`ayni files …`"""

import typer

from ayni.files import queries
from ayni.files.models import StoredFile

from .out import say

files = typer.Typer(no_args_is_help=True, help="Photos and scans on the disk.")


@files.callback()
def group() -> None:
    pass


@files.command()
def verify() -> None:
    """Open every photo and scan, and name those that are missing, unreadable, or not ours."""
    found = list(queries.examine())
    for finding in found:
        say(f"{finding.fault}: {finding.what}")
    if found:
        raise typer.Exit(1)
    say(f"{StoredFile.objects.count()} photos and scans, each whole.")
