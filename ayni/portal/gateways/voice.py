"""A voice that reads a text aloud. Behind an interface: today espeak-ng, a program of Debian; a better one may come."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

SPEED = "150"
"""Words a minute: slower than espeak's own, for whoever listens to a language that is not theirs."""
BITS = "32"
"""Kilobits a second, one channel: enough for a voice, and small on a slow line."""
PATIENCE = 120
VOICES = {"es": "es-419", "en": "en-us", "pt": "pt-br", "fr": "fr-fr", "ht": "ht"}

Voice = Callable[[str, str, Path], bool]
"""Text, language, the file to make: MP3. Whether it was made."""


def has_voice() -> bool:
    """Whether the programs are here: without them nobody is promised a voice."""
    return all(shutil.which(program) for program in ("espeak-ng", "lame"))


def espeak(text: str, language: str, into: Path) -> bool:
    """The text goes in by the standard input: no shell, and no limit of an address line."""
    programs = [shutil.which(program) for program in ("espeak-ng", "lame")]
    if not all(programs) or language not in VOICES:
        return False
    half = into.with_suffix(".new")
    try:
        said = subprocess.run(  # noqa: S603
            [str(programs[0]), "--stdout", "--stdin", "-v", VOICES[language], "-s", SPEED],
            input=text.encode(), capture_output=True, timeout=PATIENCE, check=True,
        )  # fmt: skip
        subprocess.run(  # noqa: S603
            [str(programs[1]), "--quiet", "-m", "m", "-b", BITS, "--resample", "22.05", "-", str(half)],
            input=said.stdout, capture_output=True, timeout=PATIENCE, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        half.unlink(missing_ok=True)
        return False
    half.replace(into)
    return True
