"""The drawings of ours that guides name: small, by hand, of our own licence, and as files beside the code."""

import base64
import re
from functools import cache
from pathlib import Path

from django.templatetags.static import static

FOLDER = Path(__file__).parent / "static" / "portal" / "drawings"
_BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


@cache
def sizes() -> dict[str, tuple[int, int]]:
    """Name → width and height."""
    found = {path.name: _BOX.search(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.svg"))}
    return {name: (int(box[1]), int(box[2])) for name, box in found.items() if box}


def address(name: str) -> str:
    return static(f"portal/drawings/{name}")


def embedded(name: str) -> str:
    return embedded_as("image/svg+xml", (FOLDER / name).read_bytes())


def embedded_as(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
