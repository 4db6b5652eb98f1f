"""What a bridge shares with our server, kept in a file that nobody else reads."""

import os
from pathlib import Path

FILE_NAME = "bridge.secret"


def keep_secret(home: Path, secret: str) -> None:
    path = home / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret)


def kept_secret(home: Path) -> str:
    """Empty: this computer is not paired."""
    path = home / FILE_NAME
    return path.read_text().strip() if path.exists() else ""
