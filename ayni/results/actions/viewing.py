from datetime import datetime

from ayni.access.models import User
from ayni.audit import actions as audit

from ..rules import Choice


def record_viewing(*, choice: Choice, build: str, measure: str = "", by: User, at: datetime) -> None:
    """Somebody looked at true counts, or at the rows behind one: which ones is written down, as for a file."""
    asked = {**choice.codes, "by": choice.by, "build": build, "measure": measure}
    asked |= {name: day.isoformat() for name in ("since", "until") if (day := getattr(choice, name))}
    verb = "compliance.rows_opened" if measure else "compliance.viewed"
    audit.record(verb, subject=by, by=by, at=at, asked={name: value for name, value in asked.items() if value})


def record_looking(*, asked: dict[str, str], by: User, at: datetime) -> None:
    """Somebody looked at the values of indicators: which ones."""
    audit.record("indicators.viewed", subject=by, by=by, at=at, asked=asked)


def record_opening(*, asked: dict[str, str], by: User, at: datetime) -> None:
    """Somebody opened the rows behind an indicator."""
    audit.record("indicators.rows_opened", subject=by, by=by, at=at, asked=asked)
