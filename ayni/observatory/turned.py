"""When the library changed last, for every process: pages that show studies and were made before are made anew."""

import uuid
from datetime import UTC, datetime
from pathlib import Path

NAME = "studies.turned"


def _file(home: Path) -> Path:
    return home / "observatory" / NAME


def stamp(home: Path) -> str:
    """Another one after each change. It looks at one small file."""
    try:
        about = _file(home).stat()
    except FileNotFoundError:
        return ""
    return f"{about.st_mtime_ns}-{about.st_ino}"


def moments(home: Path) -> list[datetime]:
    """When that was; none if it never changed."""
    try:
        return [datetime.fromtimestamp(_file(home).stat().st_mtime, UTC)]
    except FileNotFoundError:
        return []


def turn(home: Path) -> None:
    path = _file(home)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(f"{NAME}.{uuid.uuid4().hex[:8]}")
    half.write_text("")
    half.replace(path)
