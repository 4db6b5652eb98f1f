"""A command is loaded alone, and is then what it is among all of them."""

import subprocess
import sys

import pytest
from typer.main import get_command

from ayni.config.commands import COMMANDS, commands


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_alone_is_what_it_is_among_all(name):
    alone, among = get_command(commands(name)), get_command(commands())
    assert list(alone.commands) == [name]
    one, other = alone.commands[name], among.commands[name]
    assert (one.help, one.hidden) == (other.help, other.hidden)
    assert list(getattr(one, "commands", {})) == list(getattr(other, "commands", {}))


def test_whoever_types_what_there_is_not_is_told_of_all():
    assert list(get_command(commands("nonsense")).commands) == list(COMMANDS)


def test_what_only_other_commands_need_is_not_loaded():
    asked = (
        "import sys, django; django.setup(); from ayni.config.commands import commands; commands('facts');"
        "print([name for name in ('weasyprint', 'ibis', 'ayni.desk.demo') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603
    assert said.stdout.strip() == "[]"
