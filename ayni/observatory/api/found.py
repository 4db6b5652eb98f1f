"""What an address names: a release, a table of it. What is not there is refused in words."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from .. import published
from ..asking import Refused
from ..published import Cube, Release, Structure

LATEST = "latest"


def home() -> Path:
    return Path(settings.AYNI_HOME)


def at() -> datetime:
    return timezone.now()


def all_releases() -> list[Release]:
    """What may be read now, the newest first."""
    return published.releases(home(), at())


def release(said: str) -> Release:
    """`latest`, a period (its newest version), or the id of a release. Under embargo it is not there."""
    for one in all_releases():
        if said in {LATEST, one.period, one.id}:
            return one
    raise Refused("unknown-release", {"release": said[:40]})


def is_fixed(said: str) -> bool:
    """Whether an address names a version that never changes."""
    return published.NAME.fullmatch(said) is not None


def structure(held: Release, code: str) -> Structure:
    found = published.structure(home(), held, code)
    if found is None:
        raise Refused("unknown-cube", {"release": held.id, "cube": code[:60]})
    return found


def cube(held: Release, code: str) -> Cube:
    found = published.cube(home(), held, code)
    if found is None:
        raise Refused("unknown-cube", {"release": held.id, "cube": code[:60]})
    return found
