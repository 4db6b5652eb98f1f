"""`ayni resolution …`: whether a PDF is an unchanged print of a resolution of ours. The database is not asked."""

from pathlib import Path
from typing import Annotated

import typer

from ayni.procedures import queries, rules

from .out import say, stop

resolution = typer.Typer(no_args_is_help=True, help="Resolutions on paper.")
MOST_BYTES = 50 * 1024 * 1024


@resolution.callback()
def group() -> None:
    pass


@resolution.command()
def key() -> None:
    """The public key with which anybody checks our resolutions."""
    say(queries.seal_key())


@resolution.command()
def verify(
    file: Path, key: Annotated[str, typer.Option(help="Public key; without it, that of this installation.")] = ""
) -> None:
    """Whether every byte of a PDF is as we printed it. Gives the digest of the resolution, to compare with its page."""
    try:
        if file.stat().st_size > MOST_BYTES:
            stop(f"{file} is larger than any resolution of ours.")
        content = file.read_bytes()
    except OSError as error:
        stop(f"{file} cannot be read: {error.strerror}. Give the path of the PDF.")
    digest = rules.read_seal(content, key=key or queries.seal_key())
    if digest is None:
        say(f"NOT VALID: {file} was changed, or was not sealed with this key.")
        raise typer.Exit(1)
    say(f"VALID: an unchanged print. Digest {digest}")
