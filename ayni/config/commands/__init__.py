"""The commands of `ayni`, one module each. They say what they did; the work itself is done by verbs of the apps."""

from functools import cache
from importlib import import_module
from typing import Any

import typer

COMMANDS = {
    "run": "running:run", "serve": "running:serve", "worker": "running:worker", "mailbox": "running:mailbox",
    "simulate": "simulating:simulate", "setup": "setting_up:setup", "invite": "inviting:invite",
    "doctor": "diagnosis:doctor", "backup": "backups:backup", "restore": "backups:restore",
    "bridge": "bridging:bridge", "mrz": "zones:mrz", "demo": "demo:app", "facts": "numbers:facts",
    "audit": "numbers:audit", "observatory": "observatory:observatory", "keys": "rotation:keys",
    "people": "people:people", "cards": "carded:cards", "channels": "channels:channels", "files": "stored:files",
    "resolution": "resolutions:resolution", "directory": "entries:directory", "forms": "forms:forms",
}  # fmt: skip
"""Where each is: the module, and what it is called there. A group of commands is a Typer of its own."""
HIDDEN = {"mailbox"}
MORE = {"people": {"import": "importing:import_list", "retention": "retention:retention",
                   "document": "retention:document"}}  # fmt: skip
"""Commands of a group that stand in other modules."""


@cache
def commands(wanted: str = "") -> typer.Typer:
    """The command of this name alone; all of them, if there is none or it is not known. To load what only the others
    need would take longer than most commands do."""
    made = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="Ayni, the working system of a migrant integration unit.",
    )
    # With one command alone, Typer would take its name for the first argument.
    made.callback()(_nothing)
    for name in [wanted] if wanted in COMMANDS else COMMANDS:
        found = _found(COMMANDS[name])
        if isinstance(found, typer.Typer):
            for more, place in MORE.get(name, {}).items():
                found.command(more)(_found(place))
            made.add_typer(found, name=name)
        else:
            made.command(name, hidden=name in HIDDEN)(found)
    return made


def _nothing() -> None:
    pass


def _found(place: str) -> Any:
    module, _colon, name = place.partition(":")
    return getattr(import_module(f"{__name__}.{module}"), name)
