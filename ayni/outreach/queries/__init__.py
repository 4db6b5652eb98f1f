from .calendar import (
    Choices,
    choices_of,
    code_digest,
    code_of,
    institutions,
    kinds,
    next_in_line,
    offices_of,
    open_assistances,
    partners,
    sectors,
    sessions,
    sign_up_of,
    signed,
    taken,
    to_come,
    was_sent,
)

__all__ = [
    "Choices", "choices_of", "code_digest", "code_of", "institutions", "kinds", "next_in_line", "offices_of",
    "open_assistances", "partners", "sectors", "sessions", "sign_up_of", "signed", "taken", "to_come", "was_sent",
]  # fmt: skip
