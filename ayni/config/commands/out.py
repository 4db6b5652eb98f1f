"""How the commands speak."""

from typing import NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

console = Console(highlight=False, soft_wrap=True)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    console.print(text, markup=False)


def stop(text: str) -> NoReturn:
    """End the command with a sentence that says what is wrong and what to do."""
    _errors.print(text, style="red", markup=False)
    raise typer.Exit(1)


def progress() -> Progress:
    """A bar for whatever takes more than two seconds."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console)
