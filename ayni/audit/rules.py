"""The hash of a line. Plain values in, so that the chain can be verified without the models."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def line_hash(*, previous: str, seq: int, at: datetime, line: dict[str, Any]) -> str:
    """SHA-256 over the previous hash and every column of the line, in canonical JSON."""
    body = {**line, "seq": seq, "at": at.astimezone(UTC).isoformat(timespec="microseconds"), "previous": previous}
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
