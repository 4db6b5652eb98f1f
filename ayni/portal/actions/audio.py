"""Guides are read aloud into files, a few at a time."""

from datetime import datetime

from django.utils.timezone import localdate

from .. import queries
from ..gateways.voice import Voice, espeak, has_voice

AT_ONCE = 10
"""Each takes a second or two of the worker, which has other things to do."""


def record_guides(*, at: datetime, voice: Voice | None = None, most: int = AT_ONCE) -> int:
    """Make what is missing, and take out what nobody can read any more. Returns how many were made."""
    if voice is None and not has_voice():
        return 0
    folder = queries.audio_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    wanted = {path: (said, language) for said, language, path in queries.to_be_read(localdate(at))}
    for old in set(folder.glob("*.mp3")) - set(wanted):
        old.unlink()
    missing = [path for path in wanted if not path.exists()][:most]
    return sum((voice or espeak)(*wanted[path], path) for path in missing)
