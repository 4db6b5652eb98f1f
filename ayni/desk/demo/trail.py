"""What was done in the demo world, for the audit trail: gathered as it is made up, chained in the order of time."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from ayni.audit.actions import Line, record_many


class Trail:
    def __init__(self, until: datetime) -> None:
        self.until = until
        """Now: nothing of the demo world happens later."""
        self.lines: list[Line] = []

    def say(
        self,
        verb: str,
        subject_type: str,
        subject: UUID | int,
        by: int | str,
        at: datetime,
        *,
        thread: UUID | None = None,
        purpose: str = "",
        **details: Any,
    ) -> None:
        self.lines.append(Line(verb, subject_type, str(subject), str(by), at, thread, purpose, details))

    def write(self, tell: Callable[[int, int], None]) -> int:
        """Chain everything, and forget it."""
        lines, self.lines = self.lines, []
        lines.sort(key=lambda line: line.at)
        total = len(lines)

        def told() -> Any:
            for done, line in enumerate(lines, start=1):
                if done % 10_000 == 0:
                    tell(done, total)
                yield line

        return record_many(told())
