"""The installation that `bench.observatory` releases into and serves: a home of its own, kept in .bench/observatory."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.setdefault("AYNI_HOME", str(ROOT / ".bench" / "observatory")))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")


def set_up() -> None:
    """`ayni setup`, the first time: tables, code lists, names of places. Then Django, in this process."""
    if not (HOME / "ayni.db").exists():
        command = [sys.executable, "-c", "from ayni.config.cli import app; app()", "setup"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    import django  # noqa: PLC0415 - the settings are those of AYNI_HOME

    django.setup()


def words() -> dict[str, Any]:
    """What the codes of each list mean in the code lists of this home."""
    from ayni.observatory.lists import lists  # noqa: PLC0415 - after Django is set up

    return {name: dict(said) for name, said in lists().items()}
