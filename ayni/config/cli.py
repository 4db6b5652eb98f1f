"""The `ayni` command. What goes wrong is said in a sentence; AYNI_TRACE=1 shows where it happened."""

import os
import sys
from importlib import import_module

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from environs import EnvError, EnvValidationError
from rich.console import Console
from typer import Abort

from ayni.lib.errors import RuleBroken
from ayni.lib.keys import CannotDecrypt, KeyringMissing

SAID_WELL = (RuleBroken, KeyringMissing, CannotDecrypt, ImproperlyConfigured)
"""Errors whose message is written for whoever reads it."""


def app() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
    try:
        django.setup()
        import_module("ayni.config.commands").commands(*sys.argv[1:2])()
    except Exception as error:
        if os.environ.get("AYNI_TRACE"):
            raise
        Console(stderr=True, highlight=False, soft_wrap=True).print(sentence(error), style="red", markup=False)
        sys.exit(1)


def sentence(error: BaseException) -> str:
    """What is wrong and what to do, for an error that no command foresaw too."""
    if isinstance(error, EnvValidationError) and isinstance(error.error_messages, dict):
        wrong = "\n".join(f"  {name}: {' '.join(why)}" for name, why in error.error_messages.items())
        return f"These settings are missing or wrong (.env.example says what each is for):\n{wrong}"
    if isinstance(error, (*SAID_WELL, EnvError)):
        return str(error)
    if isinstance(error, Abort):
        return "Stopped before it was finished."
    if isinstance(error, DatabaseError):
        return f"The database did not answer as expected: {error}\nHas `ayni setup` been run? `ayni doctor` looks."
    if isinstance(error, OSError):
        return f"{error.strerror or error}: {error.filename or 'no file named'}"
    return f"Something went wrong that was not foreseen: {type(error).__name__}: {error}\nAYNI_TRACE=1 shows where."


if __name__ == "__main__":
    app()
