from .calendar import (
    Choices,
    choices_of,
    code_digest,
    code_of,
    kinds,
    next_in_line,
    offices_of,
    public_sessions,
    sessions,
    sign_up_of,
    signed,
    taken,
    to_come,
    was_sent,
)

__all__ = [
    "Choices", "choices_of", "code_digest", "code_of", "kinds", "next_in_line", "offices_of", "public_sessions",
    "sessions", "sign_up_of", "signed", "taken", "to_come", "was_sent",
]  # fmt: skip
