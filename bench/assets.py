"""What a first visit to a staff page and to the public home weighs, beside the plain full build of the libraries.

    python -m bench.assets

Bytes as they travel (gzip 9; brotli 11). Ends with an error when a page weighs 100 kB or more.
"""

import gzip
import os
import sys
from pathlib import Path

import brotli
import django

ROOT = Path(__file__).resolve().parents[1]
OURS = ROOT / "ayni" / "design" / "static" / "design"
GOVUK = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
MOJ = ROOT / "node_modules" / "@ministryofjustice" / "frontend" / "moj"
LIMIT = 100_000

ASSETS = [OURS / "dist/ayni.css", OURS / "dist/ayni.js", OURS / "weave.svg", OURS / "icon.svg"]
PEER = [
    GOVUK / "govuk-frontend.min.css",
    GOVUK / "govuk-frontend.min.js",
    GOVUK / "assets/fonts/light-94a07e06a1-v2.woff2",
    GOVUK / "assets/fonts/bold-b542beb274-v2.woff2",
]
PEER_BOTH = [*PEER, MOJ / "moj-frontend.min.css", MOJ / "moj-frontend.min.js"]


def weigh(content: bytes, name: str) -> tuple[int, int, int]:
    """(plain, gzip, brotli). Fonts are compressed already."""
    if name.endswith(".woff2"):
        return len(content), len(content), len(content)
    return len(content), len(gzip.compress(content, 9)), len(brotli.compress(content))


def report(title: str, files: list[tuple[str, bytes]]) -> int:
    """Print one table; the sum under gzip."""
    print(f"\n{title}")
    weights = [weigh(content, name) for name, content in files]
    for (name, _content), (plain, zipped, brotlied) in zip(files, weights, strict=True):
        print(f"  {name:<34}{plain:>9,}{zipped:>9,}{brotlied:>9,}")
    plain, zipped, brotlied = (sum(column) for column in zip(*weights, strict=True))
    print(f"  {f'sum, in {len(files)} requests':<34}{plain:>9,}{zipped:>9,}{brotlied:>9,}")
    return zipped


def home_page() -> bytes:
    """The HTML of the public home."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.test import Client  # noqa: PLC0415 - only after setup()

    return Client().get("/").content


def main() -> int:
    if missing := [path for path in [*ASSETS, *PEER_BOTH] if not path.exists()]:
        print(f"{missing[0]} is missing. Type: npm ci --ignore-scripts && npm run build")
        return 1
    read = [(path.name, path.read_bytes()) for path in ASSETS]
    print(f"{'':<36}{'plain':>9}{'gzip':>9}{'brotli':>9}")
    staff = report("Staff page: static assets", read)
    public = report("Public home: first visit, HTML included", [("/", home_page()), *read])
    report("Peer: plain GOV.UK Frontend, full build", [(path.name, path.read_bytes()) for path in PEER])
    report("Peer: GOV.UK and MOJ Frontend, full builds", [(path.name, path.read_bytes()) for path in PEER_BOTH])
    print(f"\nStaff {staff:,} and public {public:,} bytes (gzip) of {LIMIT:,}")
    return 0 if max(staff, public) < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
