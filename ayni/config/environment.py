"""The environment, and the file `.env` that adds to it what it does not say."""

import os
from pathlib import Path

from environs import Env

ASKED_WITHOUT_SETTINGS = ("AYNI_BACKUP_PASSPHRASE", "AYNI_KEYRING", "AYNI_TRACE")
"""Read by parts that know no settings, from the environment itself: what the file says of them has to get there."""


def environment(file: Path) -> Env:
    """What settings are read from. Not eager: all that is missing is collected, and `seal()` names it at once."""
    env = Env(eager=False)
    env.read_env(str(file), recurse=False)
    for name in ASKED_WITHOUT_SETTINGS:
        if value := env.str(name, ""):
            # Not over an empty one: whoever gave that wants none.
            os.environ.setdefault(name, value)
    return env
