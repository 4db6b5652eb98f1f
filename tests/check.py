"""`make check`: every check of the house, two at a time. What fails is printed whole, and says what to do."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parents[1]

# The slow ones first, so that the two lanes end together.
CHECKS = {
    "types": ["mypy"],
    "rules of the house": ["python", "-m", "pytest", "-q", "tests/test_architecture.py"],
    "layers": ["lint-imports"],
    "templates": ["djlint", "ayni", "--lint", "--quiet"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "dependencies": ["deptry", "ayni"],
    "lint": ["ruff", "check"],
    "format": ["ruff", "format", "--check"],
}


def run(name: str) -> tuple[str, bool, str, float]:
    began = time.monotonic()
    command = [str(BIN / CHECKS[name][0]), *CHECKS[name][1:]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)  # noqa: S603
    return name, done.returncode == 0, done.stdout + done.stderr, time.monotonic() - began


def main() -> int:
    failed = []
    with ThreadPoolExecutor(2) as lanes:
        for name, is_well, said, seconds in lanes.map(run, CHECKS):
            print(f"{'ok    ' if is_well else 'FAILED'} {name} ({seconds:.0f} s)", flush=True)
            if not is_well:
                failed.append(name)
                print(said, flush=True)
    print(f"{len(CHECKS) - len(failed)} passed, {len(failed)} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
