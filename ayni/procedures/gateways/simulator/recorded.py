"""Request and answer, as files: what a client says and what it gets back. All people in them are invented."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "recorded"


@dataclass(frozen=True)
class Recorded:
    name: str
    path: str
    said: dict[str, Any]
    """The question, as JSON or as the fields of a form."""
    status: int
    kind: str
    body: str

    @property
    def answer(self) -> tuple[int, str, bytes]:
        return self.status, self.kind, self.body.encode()


def recorded(name: str) -> Recorded:
    """One of the files, such as `reniec-known`."""
    held = json.loads((FOLDER / f"{name}.json").read_text())
    asked, answered = held["request"], held["response"]
    body = answered["body"]
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return Recorded(name, asked["path"], asked["body"], answered["status"], answered["type"], text)


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.json"))
