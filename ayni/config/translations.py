"""Compiles the translations of every app: `django.po`, which is kept, into `django.mo`, which is not."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.reloader import translation_file_changed

APPS = Path(__file__).resolve().parents[1]


def compile_all() -> int:
    """Compile what is missing or older than its source. Returns how many that were."""
    stale = [po for po in sorted(APPS.glob("*/locale/*/LC_MESSAGES/django.po")) if _is_stale(po)]
    for po in stale:
        with po.open("rb") as source:
            catalogue = read_po(source)
        # Written beside and moved, so that a server that starts at this moment reads a whole file.
        half = po.with_suffix(".mo.new")
        with half.open("wb") as target:
            write_mo(target, catalogue)
        half.replace(po.with_suffix(".mo"))
    if stale:
        # This process may have looked for them when they were not there, and would go on without.
        translation_file_changed(None, stale[0].with_suffix(".mo"))
    return len(stale)


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime <= po.stat().st_mtime


if __name__ == "__main__":
    compile_all()
