"""`ayni cards …`: the keys that sign what is printed, and a card verified without a network."""

import base64
import json
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from ayni.audit.actions import SYSTEM
from ayni.procedures.actions import cards as actions
from ayni.procedures.models import CardKey
from ayni.procedures.queries import cards as queries
from ayni.procedures.rules.cards import as_published, standing_of_text
from ayni.procedures.rules.seals import CannotRead, PublicKey, check_seal, read_seal

from .out import say, stop

cards = typer.Typer(no_args_is_help=True, help="Cards and certificates: keys, and what a printed code says.")
FALSE, NOT_IN_FORCE = 1, 2


@cards.callback()
def group() -> None:
    pass


@cards.command()
def keys(
    rotate: Annotated[bool, typer.Option("--rotate", help="Make a new key. What the old one signed counts.")] = False,
    withdraw: Annotated[
        int | None, typer.Option("--withdraw", metavar="KEY", help="What this key signed counts no more.")
    ] = None,
) -> None:
    """The public keys as they are published at /verificar/claves.json: keep the file where cards are verified."""
    if withdraw is not None:
        key = CardKey.objects.filter(pk=withdraw).first()
        if key is None:
            stop(f"There is no key {withdraw}. `ayni cards keys` lists them.")
        actions.withdraw_card_key(key=key, by=SYSTEM, at=timezone.now())
    if rotate:
        actions.rotate_card_key(by=SYSTEM, at=timezone.now())
    typer.echo(json.dumps(as_published(queries.published_keys()), indent=2))


@cards.command()
def verify(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE", help="What the large code says, or a file with it.")],
    keys: Annotated[
        Path | None, typer.Option(help="The published keys. Without them those of this installation.")
    ] = None,
) -> None:
    """Whether a printed code is genuine, and what it says. Asks no network.

    Ends with 0 if it is genuine and in force, with 1 if it is false, with 2 if it has expired or is not in force yet.
    """
    try:
        said = check_seal(read_seal(_given(text)), _read(keys) if keys else queries.published_keys())
    except CannotRead as false:
        say(str(false))
        raise typer.Exit(FALSE) from None
    for name, value in vars(said).items():
        if name != "proof":
            say(f"{name.replace('_', ' ')}: {value or '-'}")
    today = timezone.localdate().isoformat()
    if problem := standing_of_text(said, today):
        say(problem)
        raise typer.Exit(NOT_IN_FORCE)
    say("The signature is genuine. Whether it was revoked since, only /verificar/ knows.")


def _given(text: str) -> str:
    path = Path(text)
    try:
        return path.read_text() if path.is_file() else text
    except (OSError, ValueError):
        # A code is no path.
        return text


def _read(file: Path) -> dict[int, PublicKey]:
    try:
        rows = json.loads(file.read_text())["keys"]
        return {int(row["kid"]): PublicKey(base64.urlsafe_b64decode(row["x"] + "="), row["standing"]) for row in rows}
    except (OSError, ValueError, KeyError, TypeError):
        stop(f"{file} does not hold published keys. Fetch /verificar/claves.json again.")
